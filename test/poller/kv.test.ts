import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { page } from '../support/pages.ts';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m' }));
});

const serve = (last: number) => shard.pages.set(URL, { body: movableType(comments(1, last)) });
const news = () => shard.box().accepted.filter(({ event, hold }) => event.type === 'comment.created' && !hold);
const seen = async () => JSON.parse((await env.SEEN.get('blog')) ?? '{}') as { known?: unknown[] };

const tooMany = async () => {
  throw new Error('KV PUT failed: 429 Too Many Requests');
};
const absent = async (keys: readonly string[]) => new Map(keys.map((key) => [key, null]));

describe('SEEN', () => {
  test('has the whole document after the first poll, for people to read', async () => {
    serve(3);
    await shard.tick();
    expect(await seen()).toMatchObject({
      version: 2,
      watch: { since: '2026-11-02T00:00:00.000Z', whole: { count: 3 }, direction: 'oldest-first' },
      known: [{ length: 8 }, { length: 8 }, { length: 8 }],
    });
    expect(await env.SEEN.get('blog')).not.toContain('Thought');
  });

  test('is put once in 15 minutes however often there is news, and holds the last of it then', async () => {
    const puts: string[] = [];
    shard.parts = {
      seen: kvWith({
        put: async (key: string, value: string) => {
          puts.push(key);
          await env.SEEN.put(key, value);
        },
      }),
    };
    for (let last = 1; last <= 6; last++) {
      serve(last);
      await shard.tick();
    }
    expect(puts).toEqual(['blog', 'blog']);
    await shard.tick();
    expect(puts).toHaveLength(3);
    expect((await seen()).known).toHaveLength(6);
    await shard.tick({ minutes: 60 });
    await shard.tick();
    expect(puts).toHaveLength(3);
  });

  test('that takes no puts is owed them, and blocks nothing', async () => {
    shard.parts = { seen: kvWith({ put: tooMany }) };
    for (const last of [1, 2, 3]) {
      serve(last);
      await shard.tick();
    }
    expect(news()).toHaveLength(2);
    shard.parts = {};
    shard.restart();
    await shard.tick();
    expect((await seen()).known).toHaveLength(3);
  });

  test.each([
    ['holds what it held long ago', async (keys: readonly string[]) => new Map(keys.map((key) => [key, '{}']))],
    ['knows nothing', absent],
    ['does not answer', tooMany],
  ])('that %s is not asked where there is a working copy', async (_case, get) => {
    serve(3);
    await shard.tick();
    shard.parts = { seen: kvWith({ get }) };
    shard.restart();
    serve(4);
    await shard.tick();
    expect(news()).toHaveLength(1);
  });

  test('is not put while CONFIG cannot be read, which says how much of it may be shown, and then holds all', async () => {
    const post = 'https://blog.example/archives/kites.php';
    await env.CONFIG.put('feed:blog', post);
    shard.pages.set(post, page([URL]));
    shard.parts = { seen: kvWith({ put: tooMany }) };
    serve(3);
    await shard.tick();
    shard.parts = {};
    await env.CONFIG.put('feed:blog', '{ "url": 5 }');
    await shard.tick();
    expect(await env.SEEN.get('blog')).toBeNull();
    await env.CONFIG.put('feed:blog', post);
    await shard.tick();
    expect(await seen()).toMatchObject({ found: { url: URL } });
  });

  test('is what a shard without a working copy starts from', async () => {
    serve(3);
    await shard.tick();
    const old = shard;
    shard = new Shard();
    shard.pass(old.now() - shard.now() === 0 ? 0 : 5);
    serve(5);
    await shard.tick();
    expect(shard.box().accepted.map(({ event }) => event.type)).toEqual(['comment.created', 'comment.created']);
  });

  test.each([
    ['does not answer', tooMany],
    ['holds something else', async (keys: readonly string[]) => new Map(keys.map((key) => [key, '{"version":9}']))],
  ])('that %s is never taken for a feed that is new', async (_case, get) => {
    serve(3);
    const puts: string[] = [];
    shard.parts = { seen: kvWith({ get, put: async (key: string) => puts.push(key) }) };
    await shard.tick();
    await shard.tick();
    expect({ offers: shard.box().offered, puts, requests: shard.requests }).toEqual({
      offers: [],
      puts: [],
      requests: [],
    });
    shard.parts = {};
    await shard.tick();
    expect(shard.box().accepted[0]?.event.type).toBe('feed.watching');
  });
});

describe('CONFIG', () => {
  test.each([
    ['does not answer', tooMany],
    [
      'knows nothing',
      async (keys: readonly string[]) => new Map(keys.map((key) => [key, { value: null, metadata: null }])),
    ],
  ])('that %s leaves what was read last in force', async (_case, getWithMetadata) => {
    serve(3);
    await shard.tick();
    shard.restart();
    serve(4);
    shard.parts = { config: kvWith({ getWithMetadata }) };
    await shard.tick({ names: null });
    expect(news()).toHaveLength(1);
  });
});

test('a document that cannot be read is told once, and the feed is watched once it is gone', async () => {
  await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
  serve(3);
  await env.SEEN.put('blog', '{"version":2}');
  for (let tick = 0; tick < 5; tick++) await shard.tick();
  const told = () => shard.box().accepted.flatMap(({ hold, event }) => (hold ? [] : [event]));
  expect(told()).toMatchObject([{ type: 'config.invalid', data: { key: 'blog', field: null } }]);
  expect(await env.SEEN.get('blog')).toBe('{"version":2}');
  await env.SEEN.delete('blog');
  await shard.tick();
  expect(told().map(({ type }) => type)).toEqual(['config.invalid', 'feed.watching']);
});
