import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import type { Page } from '../support/scripted-web.ts';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';
const HOUR = 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m' }));
  shard.pages.set(URL, whole);
  await shard.tick();
  shard.box().accepted.length = 0;
});

const whole: Page = { body: movableType(comments(1, 3)), etag: 'whole' };
const LOGIN = '<html><form action="/login"><input type="password" name="p"></form></html>';

const told = () => shard.box().accepted.map(({ event }) => event.type);
/** Ticks every 5 minutes for so long, evicted now and then. */
async function ticks(minutes: number) {
  for (let at = 0; at < minutes; at += 5) {
    if (at % 60 === 0) shard.restart();
    await shard.tick();
  }
}

describe('a feed that fails', () => {
  test('says so once, after 24 hours, and once more when it is whole again', async () => {
    const broken = shard.now();
    shard.pages.set(URL, { status: 500 });
    await ticks(23 * HOUR);
    expect(told()).toEqual([]);
    await ticks(20 * HOUR);
    expect(told()).toEqual(['feed.failing']);
    shard.pages.set(URL, { body: movableType(comments(1, 4)) });
    await ticks(8 * HOUR);
    expect(told()).toEqual(['feed.failing', 'feed.recovered', 'comment.created']);
    const since = new Date(broken).toISOString();
    for (const offer of shard.box().accepted.slice(0, 2)) {
      expect(offer.event.data).toMatchObject({
        since,
        feed: { name: 'blog', title: 'Comments for Kites & how they fall' },
      });
    }
  });

  test('recovers with an answer that brings nothing new, too', async () => {
    shard.pages.set(URL, { status: 500 });
    await ticks(30 * HOUR);
    shard.pages.set(URL, whole);
    await ticks(8 * HOUR);
    expect(told()).toEqual(['feed.failing', 'feed.recovered']);
  });

  test('does not recover with an answer that holds nothing', async () => {
    shard.pages.set(URL, { status: 500 });
    await ticks(30 * HOUR);
    shard.pages.set(URL, { body: movableType([]) });
    await ticks(8 * HOUR);
    expect(told()).toEqual(['feed.failing']);
  });

  test('overwrites nothing, where it is told of late, that another tick learns meanwhile', async () => {
    shard.pages.set(URL, { status: 500 });
    await ticks(10);
    shard.pages.set(URL, { body: movableType(comments(1, 4)) });
    shard.pass(25 * HOUR);
    let isFirst = true;
    shard.parts = {
      enqueue: async (destination, offers) => {
        // Time for the other tick, which must not be waited for: it may wait for this one.
        const turns = isFirst ? 300 : 0;
        isFirst = false;
        for (let turn = 0; turn < turns; turn++) await scheduler.wait(0);
        return shard.box(destination).enqueue(offers);
      },
    };
    await Promise.all([shard.tick(), shard.tick()]);
    await ticks(10);
    expect(told()).toEqual(['feed.failing', 'feed.recovered', 'comment.created']);
    expect(
      shard
        .box()
        .offered.map(({ event }) => event.type)
        .slice(-3),
    ).toEqual(told());
  });

  test('says nothing where it recovers within a day, and is then polled as before', async () => {
    shard.pages.set(URL, { status: 503 });
    await ticks(20 * HOUR);
    shard.pages.set(URL, whole);
    await ticks(8 * HOUR);
    const before = shard.requests.length;
    await ticks(HOUR);
    expect(shard.requests.length - before).toBe(12);
    expect(told()).toEqual([]);
  });

  test.each([
    ['410', { status: 410 }],
    ['a login page', { body: LOGIN }],
  ])('says so at once where the answer is %s', async (_case, page) => {
    shard.pages.set(URL, page);
    await ticks(2 * HOUR);
    expect(told()).toEqual(['feed.failing']);
  });

  test('says so once though it crashes right after saying so', async () => {
    shard.pages.set(URL, { status: 410 });
    shard.parts = {
      enqueue: async (name, offers) => {
        shard.box(name).enqueue(offers);
        throw new Error('the process is killed');
      },
    };
    await shard.tick();
    shard.restart();
    shard.parts = {};
    await ticks(2 * HOUR);
    expect(told()).toEqual(['feed.failing']);
  });

  test('is asked ever more rarely, writes a row a try and one for it all, and puts no document', async () => {
    const puts: string[] = [];
    shard.parts = { seen: kvWith({ put: async (key: string) => puts.push(key) }) };
    shard.pages.set(URL, { status: 500 });
    const rows = await shard.written();
    const before = shard.requests.length;
    await ticks(20 * HOUR);
    const tries = shard.requests.length - before;
    expect(tries).toBeLessThan(10);
    // CONFIG is looked at four times an hour.
    expect((await shard.written()) - rows).toBe(tries + 1 + 4 * 20);
    expect(puts).toEqual([]);
  });

  test('is not asked before Retry-After is over', async () => {
    shard.pages.set(URL, { status: 429, retryAfter: '7200' });
    await shard.tick();
    const before = shard.requests.length;
    await ticks(115);
    expect(shard.requests.length).toBe(before);
    await ticks(60);
    expect(shard.requests.length).toBeGreaterThan(before);
  });

  test('is not asked before that where its configuration changes, if not to another URL', async () => {
    // A 429 would close the host to its other URLs as well.
    shard.pages.set(URL, { status: 503, retryAfter: '7200' });
    await shard.tick();
    const before = shard.requests.length;
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m', backfill: 3 }));
    await ticks(100);
    expect(shard.requests.length).toBe(before);
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/new.atom' }));
    await ticks(15);
    expect(shard.requests.slice(before).map(({ url }) => url)).toContain('https://blog.example/new.atom');
  });

  test('is asked at once where its configuration changes', async () => {
    shard.pages.set(URL, { status: 404 });
    await ticks(12 * HOUR);
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/new.atom' }));
    shard.pages.set('https://blog.example/new.atom', { body: movableType(comments(1, 4)) });
    await ticks(15);
    expect(told()).toEqual(['comment.created']);
  });
});

test('a server’s max-age lengthens the interval within the hour, and is written once', async () => {
  shard.pages.set(URL, { ...whole, maxAge: 1200 });
  const rows = await shard.written();
  await ticks(HOUR);
  const before = shard.requests.length;
  await ticks(2 * HOUR);
  expect(shard.requests.length - before).toBe(6);
  // And that CONFIG was looked at.
  expect(await shard.written()).toBeLessThanOrEqual(rows + 1 + 4 * 3);
});
