import { env } from 'cloudflare:test';
import { afterEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { overviewSentence } from '../../worker/admin/operations/overview-sentence.ts';
import { operationsOf } from '../../worker/admin/operations/operations-of.ts';
import { type ListQuery, overviewShape } from '../../worker/admin/shapes.ts';
import { FIRST_SHARDS, shardOf } from '../../worker/shards.ts';
import { pollerOf } from '../../worker/tick.ts';
import { created } from '../support/outbox.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { ask, bearer, ORIGIN, READ_TOKEN, vars } from './asking.ts';

const MINUTE = 60_000;
const ALL: ListQuery = { limit: 200, after: null, state: null, feed: null, q: null };
const fresh = (prefix: string) => `${prefix}-${crypto.randomUUID()}`;

afterEach(emptyKv);

describe('the overview', () => {
  test('counts feeds and destinations, and says of each problem what to do', async () => {
    const given = { role: 'owner', now: Date.now, origin: ORIGIN, waitUntil: () => {} } as const;
    const [ok, broken, waiting] = [fresh('ok'), fresh('broken'), fresh('waiting')];
    await call('PUT', `/api/destinations/${ok}`, 'https://hooks.slack.com/services/T0/B0/x');
    await call('PUT', `/api/feeds/${fresh('f')}`, { url: 'https://blog.example/', to: [ok, fresh('gone')] });
    await call('PUT', `/api/feeds/${fresh('f')}`, { url: 'https://blog.example/', to: ok, paused: true });
    await env.CONFIG.put(`destination:${broken}`, '{ "urrl": 1 }');
    await env.OUTBOX.getByName(waiting).enqueue([created('a')]);
    await env.SEEN.put(`outbox:${waiting}`, '');
    const overview = await operationsOf({ ...env, ...vars }, given).overview();
    const value = v.parse(overviewShape, overview.ok ? overview.value : null);
    expect(value).toMatchObject({
      sentence: expect.stringMatching(/^1 feed is read, 1 is paused/),
      feeds: { new: 1, paused: 1, ok: 0 },
      destinations: { ready: 1, invalid: 1 },
      feedsByDestination: { [ok]: 2 },
    });
    const subjects = value.problems.map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([`destination:${broken}`, expect.stringMatching(/^destination:gone-/)]),
    );
    expect(value.problems.every(({ todo }) => todo !== null)).toBe(true);
    expect(value.usage.map(({ quota }) => quota > 0)).toEqual([true, true, true]);
  });
});

test('the first page has the overview and a page of feeds, as each is by itself', async () => {
  const given = { role: 'owner', now: Date.now, origin: ORIGIN, waitUntil: () => {} } as const;
  const prefix = `home-${crypto.randomUUID()}`;
  const names = ['a', 'b', 'c', 'd'].map((name) => `${prefix}-${name}`);
  for (const name of names) await call('PUT', `/api/feeds/${name}`, { url: 'https://blog.example/', paused: true });
  const operations = () => operationsOf({ ...env, ...vars }, given);
  const second = { limit: 2, after: `${prefix}-a`, state: null, feed: null, q: null };
  const compare = async (query: ListQuery) => {
    const [home, overview, feeds, destinations] = [
      await operations().home(query),
      await operations().overview(),
      await operations().feeds(query),
      await operations().destinations(ALL),
    ];
    if (!home.ok || !overview.ok || !feeds.ok || !destinations.ok) throw new Error('refused');
    expect(home.value).toEqual({
      overview: overview.value,
      feeds: feeds.value,
      destinations: destinations.value.items,
    });
    return home.value.feeds.items.map(({ name }) => name);
  };
  expect(await compare(second)).toEqual(names.slice(1, 3));
  expect(await compare({ ...second, limit: 3, after: null, state: 'paused', q: prefix })).toEqual(names.slice(0, 3));
  // KV may list it for minutes: the page is filled up all the same.
  const gone = `${prefix}-b`;
  await pollerOf(env, shardOf(gone, FIRST_SHARDS)).handFeed(gone, { value: null, at: Date.now() });
  expect(await compare(second)).toEqual(names.slice(2));
});

test('for the first page each destination’s Outbox counts what waits once, and CONFIG is listed twice', async () => {
  const given = { role: 'owner', now: Date.now, origin: ORIGIN, waitUntil: () => {} } as const;
  const name = fresh('once');
  await call('PUT', `/api/destinations/${name}`, 'https://hooks.slack.com/services/T0/B0/x');
  const [lists, objects]: [unknown[], string[]] = [[], []];
  const CONFIG = spied(env.CONFIG, 'list', (options) => lists.push(options));
  const OUTBOX = spied(env.OUTBOX, 'getByName', (object) => objects.push(String(object)));
  const home = await operationsOf({ ...env, ...vars, CONFIG, OUTBOX }, given).home(ALL);
  const listed = home.ok ? home.value.destinations.filter((one) => one.name === name) : [];
  expect(listed).toMatchObject([{ state: 'ready' }]);
  expect(lists).toMatchObject([{ prefix: 'feed:' }, { prefix: 'destination:' }]);
  // Its status, and what it has used today.
  expect(objects.filter((object) => object === name)).toHaveLength(2);
});

/** A binding that tells of each call of one of its methods. */
function spied<T extends object>(binding: T, method: keyof T, note: (argument: unknown) => void): T {
  return new Proxy(binding, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...values: readonly unknown[]): unknown => {
        if (name === method) note(values[0]);
        return Reflect.apply(value, target, values);
      };
    },
  });
}

describe('a cron that does not run', () => {
  const given = { role: 'owner', origin: ORIGIN, waitUntil: () => {} } as const;
  const overviewAt = async (now: number) => {
    const overview = await operationsOf({ ...env, ...vars }, { ...given, now: () => now }).overview();
    return v.parse(overviewShape, overview.ok ? overview.value : null);
  };

  test('is a problem with something to do, and one that runs is none', async () => {
    await call('PUT', `/api/feeds/${fresh('f')}`, { url: 'https://blog.example/', paused: true });
    const now = Date.now();
    await pollerOf(env, 0).tick(now, []);
    expect((await overviewAt(now + 10 * MINUTE)).problems.map(({ subject }) => subject)).not.toContain('cron');
    const late = await overviewAt(now + 16 * MINUTE);
    expect(late.sentence).toBe('Nothing is polled: the cron does not run');
    expect(late.problems[0]).toMatchObject({ subject: 'cron', todo: expect.stringContaining('npm run deploy') });
    await pollerOf(env, 0).tick(now + 20 * MINUTE, []);
    expect((await overviewAt(now + 21 * MINUTE)).problems.map(({ subject }) => subject)).not.toContain('cron');
  });
});

describe('the overview’s sentence', () => {
  const feeds = { new: 0, ok: 12, failing: 0, paused: 0, invalid: 0 };
  const destinations = { ready: 3, waiting: 0, blocked: 0, failing: 0, invalid: 0 };
  test.each([
    ['12 feeds are read', {}, {}],
    ['12 feeds are read, 1 destination waits', {}, { waiting: 1 }],
    ['12 feeds are read, 1 fails, 2 are not valid', { failing: 1, invalid: 2 }, {}],
    ['No feeds are read, 1 is paused', { ok: 0, paused: 1 }, {}],
    ['1 feed is read, 2 destinations take nothing', { ok: 0, new: 1 }, { blocked: 1, failing: 1 }],
    ['No feed is watched yet', { ok: 0 }, {}],
  ])('%s', (sentence, ofFeeds, ofDestinations) => {
    const facts = { feeds: { ...feeds, ...ofFeeds }, destinations: { ...destinations, ...ofDestinations } };
    expect(overviewSentence(facts, false)).toBe(sentence);
  });

  test('says first of all that the cron does not run', () => {
    expect(overviewSentence({ feeds, destinations }, true)).toBe('Nothing is polled: the cron does not run');
  });
});

const health = async (headers: Record<string, string>, given = {}) =>
  (await ask('/health', { headers }, { ...vars, ...given })).json();

describe('GET /health', () => {
  test('tells strangers nothing but the version, and who has a token which commit runs', async () => {
    expect(Object.keys((await health({})) as object)).toEqual(['status', 'version']);
    expect(await health(bearer(), { COMMIT: 'a'.repeat(40) })).toMatchObject({ commit: 'a'.repeat(40) });
    expect(await health(bearer(READ_TOKEN))).toMatchObject({ commit: null });
  });
});

test('a destination that was added elsewhere a moment ago, and that KV does not list yet, is not called missing', async () => {
  const given = { role: 'owner', now: Date.now, origin: ORIGIN, waitUntil: () => {} } as const;
  const [added, gone] = [fresh('added'), fresh('gone')];
  await call('PUT', `/api/feeds/${fresh('f')}`, { url: 'https://blog.example/', to: [added, gone] });
  const value = 'https://hooks.slack.com/services/T0/B0/x';
  await env.OUTBOX.getByName(added).hand({ value, at: Date.now() });
  const home = await operationsOf({ ...env, ...vars }, given).home(ALL);
  const { overview, destinations } = home.ok ? home.value : { overview: null, destinations: [] };
  expect(destinations.find(({ name }) => name === added)).toMatchObject({ state: 'ready' });
  const subjects = overview?.problems.map(({ subject }) => subject);
  expect(subjects).toContain(`destination:${gone}`);
  expect(subjects).not.toContain(`destination:${added}`);
});
