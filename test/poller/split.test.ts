import { env, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { dependenciesOf } from '../../worker/poller/dependencies.ts';
import type { Poller } from '../../worker/poller/poller.ts';
import { Box, lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { FollowedSite } from '../support/followed-site.ts';
import { answerOf } from '../support/scripted-web.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';
import { stopClock } from '../support/stopped-clock.ts';
import { configureMany } from './many.ts';

/** Share of an invocation that a few small feeds use up. */
const SHARE = 3 * movableType(comments(1, 2)).length;

/** Feeds that are polled at once, whose polls have begun by the time that the share is used up. */
const AT_ONCE = 6;

let shard: Shard;
const logged = vi.spyOn(console, 'log');

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  logged.mockClear();
});

const hostNamed = (url: string) => new URL(url).hostname.split('.')[0] ?? '';

/** Has one invocation read no more than its share; gives the URLs that were asked in the tick's own, and in others. */
function split(of: Shard = shard, share = SHARE) {
  const asked = { shared: [] as string[], apart: [] as string[] };
  let apart = 0;
  const { fetchFeed, goOn } = of.deps();
  of.parts = {
    share,
    goOn: (...given) => {
      apart += 1;
      return goOn(...given).finally(() => (apart -= 1));
    },
    fetchFeed: (request) => {
      asked[apart > 0 ? 'apart' : 'shared'].push(request.url);
      return fetchFeed(request);
    },
  };
  return asked;
}

const summaries = () =>
  logged.mock.calls.flatMap(([line]) => {
    const said = JSON.parse(String(line)) as Record<string, unknown>;
    return said['event'] === 'shard.ticked' ? [said] : [];
  });

describe('a round that has parsed one invocation’s share', () => {
  test('polls the rest in invocations of their own: in the same order, each feed once, in one line of the log', async () => {
    const names = await configureMany(shard, 20);
    const whole = new Shard();
    for (const name of names) whole.serve(name, 2);
    await whole.tick();
    logged.mockClear();
    for (const name of names) await env.SEEN.delete(name);
    for (const name of names) shard.box(name).accepted.length = 0;
    const asked = split();
    await shard.tick();
    expect(asked.shared.length).toBeLessThanOrEqual(AT_ONCE);
    expect([...asked.shared, ...asked.apart]).toEqual(whole.requests.map(({ url }) => url));
    expect(summaries()).toMatchObject([{ polled: 20, failed: 0, postponed: 0 }]);
    for (const name of names) expect(shard.told(name)).toEqual(['feed.watching']);
  });

  test('counts no body that is the same as before, nor one of another tick', async () => {
    const names = await configureMany(shard, 20);
    const asked = split();
    await shard.tick();
    asked.apart.length = 0;
    shard.serve(names[7] ?? '', 3);
    await shard.tick();
    expect(asked.apart).toEqual([]);
  });

  test('does so for the comment feeds of a site’s posts', async () => {
    const site = new FollowedSite('rss');
    for (let day = 1; day <= 9; day++) site.publish(`post-${day}`, shard.now() - day * 24 * 60 * 60_000, 3);
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
    const asked = split();
    for (const [url, page] of site.pages()) shard.pages.set(url, page);
    await shard.tick();
    expect(asked.apart.length).toBeGreaterThan(3);
    expect(new Set(asked.apart).size).toBe(asked.apart.length);
    for (let day = 1; day <= 9; day++) site.comment(`post-${day}`, shard.now());
    for (const [url, page] of site.pages()) shard.pages.set(url, page);
    await shard.tick();
    expect(shard.told('default').filter((type) => type === 'comment.created')).toHaveLength(9);
  });
});

describe('where the platform’s requests run out', () => {
  const limit = { ok: false, reason: 'limit', detail: '', status: null, retryAfter: null } as const;

  /** Lets the requests of those feeds be refused. */
  function refuse(isRefused: (at: number) => boolean): readonly string[] {
    split();
    const { fetchFeed } = shard.parts;
    const answered: string[] = [];
    let at = 0;
    shard.parts = {
      ...shard.parts,
      fetchFeed: async (request) => {
        if (isRefused(at++)) return limit;
        answered.push(hostNamed(request.url));
        return (fetchFeed ?? shard.deps().fetchFeed)(request);
      },
    };
    return answered;
  }

  test('in an invocation of its own, a poll is made up for, and the others go on', async () => {
    await configureMany(shard, 20);
    const answered = refuse((at) => at === 12);
    await shard.tick();
    expect(answered).toHaveLength(19);
    await shard.tick({ minutes: 0 });
    expect(new Set(answered).size).toBe(20);
  });

  test('in the tick’s own, nothing more begins, and the rest goes first in the next', async () => {
    await configureMany(shard, 20);
    const answered = refuse((at) => at === 0);
    await shard.tick();
    expect(answered.length).toBeLessThan(2 * AT_ONCE);
    await shard.tick();
    await shard.tick();
    expect(new Set(answered).size).toBe(20);
  });
});

test('whenever the process dies in a split round, the next tick tells each comment that was not told, and none twice', async () => {
  const died: number[] = [];
  for (let steps = 1; ; steps += 5) {
    await emptyKv();
    shard = new Shard();
    const names = await configureMany(shard, 9);
    split();
    await shard.tick();
    for (const name of names) shard.pages.set(urlOf(name), { body: movableType(comments(1, 4, EVENING)) });
    shard.process.revive();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => null);
    const isDead = shard.process.done >= steps;
    shard.process.revive();
    shard.restart();
    await shard.tick();
    await shard.tick();
    for (const name of names) {
      const told = lines(shard.box(name).accepted).filter((line) => line.startsWith('created'));
      expect(told).toEqual(['created 1 baseline', 'created 2 baseline', 'created 3', 'created 4']);
    }
    if (!isDead) break;
    died.push(steps);
  }
  expect(died.length).toBeGreaterThan(5);
});

test('a tick that comes while polls of the last one are under way in other invocations polls none of them again', async () => {
  stopClock();
  const names = await configureMany(shard, 14);
  await shard.tick();
  for (const name of names) shard.serve(name, 3);
  const asked = split();
  const { fetchFeed } = shard.parts;
  const { promise: late, resolve: answer } = Promise.withResolvers<void>();
  shard.parts = {
    ...shard.parts,
    fetchFeed: async (request) => {
      const answered = await (fetchFeed ?? shard.deps().fetchFeed)(request);
      if (asked.apart.length > 0) await late;
      return answered;
    },
  };
  const first = shard.tick({ minutes: 0 });
  while (asked.apart.length < AT_ONCE) await scheduler.wait(0);
  const second = shard.tick();
  await scheduler.wait(0);
  answer();
  await Promise.all([first, second]);
  const all = [...asked.shared, ...asked.apart];
  expect(new Set(all).size).toBe(14);
  expect(all).toHaveLength(14);
});

test('an object whose call to itself fails polls that feed in the next tick', async () => {
  await configureMany(shard, 12);
  const asked = split();
  const { goOn } = shard.parts;
  let fails = 0;
  shard.parts = {
    ...shard.parts,
    goOn: async (...given) => {
      fails += 1;
      if (fails === 1) throw new Error('overloaded');
      if (fails === 2) return false;
      return (goOn ?? shard.deps().goOn)(...given);
    },
  };
  await shard.tick();
  expect(summaries()).toMatchObject([{ polled: 12, postponed: 2 }]);
  await shard.tick();
  expect(new Set([...asked.shared, ...asked.apart]).size).toBe(12);
});

test('a real object calls itself, and its round ends as one', async () => {
  const names = await configureMany(shard, 12);
  const stub = env.POLLER.getByName(crypto.randomUUID());
  const box = new Box();
  const bodies = new Map(names.map((name) => [urlOf(name), movableType(comments(1, 300))]));
  let calls = 0;
  await runInDurableObject(stub as unknown as DurableObjectStub<Poller>, (poller) => {
    const deps = dependenciesOf(env);
    poller.deps = {
      ...deps,
      goOn: (...given) => {
        calls += 1;
        return deps.goOn(...given);
      },
      share: 200_000,
      fetchFeed: (request) => answerOf({ body: bodies.get(request.url) ?? '' }, request, null),
      enqueue: async (_destination, offers) => box.enqueue(offers),
    };
  });
  await stub.tick(shard.now(), names);
  expect(calls).toBeGreaterThan(0);
  expect(calls).toBeLessThan(12);
  expect(summaries()).toMatchObject([{ polled: 12, failed: 0, postponed: 0 }]);
  expect(lines(box.accepted).filter((line) => line === 'feed.watching')).toHaveLength(12);
});
