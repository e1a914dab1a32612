import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const DAY = 24 * 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const urlOf = (name: string) => `https://${name}.example/comments.atom`;
const configure = (name: string, more: object = {}) =>
  env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: urlOf(name), every: '5m', to: name, ...more }));
const serve = (name: string, last: number) => shard.pages.set(urlOf(name), { body: movableType(comments(1, last)) });
const told = (name: string) =>
  shard.box(name).accepted.flatMap(({ held, happening }) => (held ? [] : [happening.type]));
const asked = (name: string) => shard.requests.filter(({ url }) => url === urlOf(name)).length;

describe('a feed in the same tick as', () => {
  beforeEach(async () => {
    await configure('good');
    serve('good', 2);
  });

  test.each([
    ['one whose configuration is broken', () => env.CONFIG.put('feed:bad', '{ "url": ')],
    [
      'one whose configuration is nonsense',
      () => env.CONFIG.put('feed:bad', '{ "url": "https://bad.example/", "evry": 5 }'),
    ],
    ['one that answers 500', () => configure('bad')],
    ['one that hangs', () => (shard.pages.set(urlOf('bad'), { hangs: true }), configure('bad'))],
    ['one whose bytes make no sense', () => (shard.pages.set(urlOf('bad'), { body: '\u0000<rss' }), configure('bad'))],
  ])('%s is polled all the same', async (_case, arrange) => {
    await arrange();
    await shard.tick();
    expect(told('good')).toEqual(['feed.watching']);
    expect(told('bad')).toEqual([]);
  });

  test('one whose Outbox hangs is polled all the same', async () => {
    await configure('bad');
    serve('bad', 2);
    shard.parts = {
      enqueue: (name, offers) =>
        name === 'bad' ? new Promise(() => {}) : Promise.resolve(shard.box(name).enqueue(offers)),
    };
    await shard.tick();
    expect(told('good')).toEqual(['feed.watching']);
  });
});

describe('turns', () => {
  test('are six at a time, and a seventh waits no longer than for one of them', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `feed-${at}`);
    let running = 0;
    let most = 0;
    for (const name of names) await configure(name);
    shard.parts = {
      fetchFeed: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
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
    await Promise.all(names.map((name) => configure(name)));
    const served = new Set<string>();
    for (let tick = 0; tick < 2; tick++) {
      let left = 50;
      shard.parts = {
        deadline: 3000,
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
    await configure('blog');
    serve('blog', 2);
    await Promise.all([shard.tick({ minutes: 0 }), shard.tick({ minutes: 0 }), shard.tick({ minutes: 0 })]);
    await shard.tick();
    expect(asked('blog')).toBe(1);
    expect(told('blog')).toEqual(['feed.watching']);
  });
});

describe('CONFIG', () => {
  test('is read again at a poll, and every quarter of an hour where none is due', async () => {
    await configure('blog', { every: '7d' });
    serve('blog', 2);
    await shard.tick();
    const read: string[] = [];
    shard.parts = {
      config: kvWith({ get: (keys: readonly string[]) => (read.push(...keys), env.CONFIG.get([...keys])) }),
    };
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(read).toHaveLength(4);
  });

  test('says paused: nothing is polled until it says something else', async () => {
    await configure('blog', { paused: true });
    serve('blog', 2);
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(asked('blog')).toBe(0);
    await configure('blog');
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect(told('blog')).toEqual(['feed.watching']);
  });

  test('whose list fails leaves the shard its feeds', async () => {
    await configure('blog');
    serve('blog', 2);
    await shard.tick();
    serve('blog', 3);
    await shard.tick({ names: null });
    expect(told('blog')).toEqual(['feed.watching', 'comment.created']);
  });

  test('with a hundred and fifty feeds is read in bulk', async () => {
    const names = Array.from({ length: 150 }, (_, at) => `feed-${at}`);
    await Promise.all(names.map((name) => configure(name, { paused: true })));
    const reads: number[] = [];
    shard.parts = {
      config: kvWith({ get: (keys: readonly string[]) => (reads.push(keys.length), env.CONFIG.get([...keys])) }),
      deadline: 3000,
    };
    await shard.tick();
    expect(reads).toEqual([100, 50]);
  });
});

const happenings = (name: string) => shard.box(name).accepted.map(({ happening, feed }) => [feed, happening]);

describe('a value in CONFIG that is wrong', () => {
  const reason = expect.stringContaining('unknown');

  beforeEach(async () => {
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    await env.CONFIG.put('destination:broken', '{ "urrl": 1 }');
    await configure('blog', { evry: '5m' });
  });

  test('is told once, to every destination that is valid, and again when something else is wrong', async () => {
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    const first = { type: 'config.invalid', data: { key: 'feed:blog', field: 'evry', reason } };
    expect(happenings('default')).toEqual([['', expect.objectContaining(first)]]);
    expect(shard.box('default').offered).toHaveLength(1);
    expect(happenings('broken')).toEqual([]);
    await configure('blog', { bakfill: 3 });
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(shard.box('default').offered).toHaveLength(2);
  });

  test('is told later where nobody could be told', async () => {
    shard.parts = {
      config: kvWith({ get: env.CONFIG.get.bind(env.CONFIG), list: async () => Promise.reject(new Error('429')) }),
    };
    await shard.tick();
    shard.parts = {};
    await shard.tick();
    expect(happenings('default')).toHaveLength(1);
  });

  test('is polled as soon as it is right', async () => {
    await shard.tick();
    await configure('blog');
    serve('blog', 2);
    await shard.tick();
    expect(asked('blog')).toBe(1);
  });
});

describe('a feed that is gone from CONFIG', () => {
  beforeEach(async () => {
    await configure('blog');
    serve('blog', 2);
    await shard.tick();
    await env.CONFIG.delete('feed:blog');
    serve('blog', 3);
  });

  test('is polled no more, written once, and forgotten after 30 days, in SEEN too', async () => {
    const before = await shard.written();
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect({ asked: asked('blog'), rows: (await shard.written()) - before }).toEqual({ asked: 1, rows: 1 });
    shard.pass(29 * DAY);
    await shard.tick();
    expect(await env.SEEN.get('blog')).not.toBeNull();
    shard.pass(DAY);
    await shard.tick();
    expect(await env.SEEN.get('blog')).toBeNull();
    expect(await shard.sql('SELECT name FROM feed')).toEqual([]);
  });

  test('is forgotten later where SEEN cannot be written', async () => {
    await shard.tick();
    shard.pass(31 * DAY);
    shard.parts = { seen: kvWith({ delete: async () => Promise.reject(new Error('429')) }) };
    await shard.tick();
    expect(await shard.sql('SELECT name FROM feed')).toEqual([{ name: 'blog' }]);
    shard.parts = {};
    await shard.tick();
    expect(await shard.sql('SELECT name FROM feed')).toEqual([]);
  });

  test('goes on where it was when it comes back', async () => {
    await shard.tick();
    shard.pass(20 * DAY);
    await configure('blog');
    await shard.tick();
    await shard.tick();
    expect(told('blog')).toEqual(['feed.watching', 'comment.created']);
  });
});

describe('a feed whose URL changes', () => {
  const elsewhere = 'https://elsewhere.example/feed';

  beforeEach(async () => {
    await configure('blog', { backfill: 1 });
    serve('blog', 2);
    await shard.tick();
    shard.box('blog').accepted.length = 0;
    await configure('blog', { url: elsewhere, backfill: 1 });
  });

  test('keeps its memory where anything in the new one is known', async () => {
    shard.pages.set(elsewhere, { body: movableType(comments(2, 4)) });
    await shard.tick();
    expect(told('blog')).toEqual(['comment.created', 'comment.created']);
  });

  test('starts anew, in silence, where nothing is', async () => {
    shard.pages.set(elsewhere, { body: movableType(comments(11, 13)) });
    await shard.tick();
    expect(told('blog')).toEqual(['feed.watching']);
    expect(shard.box('blog').accepted).toHaveLength(4);
    shard.pages.set(elsewhere, { body: movableType(comments(11, 14)) });
    await shard.tick();
    expect(told('blog')).toEqual(['feed.watching', 'comment.created']);
  });

  test('and back says each time that it watches', async () => {
    shard.pages.set(elsewhere, { body: movableType(comments(11, 13)) });
    await shard.tick();
    await configure('blog');
    shard.pages.set(urlOf('blog'), { body: movableType(comments(21, 23)) });
    await shard.tick();
    expect(told('blog')).toEqual(['feed.watching', 'feed.watching']);
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

test('a value that changes while its feed is polled with the former one is polled at the next tick', async () => {
  await env.CONFIG.put('feed:good', JSON.stringify({ url: 'https://blog.example/one.atom', every: '7d' }));
  await shard.tick();
  await shard.sql('UPDATE feed SET postponed = 1, head = NULL');
  shard.restart();
  shard.parts = {
    fetchFeed: async () => {
      await shard.sql(
        'UPDATE feed SET postponed = 1, config = ?',
        '{"url":"https://blog.example/two.atom","every":"7d"}',
      );
      return { ok: false, reason: 'status', detail: '', status: 404, retryAfter: null };
    },
  };
  await shard.tick();
  const [row] = await shard.sql<{ postponed: number }>('SELECT postponed FROM feed');
  expect(row?.postponed).toBe(1);
});
