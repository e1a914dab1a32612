import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FeedQuery } from '../../worker/rpc/feeds.ts';
import { emptyKv, Shard, urlOf } from '../support/shard.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const ALL: FeedQuery = { names: null, after: null, upTo: null, limit: 50, state: null, q: null };

async function page(query: Partial<FeedQuery>): Promise<readonly string[]> {
  const found = await shard.ask((poller, now) => poller.feedPage({ ...ALL, ...query }, now));
  return found.map(({ name }) => name);
}

describe('a page of a shard’s feeds', () => {
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await shard.configure(name, name === 'b' ? { paused: true } : {});
      if (name !== 'c') shard.serve(name, 2);
    }
    await env.CONFIG.put('feed:e', '{');
    await shard.tick();
  });

  test('goes on behind a name, with one more than was asked for where there are more', async () => {
    expect(await page({ limit: 2 })).toEqual(['a', 'b', 'c']);
    expect(await page({ limit: 2, after: 'b' })).toEqual(['c', 'd', 'e']);
    expect(await page({ limit: 2, after: 'e' })).toEqual([]);
  });

  test('ends with the last name that is wanted, listed or handed over', async () => {
    await shard.ask(async (poller, now) => {
      await poller.handFeed('bb', { value: urlOf('bb'), at: now });
      await poller.handFeed('cc', { value: urlOf('cc'), at: now });
    });
    expect(await page({ after: 'a', upTo: 'c' })).toEqual(['b', 'bb', 'c']);
  });

  test('is of one state, or of a word in names and titles, whatever its case', async () => {
    expect(await page({ state: 'ok' })).toEqual(['a', 'd']);
    expect(await page({ state: 'paused' })).toEqual(['b']);
    expect(await page({ state: 'failing' })).toEqual(['c']);
    expect(await page({ state: 'invalid' })).toEqual(['e']);
    expect(await page({ q: 'KITES' })).toEqual(['a', 'd']);
    expect(await page({ q: 'kites', state: 'ok', after: 'a' })).toEqual(['d']);
    expect(await page({ q: 'E' })).toEqual(['a', 'd', 'e']);
  });

  test('has what the list names, though nothing is known of it, and not what the list lacks', async () => {
    expect(await page({ names: ['a', 'f'] })).toEqual(['a', 'f']);
    expect(await page({ names: ['a', 'f'], state: 'new' })).toEqual(['f']);
  });

  test('has what was handed over though the list lacks it, and lacks what was deleted', async () => {
    await shard.ask(async (poller, now) => {
      await poller.handFeed('a', { value: null, at: now });
      await poller.handFeed('g', { value: urlOf('g'), at: now });
    });
    expect(await page({ names: ['a', 'b'] })).toEqual(['b', 'g']);
    expect(await page({})).toEqual(['b', 'c', 'd', 'e', 'g']);
  });

  test('says when each feed is polled next', async () => {
    await shard.configure('a', { every: '1h' });
    await shard.tick({ minutes: 20 });
    const [first] = await shard.ask((poller, now) => poller.feedPage({ ...ALL, limit: 1 }, now));
    const next = first?.next ?? 0;
    expect(next).toBeGreaterThan(shard.now());
    const asked = shard.asked('a');
    for (let tick = 0; shard.asked('a') === asked && tick < 20; tick++) await shard.tick();
    expect(shard.now(-5)).toBe(next);
  });
});

describe('the overview of a shard', () => {
  test('counts states and destinations, and names the problems', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await shard.configure(name, { to: ['one', name], paused: name === 'b' });
    for (const name of ['a', 'b', 'd']) shard.serve(name, 2);
    await env.CONFIG.put('feed:e', '{');
    await shard.tick();
    const overview = await shard.ask((poller, now) =>
      poller.shardOverview({ names: ['a', 'b', 'c', 'd', 'e', 'f'], page: null }, now),
    );
    expect(overview.counts).toEqual({ new: 1, ok: 2, paused: 1, failing: 1, invalid: 1 });
    expect(overview.destinations).toEqual({ one: 4, a: 1, b: 1, c: 1, d: 1 });
    expect(overview.problems.map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ['c', 'failing'],
      ['e', 'invalid'],
    ]);
    expect(overview.lastTick).toBeGreaterThanOrEqual(shard.now(-5));
  });

  test('comes with the page of the list that is asked for, the first time and when nothing has changed since', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await shard.configure(name, { paused: name === 'b' });
    for (const name of ['a', 'b', 'd']) shard.serve(name, 2);
    await shard.tick();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const second = { after: 'a', upTo: null, limit: 2, state: null, q: null };
    for (const asked of [second, second, { ...second, state: 'failing' }, { ...second, q: 'D' }] as const) {
      const alone = await shard.ask((poller, now) => poller.feedPage({ ...asked, names }, now));
      const overview = await shard.ask((poller, now) => poller.shardOverview({ names, page: asked }, now));
      expect(overview.page).toEqual(alone);
      expect(overview.counts).toEqual({ new: 1, ok: 2, paused: 1, failing: 1, invalid: 0 });
    }
    await shard.ask((poller, now) => poller.handFeed('c', { value: null, at: now }));
    for (let round = 0; round < 2; round++) {
      const left = await shard.ask((poller, now) => poller.shardOverview({ names, page: second }, now));
      expect(left.page?.map(({ name }) => name)).toEqual(['b', 'd', 'e']);
    }
  });

  test('has fifty problems at most, those of late first', async () => {
    for (let at = 0; at < 60; at++) await shard.configure(`f${at}`);
    await shard.tick();
    await shard.configure('late');
    await shard.tick();
    const { counts, problems } = await shard.ask((poller, now) =>
      poller.shardOverview({ names: null, page: null }, now),
    );
    expect([counts.failing, problems.length, problems[0]?.name]).toEqual([61, 50, 'late']);
  });

  test('is the same once the object was evicted, and tells what was written since', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `f${at}`);
    const hand = (name: string, paused: boolean) =>
      shard.ask((poller, now) =>
        poller.handFeed(name, { value: JSON.stringify({ url: 'https://blog.example/', paused }), at: now }),
      );
    const overview = () => shard.ask((poller, now) => poller.shardOverview({ names, page: null }, now));
    for (const name of names) await hand(name, false);
    const first = await overview();
    expect(first.counts).toMatchObject({ new: 40, paused: 0 });
    shard.restart();
    expect(await overview()).toEqual(first);
    shard.restart();
    await hand('f7', true);
    shard.restart();
    expect((await overview()).counts).toMatchObject({ new: 39, paused: 1 });
  });

  test('may cost a row where there are many feeds, and a look at one of them none', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `f${at}`);
    for (const name of names)
      await shard.ask((poller, now) => poller.handFeed(name, { value: 'https://blog.example/', at: now }));
    shard.restart();
    const before = await shard.written();
    await shard.ask((poller, now) => poller.feedStatuses(['f7'], now));
    expect(await shard.written()).toBe(before);
    await shard.ask((poller, now) => poller.shardOverview({ names, page: null }, now));
    expect(await shard.written()).toBe(before + 1);
  });

  test('knows the last tick, also in an object that was just created, as far as one left a trace', async () => {
    expect(
      (await shard.ask((poller, now) => poller.shardOverview({ names: null, page: null }, now))).lastTick,
    ).toBeNull();
    await shard.configure('a', { every: '7d' });
    shard.serve('a', 2);
    await shard.tick();
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    const last = shard.now(-5);
    shard.restart();
    const { lastTick } = await shard.ask((poller, now) => poller.shardOverview({ names: null, page: null }, now));
    expect(last - (lastTick ?? 0)).toBeLessThan(15 * MINUTE);
  });

  test('estimates what was used today: puts, rows and polls, and counts no row for it', async () => {
    await shard.configure('a', { every: '5m' });
    shard.serve('a', 2);
    await shard.tick();
    const before = await shard.written();
    for (let tick = 0; tick < 24; tick++) {
      shard.serve('a', 3 + tick);
      await shard.tick();
    }
    const rows = (await shard.written()) - before;
    const { usage } = await shard.ask((poller, now) => poller.shardOverview({ names: null, page: null }, now));
    expect(usage.rows).toBeGreaterThan(rows * 0.8);
    expect(usage.rows).toBeLessThan(rows * 1.2 + 5);
    expect(usage.polls).toBe(25);
    // Of two hours: four a quarter of an hour apart, and the next one an hour later.
    expect(usage.puts).toBe(5);
    shard.pass(24 * 60);
    const tomorrow = await shard.ask((poller, now) => poller.shardOverview({ names: null, page: null }, now));
    expect(tomorrow.usage).toEqual({ puts: 0, rows: 0, polls: 25 });
  });

  test('begins at nothing with the day, though somebody looked just before', async () => {
    await shard.configure('a', { every: '5m' });
    shard.serve('a', 2);
    await shard.tick();
    const puts = await shard.ask(async (poller, now) => {
      const midnight = Math.ceil(now / DAY) * DAY;
      const before = await poller.shardOverview({ names: null, page: null }, midnight - 20_000);
      const after = await poller.shardOverview({ names: null, page: null }, midnight + 20_000);
      return [before.usage.puts, after.usage.puts];
    });
    expect(puts).toEqual([1, 0]);
  });
});
