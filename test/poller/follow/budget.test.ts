import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const DAY = 24 * 60 * 60_000;

/** Requests of a shard in one tick of which all but the posts' own feed are first polls. */
const SPARE = 20;

let shard: Shard;
let site: FollowedSite;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  site = new FollowedSite('rss');
  site.window = 200;
  for (let post = 1; post <= 100; post++) site.publish(`post-${post}`, shard.now() - post * DAY, 3);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
});

/** A tick; gives the requests for what was asked for never before. */
async function tick(): Promise<number> {
  const before = new Set(shard.requests.map(({ url }) => url)).size;
  for (const [url, page] of site.pages()) shard.pages.set(url, page);
  await shard.tick();
  return new Set(shard.requests.map(({ url }) => url)).size - before;
}

test('a hundred posts are read in over the next ticks, within the requests that a tick has to spare', async () => {
  expect(await tick()).toBe(1 + SPARE);
  for (let count = 1; count < 5; count++) expect(await tick()).toBe(SPARE);
  expect(shard.requests.length).toBeLessThan(5 * (1 + SPARE) + 5);
  expect(await tick()).toBe(0);
});

test('a comment on a post that was not read yet when it came is told as soon as the post is', async () => {
  await tick();
  site.comment('post-90', shard.now());
  for (let count = 0; count < 6; count++) await tick();
  expect(shard.told('default')).toEqual(['feed.watching', 'comment.created']);
});

test('comments on many posts at once are all read, whatever there is to spare', async () => {
  for (let count = 0; count < 6; count++) await tick();
  for (let post = 1; post <= 100; post++) site.comment(`post-${post}`, shard.now());
  await tick();
  expect(shard.told('default').filter((type) => type === 'comment.created')).toHaveLength(100);
});

test('ticks in which no count has moved ask each post’s feed once a day, and write a row for that look-back', async () => {
  for (let count = 0; count < 12; count++) await tick();
  const [written, asked] = [await shard.written(), shard.requests.length];
  for (let count = 0; count < 12; count++) await tick();
  // The feed of posts in each tick, and an hour's part of a hundred.
  expect(shard.requests.length - asked).toBeLessThan(12 + 12);
  const polls = shard.requests.length - asked - 12;
  expect((await shard.written()) - written).toBeLessThanOrEqual(polls + 1);
});

test('of too many posts the quietest are watched no more', async () => {
  await tick();
  for (let post = 101; post <= 560; post++) site.publish(`post-${post}`, shard.now() - 1000, 0);
  site.window = 1000;
  await tick();
  const [row] = await shard.sql<{ active: number }>('SELECT count(*) AS active FROM child WHERE retired_at IS NULL');
  expect(row).toEqual({ active: 500 });
});
