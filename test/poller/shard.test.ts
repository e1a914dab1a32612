import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard, urlOf } from '../support/shard.ts';
import { leap, stopClock } from '../support/stopped-clock.ts';

/** Turns of the event loop in which a feed is read that does not wait for time. */
const TURNS = 300;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

describe('a feed in the same tick as', () => {
  beforeEach(async () => {
    await shard.configure('good');
    shard.serve('good', 2);
    let turns = 0;
    // What is ready waits a moment for what is being read; by then all else is done.
    stopClock(() => shard.told('good').length > 0 || ++turns > TURNS);
  });

  test.each([
    ['one whose configuration is broken', () => env.CONFIG.put('feed:bad', '{ "url": ')],
    [
      'one whose configuration is nonsense',
      () => env.CONFIG.put('feed:bad', '{ "url": "https://bad.example/", "evry": 5 }'),
    ],
    ['one that answers 500', () => shard.configure('bad')],
    ['one that hangs', () => (shard.pages.set(urlOf('bad'), { hangs: true }), shard.configure('bad'))],
    [
      'one whose bytes make no sense',
      () => (shard.pages.set(urlOf('bad'), { body: '\u0000<rss' }), shard.configure('bad')),
    ],
  ])('%s is polled all the same', async (_case, arrange) => {
    await arrange();
    await shard.tick();
    expect(shard.told('good')).toEqual(['feed.watching']);
    expect(shard.told('bad')).toEqual([]);
  });

  test('one whose Outbox hangs is polled all the same', async () => {
    await shard.configure('bad');
    shard.serve('bad', 2);
    shard.parts = {
      enqueue: async (name, offers) => {
        if (name !== 'bad') return shard.box(name).enqueue(offers);
        await leap();
        return new Promise(() => {});
      },
    };
    await shard.tick();
    expect(shard.told('good')).toEqual(['feed.watching']);
  });
});

describe('turns', () => {
  test('are six at a time, and a seventh waits no longer than for one of them', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `feed-${at}`);
    let begun = 0;
    let running = 0;
    let most = 0;
    for (const name of names) await shard.configure(name);
    shard.parts = {
      fetchFeed: async () => {
        begun += 1;
        most = Math.max(most, ++running);
        const isFull = () => running >= 6 || begun === names.length;
        while (!isFull()) await scheduler.wait(0);
        // Turns of the event loop in which a seventh would begin.
        for (let turn = 0; turn < 50; turn++) await scheduler.wait(0);
        running -= 1;
        return { ok: false, reason: 'status', detail: '', status: 500, retryAfter: null };
      },
    };
    await shard.tick();
    expect(most).toBe(6);
    const [count] = await shard.sql<{ count: number }>(
      "SELECT count(*) AS count FROM feed WHERE head LIKE '%failing%'",
    );
    expect(count?.count).toBe(9);
  });

  test('come to all where the platform allows fifty fetches in a run: the rest is first in the next', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `feed-${at}`);
    await Promise.all(names.map((name) => shard.configure(name)));
    const served = new Set<string>();
    for (let tick = 0; tick < 2; tick++) {
      let left = 50;
      shard.parts = {
        fetchFeed: async ({ url }) => {
          const may = left-- > 0;
          if (may) served.add(url);
          return { ok: false, reason: may ? 'status' : 'limit', detail: '', status: null, retryAfter: null };
        },
      };
      shard.restart();
      await shard.tick();
    }
    expect(served.size).toBe(60);
    const [count] = await shard.sql<{ count: number }>(
      "SELECT count(*) AS count FROM feed WHERE head LIKE '%failing%'",
    );
    expect(count?.count).toBe(60);
  });

  test('one feed never has two: overlapping and repeated ticks poll it once', async () => {
    await shard.configure('blog');
    shard.serve('blog', 2);
    await Promise.all([shard.tick({ minutes: 0 }), shard.tick({ minutes: 0 }), shard.tick({ minutes: 0 })]);
    await shard.tick();
    expect(shard.asked('blog')).toBe(1);
    expect(shard.told('blog')).toEqual(['feed.watching']);
  });
});

test('no timer outlives a tick: one that is pending keeps the object awake', async () => {
  const set = vi.spyOn(globalThis, 'setTimeout');
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  const signals = vi.spyOn(AbortSignal, 'timeout');
  await env.CONFIG.put('feed:good', JSON.stringify({ url: 'https://blog.example/good.atom', every: '5m' }));
  await env.CONFIG.put('feed:wrong', '{');
  shard.pages.set('https://blog.example/good.atom', { body: movableType(comments(1, 3)) });
  await shard.tick();
  const timers = set.mock.results.flatMap(({ value }, at) => ((set.mock.calls[at]?.[1] ?? 0) >= 100 ? [value] : []));
  expect(timers.length).toBeGreaterThan(2);
  expect(cleared.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(timers));
  expect(signals).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

test('a feed’s title of any length is remembered short', async () => {
  const url = 'https://blog.example/good.atom';
  await env.CONFIG.put('feed:good', JSON.stringify({ url, every: '5m' }));
  shard.pages.set(url, { body: movableType(comments(1, 3)).replace('Comments for', 'x'.repeat(3_000_000)) });
  await shard.tick();
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  expect(row?.head.length).toBeLessThan(4000);
  expect(shard.box().accepted).toHaveLength(4);
});
