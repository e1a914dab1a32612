import { beforeEach, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

const HOUR = 60;

let shard: Shard;
let refuses: boolean;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog', { to: ['one', 'two'] });
  refuses = false;
  shard.parts = {
    enqueue: async (name, offers) => {
      if (refuses && name === 'two') throw new Error('It refuses.');
      return shard.box(name).enqueue(offers);
    },
  };
});

/** A long comment is 120 KB of message: its text stands there twice. */
const serve = (last: number, length = 60_000) => {
  const said = comments(1, last, EVENING).map((one) => (one.number > 3 ? { ...one, html: 'x'.repeat(length) } : one));
  shard.pages.set(urlOf('blog'), { body: movableType(said) });
};
const created = (name: string) => lines(shard.box(name).accepted).filter((line) => /^created \d+$/.test(line));
const types = (name: string) => lines(shard.box(name).accepted).filter((line) => line.startsWith('feed.'));
const owed = async () => {
  const [row] = await shard.sql<{ length: number }>('SELECT coalesce(sum(length(offer)), 0) AS length FROM owed');
  return row?.length ?? 0;
};

test('5 MB are kept for an Outbox that refuses; then the feed waits, says so, and loses nothing that it still holds', async () => {
  serve(3);
  await shard.tick();
  refuses = true;
  serve(33);
  await shard.tick();
  const kept = await owed();
  expect(kept).toBeGreaterThan(3_000_000);
  serve(63);
  await shard.tick();
  expect(await owed()).toBe(kept);
  expect(created('one')).toHaveLength(60);
  for (let tick = 0; tick < 26; tick++) await shard.tick({ minutes: HOUR });
  expect(types('one')).toEqual(['feed.watching', 'feed.failing']);
  refuses = false;
  for (let tick = 0; tick < 3; tick++) await shard.tick();
  expect(created('two')).toEqual(created('one'));
  expect(created('two')).toHaveLength(60);
  expect(types('two').at(-1)).toBe('feed.recovered');
});

test('a first answer of more than that is offered whole once the Outbox takes it', async () => {
  serve(3);
  await shard.tick();
  refuses = true;
  serve(63);
  for (let tick = 0; tick < 26; tick++) await shard.tick({ minutes: HOUR });
  expect(await owed()).toBeLessThan(10_000);
  const failing = shard.box('one').accepted.find(({ event }) => event.type === 'feed.failing');
  expect(failing?.event.data).toMatchObject({ reason: expect.stringContaining('no more can be kept') });
  refuses = false;
  await shard.tick();
  await shard.tick();
  expect(created('two')).toEqual(created('one'));
});

test('of notices fifty are kept, and of comments all', async () => {
  serve(3);
  await shard.tick();
  refuses = true;
  for (let round = 0; round < 40; round++) {
    shard.pages.set(urlOf('blog'), { status: 410 });
    await shard.tick({ minutes: 2 * 24 * HOUR });
    serve(3);
    await shard.tick();
  }
  for (let last = 4; last < 40; last++) {
    serve(last, 10);
    await shard.tick();
  }
  refuses = false;
  await shard.tick();
  await shard.tick();
  expect(types('one').length).toBeGreaterThan(60);
  expect(types('two')).toHaveLength(1 + 50);
  expect(created('two')).toEqual(created('one'));
  expect(created('two').length).toBeGreaterThan(30);
});

test('a hundred long comments go in calls of at most 1 MiB, in order', async () => {
  await shard.configure('blog', { to: ['one'] });
  serve(3);
  await shard.tick();
  const sizes: number[] = [];
  shard.parts = {
    deadline: 5000,
    enqueue: async (name, offers) => {
      sizes.push(JSON.stringify(offers).length);
      return shard.box(name).enqueue(offers);
    },
  };
  serve(103, 30_000);
  await shard.tick();
  expect(sizes.length).toBeGreaterThan(5);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024 + 1000);
  expect(created('one')).toEqual(comments(4, 103).map(({ number }) => `created ${number}`));
});
