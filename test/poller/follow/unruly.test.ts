import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { UnrulyShard } from '../../support/unruly-shard.ts';
import type { UnrulySite } from '../../support/unruly-site.ts';

const [MINUTE, HOUR_OF_TICKS, DAY] = [60_000, 12, 24 * 60 * 60_000];

let shard: UnrulyShard;
let site: UnrulySite;

beforeEach(async () => {
  shard = await UnrulyShard.open();
  ({ site } = shard);
});

const follow: UnrulyShard['follow'] = (changes) => shard.follow(changes);
const ticks: UnrulyShard['ticks'] = (count, change) => shard.ticks(count, change);
const sent = () => shard.box().sentTexts();

test('comments that could not be had for long are asked for as soon as their count moves', async () => {
  site.publish('kites', shard.now() - DAY, 3);
  await ticks(3);
  const post = site.publish('new', shard.now(), 1, { status: 404 });
  await ticks(12 * HOUR_OF_TICKS);
  post.status = null;
  site.comment(post, shard.now());
  await ticks(2);
  expect(sent()).toEqual(['new 1', 'new 2']);
});

test('the first comment on a new post, with which its feed comes into being, is told within two hours, though nobody counts', async () => {
  site.publish('kites', shard.now() - DAY, 3, { count: null });
  await ticks(3);
  const post = site.publish('new', shard.now(), 0, { count: null, status: 404 });
  await ticks(6 * HOUR_OF_TICKS);
  post.status = null;
  site.comment(post, shard.now());
  await ticks(2 * HOUR_OF_TICKS);
  expect(sent()).toEqual(['new 1']);
});

test('the feed of a post that was there at first, and of a new one after two days, is asked for ever more rarely', async () => {
  const old = site.publish('kites', shard.now() - DAY, 3, { count: null, status: 404 });
  await ticks(3);
  const post = site.publish('new', shard.now(), 0, { count: null, status: 404 });
  const asked = () => [old, post].map(({ comments }) => shard.requests.filter(({ url }) => url === comments).length);
  await ticks(2 * 24 * HOUR_OF_TICKS);
  const [first = 0, second = 0] = asked();
  expect(first).toBeLessThan(16);
  expect(second).toBeGreaterThan(36);
  await ticks(24 * HOUR_OF_TICKS);
  expect((asked()[1] ?? 0) - second).toBeLessThan(6);
});

test('a count that moves where nothing can be had costs a few requests, and no more in the next hours', async () => {
  const post = site.publish('kites', shard.now() - DAY, 3);
  await ticks(3);
  post.status = 500;
  site.comment(post, shard.now());
  const before = shard.requests.filter(({ url }) => url === post.comments).length;
  await ticks(6 * HOUR_OF_TICKS);
  expect(shard.requests.filter(({ url }) => url === post.comments).length - before).toBeLessThan(8);
});

test('older pages that cannot be read for three hours after bursts on five posts are read when they can', async () => {
  const posts = ['a', 'b', 'c', 'd', 'e'].map((slug) => site.publish(slug, shard.now() - DAY, 10, { isPaged: true }));
  await ticks(3);
  for (const post of posts) site.comment(post, shard.now(), 30);
  await ticks(3 * HOUR_OF_TICKS, (pages) => {
    for (const url of pages.keys()) if (url.includes('paged')) pages.set(url, { status: 500 });
  });
  await ticks(HOUR_OF_TICKS);
  expect(new Set(sent()).size).toBe(150);
  expect(sent()).toHaveLength(150);
});

test('a site that is followed from now on, and was a feed, tells what was written in between, and nothing of before', async () => {
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/kites/feed/' }));
  const post = site.publish('kites', shard.now() - DAY, 3, { count: null });
  await ticks(3);
  site.comment(post, shard.now());
  await ticks(1);
  site.comment(post, shard.now() - MINUTE);
  await follow();
  shard.pass(30);
  await ticks(6);
  expect(sent()).toEqual(['kites 4', 'kites 5']);
  site.comment(post, shard.now() - MINUTE);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/kites/feed/' }));
  shard.pass(30);
  await ticks(6);
  expect(sent()).toEqual(['kites 4', 'kites 5', 'kites 6']);
});

test('comments without times, on a post that had retired, are not told once more', async () => {
  const post = site.publish('kites', shard.now() - DAY);
  site.comment(post, null, 8);
  await ticks(3);
  shard.pass(15 * 24 * 60);
  await ticks(2);
  site.comment(post, null);
  await ticks(HOUR_OF_TICKS);
  expect(sent()).toEqual(['kites 9']);
});

test('posts that retired are watched again once the site is followed for longer', async () => {
  await follow({ follow: '2d' });
  const post = site.publish('kites', shard.now() - DAY, 3, { count: null });
  await ticks(3);
  shard.pass(3 * 24 * 60);
  await ticks(5);
  await follow({ follow: '30d' });
  shard.pass(30);
  await ticks(6);
  site.comment(post, shard.now());
  await ticks(HOUR_OF_TICKS);
  expect(sent()).toEqual(['kites 4']);
});

describe.each<[string, 'true' | null]>([
  ['that counts comments', 'true'],
  ['that counts none', null],
])('a site %s, resumed without delivery', (_, count) => {
  test('tells nothing of what came meanwhile on posts that are new or had no comments, and what comes then', async () => {
    site.publish('kites', shard.now() - DAY, 3, { count });
    const empty = site.publish('empty', shard.now() - DAY, 0, { count });
    await ticks(3);
    await follow({ paused: true });
    shard.pass(30);
    const post = site.publish('new', shard.now(), 0, { count });
    shard.pass(60);
    for (const one of [post, empty]) site.comment(one, shard.now() - 30 * MINUTE);
    await ticks(2);
    await follow();
    shard.pass(20);
    await shard.ask((poller, now) => poller.resumeFeed('blog', false, now));
    await ticks(6);
    expect(sent()).toEqual([]);
    for (const one of [post, empty]) site.comment(one, shard.now());
    await ticks(6);
    expect(sent().toSorted()).toEqual(['empty 2', 'new 2']);
  });

  test('tells what comes then on a post that had retired', async () => {
    const post = site.publish('kites', shard.now() - DAY, 3, { count: 'true' });
    await ticks(3);
    shard.pass(15 * 24 * 60);
    await ticks(3);
    await follow({ paused: true });
    shard.pass(30);
    await ticks(1);
    await follow();
    shard.pass(20);
    await shard.ask((poller, now) => poller.resumeFeed('blog', false, now));
    await ticks(6);
    site.comment(post, shard.now());
    await ticks(HOUR_OF_TICKS);
    expect(sent()).toEqual(['kites 4']);
  });
});
