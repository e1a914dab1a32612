import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const DAY = 24 * 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

describe('CONFIG', () => {
  test('is read again at a poll, and every quarter of an hour where none is due', async () => {
    await shard.configure('blog', { every: '7d' });
    shard.serve('blog', 2);
    await shard.tick();
    const read: string[] = [];
    shard.parts = {
      config: kvWith({
        getWithMetadata: (keys: readonly string[]) => (read.push(...keys), env.CONFIG.getWithMetadata([...keys])),
      }),
    };
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(read).toHaveLength(4);
  });

  test('says paused: nothing is polled until it says something else', async () => {
    await shard.configure('blog', { paused: true });
    shard.serve('blog', 2);
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(shard.asked('blog')).toBe(0);
    await shard.configure('blog');
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect(shard.told('blog')).toEqual(['feed.watching']);
  });

  test('whose list fails leaves the shard its feeds', async () => {
    await shard.configure('blog');
    shard.serve('blog', 2);
    await shard.tick();
    shard.serve('blog', 3);
    await shard.tick({ names: null });
    expect(shard.told('blog')).toEqual(['feed.watching', 'comment.created']);
  });

  test('with a hundred and fifty feeds is read in bulk', async () => {
    const names = Array.from({ length: 150 }, (_, at) => `feed-${at}`);
    await Promise.all(names.map((name) => shard.configure(name, { paused: true })));
    const reads: number[] = [];
    shard.parts = {
      config: kvWith({
        getWithMetadata: (keys: readonly string[]) => (reads.push(keys.length), env.CONFIG.getWithMetadata([...keys])),
      }),
    };
    await shard.tick();
    expect(reads).toEqual([100, 50]);
  });
});

describe('a feed that is gone from CONFIG', () => {
  beforeEach(async () => {
    await shard.configure('blog');
    shard.serve('blog', 2);
    await shard.tick();
    await env.CONFIG.delete('feed:blog');
    shard.serve('blog', 3);
  });

  test('is polled no more, written once, and forgotten after 30 days, in SEEN too', async () => {
    const before = await shard.written();
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect({ asked: shard.asked('blog'), rows: (await shard.written()) - before }).toEqual({ asked: 1, rows: 1 });
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
    await shard.configure('blog');
    await shard.tick();
    await shard.tick();
    expect(shard.told('blog')).toEqual(['feed.watching', 'comment.created']);
  });
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
