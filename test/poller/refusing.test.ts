import { env } from 'cloudflare:test';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Dependencies } from '../../worker/poller/dependencies.ts';
import { comments, movableType } from '../support/feeds.ts';
import type { Shard } from '../support/shard.ts';
import { crash, numbers, serve as serveOn, shardOfTwo, URL } from './two.ts';

let shard: Shard;

beforeEach(async () => {
  shard = await shardOfTwo();
});

const serve = (last: number, changed = 0) => serveOn(shard, last, changed);

test('a destination that does not accept gets all later, and the others wait for nothing', async () => {
  serve(3);
  await shard.tick();
  serve(5);
  shard.parts = { enqueue: async (name, offers) => (name === 'one' ? crash() : shard.box(name).enqueue(offers)) };
  await shard.tick();
  expect(numbers(shard.box('two').accepted)).toEqual([1, 2, 3, 4, 5]);
  shard.parts = {};
  await shard.tick();
  expect(numbers(shard.box('one').accepted)).toEqual([1, 2, 3, 4, 5]);
  expect(numbers(shard.box('two').accepted)).toEqual([1, 2, 3, 4, 5]);
});

test('that a destination does not accept is told after a day, and its end to the same', async () => {
  serve(3);
  await shard.tick();
  shard.parts = { enqueue: async (name, offers) => (name === 'one' ? crash() : shard.box(name).enqueue(offers)) };
  serve(4);
  for (let tick = 0; tick < 30; tick++) await shard.tick({ minutes: 60 });
  shard.parts = {};
  serve(5);
  await shard.tick();
  await shard.tick();
  for (const name of ['one', 'two']) {
    const told = shard.box(name).accepted.flatMap(({ event }) => ('reason' in event.data ? [event] : []));
    expect(told.map(({ type }) => type)).toEqual(['feed.failing', 'feed.recovered']);
    expect(told[0]?.data).toMatchObject({ reason: expect.stringContaining('one') });
  }
});

test('what is taken over in the very poll that finds the feed whole has its end told to all who were told', async () => {
  serve(3);
  await shard.tick();
  let isRefusing = true;
  let refused = 0;
  shard.parts = {
    enqueue: async (name, offers) => {
      if (name === 'two' || !isRefusing) return shard.box(name).enqueue(offers);
      refused += 1;
      return crash();
    },
  };
  serve(4);
  for (let tick = 0; tick < 30; tick++) await shard.tick({ minutes: 60 });
  const { promise: isServed, resolve: answer } = Promise.withResolvers<void>();
  const fetchFeed: Dependencies['fetchFeed'] = async (request) => {
    await isServed;
    return shard.deps().fetchFeed(request);
  };
  shard.parts = { ...shard.parts, fetchFeed };
  serve(5);
  const before = refused;
  const polling = shard.tick({ minutes: 0 });
  await vi.waitFor(() => expect(refused).toBe(before + 1));
  shard.pass(5);
  // It refuses in another tick, too, so that the poll under way asks it once more.
  await shard.tick();
  isRefusing = false;
  answer();
  await polling;
  const told = (name: string) => shard.box(name).accepted.map(({ event }) => event.type);
  expect(told('two').slice(-2)).toEqual(['feed.failing', 'comment.created']);
  await shard.tick();
  for (const name of ['one', 'two'])
    expect(told(name).slice(-3)).toEqual(['feed.failing', 'comment.created', 'feed.recovered']);
});

test('a destination that does not accept the baseline does not keep from the others what comes meanwhile', async () => {
  shard.parts = { enqueue: async (name, offers) => (name === 'one' ? crash() : shard.box(name).enqueue(offers)) };
  for (const last of [3, 4, 5]) {
    serve(last);
    await shard.tick();
  }
  shard.parts = {};
  serve(6);
  await shard.tick();
  await shard.tick();
  for (const name of ['one', 'two']) {
    const { accepted } = shard.box(name);
    expect(numbers(accepted)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(numbers(accepted.filter(({ hold }) => hold === null))).toEqual([3, 4, 5, 6]);
    expect(accepted.filter(({ event }) => event.type === 'feed.watching')).toHaveLength(1);
  }
});

test('nor does one that does not accept what another site holds, where the URL changes', async () => {
  serve(3);
  await shard.tick();
  const moved = 'https://elsewhere.example/comments.atom';
  const config = { url: moved, every: '5m', to: ['one', 'two'], backfill: 1 };
  await env.CONFIG.put('feed:blog', JSON.stringify(config));
  shard.parts = { enqueue: async (name, offers) => (name === 'one' ? crash() : shard.box(name).enqueue(offers)) };
  for (const last of [12, 13, 14]) {
    shard.pages.set(moved, { body: movableType(comments(11, last)), etag: `m${last}` });
    await shard.tick();
  }
  shard.parts = {};
  await shard.tick();
  for (const name of ['one', 'two']) {
    const { accepted } = shard.box(name);
    expect(numbers(accepted.filter(({ hold }) => hold === null))).toEqual([3, 13, 14]);
    expect(numbers(accepted.filter(({ hold }) => hold === 'baseline'))).toEqual([1, 2, 11, 12]);
    expect(accepted.filter(({ event }) => event.type === 'feed.watching')).toHaveLength(1);
  }
});

test('an edit that a destination does not accept is noted once', async () => {
  serve(3);
  await shard.tick();
  serve(3, 1);
  shard.parts = { enqueue: crash };
  await shard.tick();
  const [noted] = await shard.sql('SELECT changed_at FROM feed');
  await shard.tick();
  expect(await shard.sql('SELECT changed_at FROM feed')).toEqual([noted]);
  shard.parts = {};
  await shard.tick();
  expect(numbers(shard.box('one').accepted, 'comment.updated')).toEqual([1]);
});

test('where two Outboxes hold different contents, both hold what is served in the end', async () => {
  const say = (html: string) => {
    const said = comments(1, 4).map((one) => (one.number === 4 ? { ...one, html } : one));
    shard.pages.set(URL, { body: movableType(said) });
  };
  const only = (open: string): Dependencies['enqueue'] => {
    return async (name, offers) => (name === open ? shard.box(name).enqueue(offers) : crash());
  };
  serve(3);
  await shard.tick();
  for (const [open, html] of [
    ['one', '<p>First</p>'],
    ['two', '<p>Second</p>'],
  ] as const) {
    shard.parts = { enqueue: only(open) };
    say(html);
    await shard.tick();
  }
  shard.parts = {};
  for (const html of ['<p>Third</p>', '<p>Second</p>', '<p>Second</p>']) {
    say(html);
    await shard.tick();
  }
  for (const name of ['one', 'two']) {
    const last = shard.box(name).accepted.at(-1)?.event.data;
    expect(last !== undefined && 'comment' in last && last.comment.text).toBe('Second');
  }
});
