import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Dependencies } from '../../worker/poller/dependencies.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, EVENING, kvWith, Shard, urlOf } from '../support/shard.ts';

// Each way of not succeeding is told after a day, and its end as well.

const HOUR = 60;
const DAY = 24 * HOUR;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog', { to: ['one'] });
});

const serve = (last: number) => shard.pages.set(urlOf('blog'), { body: movableType(comments(1, last, EVENING)) });

async function ticks(minutes: number) {
  for (let at = 0; at < minutes; at += 30) {
    shard.restart();
    await shard.tick({ minutes: 30 });
  }
}

const told = (name = 'one') => shard.told(name);
const data = (type: string, name = 'one') =>
  shard.box(name).accepted.find(({ event }) => event.type === type)?.event.data;

const bug: Dependencies['fetchFeed'] = () => Promise.reject(new Error('a bug'));
const spent: Dependencies['fetchFeed'] = async () => {
  return { ok: false, reason: 'limit', detail: '', status: null, retryAfter: null };
};

describe.each([
  ['throws', bug, 'Earshot cannot take in'],
  ['takes more requests than there are', spent, 'requests'],
])('a feed whose poll %s for three days', (_case, fetchFeed, reason) => {
  test('is told of as failing, once, and as whole again', async () => {
    serve(3);
    await shard.tick();
    shard.parts = { fetchFeed };
    await ticks(23 * HOUR);
    expect(told()).toEqual(['feed.watching']);
    await ticks(2 * DAY);
    expect(told()).toEqual(['feed.watching', 'feed.failing']);
    expect(data('feed.failing')).toMatchObject({ reason: expect.stringContaining(reason) });
    shard.parts = {};
    await ticks(HOUR);
    expect(told()).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
  });

  test('is told of though it was never read', async () => {
    serve(3);
    shard.parts = { fetchFeed };
    await ticks(3 * DAY);
    expect(told()).toEqual(['feed.failing']);
    shard.parts = {};
    await ticks(HOUR);
    expect(told()).toEqual(['feed.failing', 'feed.recovered', 'feed.watching']);
  });
});

test('requests that run out for some hours are no failing of the feed, and no row', async () => {
  serve(3);
  await shard.tick();
  const [before] = await shard.sql('SELECT head, changed_at FROM feed');
  shard.parts = { fetchFeed: spent };
  await ticks(6 * HOUR);
  expect(await shard.sql('SELECT head, changed_at FROM feed')).toEqual([before]);
});

test('requests that run out at a poll of a feed that is polled weekly are told to nobody, for it was read a week ago', async () => {
  await shard.configure('blog', { to: ['one'], every: '7d' });
  serve(3);
  await ticks(2 * DAY);
  const refuse = vi.fn<Dependencies['fetchFeed']>(spent);
  shard.parts = { fetchFeed: refuse };
  while (refuse.mock.calls.length === 0) await ticks(30);
  shard.parts = {};
  await ticks(HOUR);
  expect(told()).toEqual(['feed.watching']);
});

test('a working copy that was never made is not made from nothing while SEEN does not answer', async () => {
  serve(3);
  shard.parts = { fetchFeed: bug, seen: kvWith({ get: () => Promise.reject(new Error('429')) }) };
  await ticks(2 * DAY);
  expect(await shard.sql('SELECT head FROM feed')).toEqual([{ head: null }]);
});

test('a server that asks to wait a day again and again is told of, at the tick, though no poll is due', async () => {
  serve(3);
  await shard.tick();
  const since = new Date(shard.now()).toISOString();
  shard.pages.set(urlOf('blog'), { status: 503, retryAfter: '86400' });
  await ticks(DAY);
  expect(told()).toEqual(['feed.watching']);
  const asked = shard.asked('blog');
  await shard.tick();
  expect(told()).toEqual(['feed.watching', 'feed.failing']);
  expect(shard.asked('blog') - asked).toBeLessThanOrEqual(1);
  expect(data('feed.failing')).toMatchObject({ since });
  await ticks(3 * DAY);
  expect(told()).toEqual(['feed.watching', 'feed.failing']);
  expect(shard.asked('blog')).toBeLessThan(7);
});

test('a feed that is polled weekly, and fails once, is told of after a day, and no sooner polled for that', async () => {
  await shard.configure('blog', { to: ['one'], every: '7d' });
  serve(3);
  await shard.tick();
  await ticks(7 * DAY);
  shard.pages.set(urlOf('blog'), { body: movableType([]) });
  await ticks(9 * DAY);
  expect(told()).toEqual(['feed.watching', 'feed.failing']);
});

test('a feed that holds nothing any more, though it held comments, is told of; it is asked as often as before', async () => {
  serve(3);
  await shard.tick();
  shard.pages.set(urlOf('blog'), { body: movableType([]) });
  const asked = shard.asked('blog');
  await ticks(23 * HOUR);
  expect(told()).toEqual(['feed.watching']);
  await ticks(3 * HOUR);
  expect(told()).toEqual(['feed.watching', 'feed.failing']);
  expect(shard.asked('blog') - asked).toBe(52);
  serve(4);
  await ticks(HOUR);
  expect(told()).toEqual(['feed.watching', 'feed.failing', 'feed.recovered', 'comment.created']);
});

test('a feed that breaks off each time is told of; what is whole in it is told meanwhile', async () => {
  serve(3);
  await shard.tick();
  for (const last of [4, 5]) {
    const broken = movableType(comments(1, last + 1, EVENING));
    shard.pages.set(urlOf('blog'), { body: broken.slice(0, broken.lastIndexOf('<entry>') + 40) });
    await ticks(16 * HOUR);
  }
  expect(told()).toEqual(['feed.watching', 'comment.created', 'comment.created', 'feed.failing']);
  expect(data('feed.failing')).toMatchObject({ reason: expect.stringContaining('breaks off') });
  serve(5);
  await ticks(8 * HOUR);
  expect(told().slice(4)).toEqual(['feed.recovered']);
});

test('a feed that was told of recovers with an answer that says that nothing has changed', async () => {
  const page = { body: movableType(comments(1, 3, EVENING)), etag: 'same' };
  shard.pages.set(urlOf('blog'), page);
  await shard.tick();
  shard.pages.set(urlOf('blog'), { body: '<html><form action="/login"><input type="password"></form></html>' });
  await shard.tick();
  shard.pages.set(urlOf('blog'), page);
  for (let tick = 0; tick < 6; tick++) await shard.tick();
  expect(shard.requests.at(-1)?.etag).toBe('same');
  expect(told()).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
});

test('that it is whole again goes to whom its failing went, though `to` names another by then', async () => {
  serve(3);
  await shard.tick();
  shard.pages.set(urlOf('blog'), { status: 500 });
  await ticks(30 * HOUR);
  await shard.configure('blog', { to: ['other'] });
  await ticks(8 * HOUR);
  serve(4);
  await ticks(8 * HOUR);
  expect(told('one')).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
  expect(told('other')).toEqual(['comment.created']);
});

describe('a URL that was put right', () => {
  const there = 'https://right.example/comments.atom';

  beforeEach(async () => {
    shard.pages.set(urlOf('blog'), { status: 404 });
    await ticks(5 * DAY);
    await shard.configure('blog', { to: ['one'], url: there });
  });

  test('is asked for at once, without the old backoff', async () => {
    shard.pages.set(there, { body: movableType(comments(1, 3, EVENING)) });
    await shard.tick();
    await shard.tick();
    expect(told().slice(-2)).toEqual(['feed.recovered', 'feed.watching']);
  });

  test('and whose first answer is a hiccup is watched within minutes after that', async () => {
    shard.pages.set(there, { status: 503 });
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    shard.pages.set(there, { body: movableType(comments(1, 3, EVENING)) });
    for (let tick = 0; tick < 6; tick++) await shard.tick();
    expect(told().at(-1)).toBe('feed.watching');
  });
});
