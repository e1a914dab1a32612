import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { emptyKv, Shard } from '../../support/shard.ts';
import { UnrulySite } from '../../support/unruly-site.ts';

const [HOUR_OF_TICKS, DAY] = [12, 24 * 60 * 60_000];

let shard: Shard;
let site: UnrulySite;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  site = new UnrulySite();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
});

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    shard.pages.clear();
    for (const [url, page] of site.pages()) shard.pages.set(url, page);
    await shard.tick();
  }
}

const sent = () =>
  shard
    .box()
    .accepted.flatMap(({ hold, event }) =>
      hold === null && event.type === 'comment.created' ? [event.data.comment.text] : [],
    );

test.each<[string, number | 'true']>([
  ['whose count says 0 for ever', 0],
  ['whose count said 0, and is right from then on', 1],
])('a post %s tells what was written since, and nothing of before', async (_, count) => {
  const post = site.publish('kites', shard.now() - 3 * DAY, 3, { count: 0 });
  await ticks(3);
  site.comment(post, shard.now());
  post.count = count;
  await ticks(25 * HOUR_OF_TICKS);
  expect(sent()).toEqual(['kites 4']);
});

test('a comment that was approved late, on a post that had none, is told', async () => {
  const post = site.publish('kites', shard.now() - 9 * DAY);
  await ticks(3);
  site.comment(post, shard.now() - 3 * DAY);
  await ticks(3);
  expect(sent()).toEqual(['kites 1']);
});

test('a post that is republished as another one tells nothing of what was said on it before', async () => {
  const post = site.publish('kites', shard.now() - 3 * DAY, 3);
  for (const slug of ['lids', 'bolts', 'nuts']) site.publish(slug, shard.now() - 4 * DAY, 3);
  await ticks(3);
  site.rename(post, 'https://blog.example/new-kites/');
  Object.assign(post, { guid: post.link, at: shard.now() });
  await ticks(3);
  site.comment(post, shard.now());
  await ticks(HOUR_OF_TICKS);
  expect(sent()).toEqual(['kites 4']);
});

test('a new post is told of whole, though the site could not be read for three days', async () => {
  site.publish('kites', shard.now() - DAY, 3);
  await ticks(3);
  site.instead = { status: 500 };
  await ticks(3);
  shard.pass(3 * 24 * 60);
  site.instead = null;
  const post = site.publish('new', shard.now() - 2.5 * DAY, 0, { shown: 50 });
  site.comment(post, shard.now() - 2 * DAY, 30);
  await ticks(12 * HOUR_OF_TICKS);
  expect(sent()).toHaveLength(30);
});

test('a comment is told as soon as the count of one of two posts moves that share a feed', async () => {
  const post = site.publish('kites', shard.now() - DAY, 3);
  const other = site.publish('lids', shard.now() - DAY, 3, { comments: post.comments });
  await ticks(HOUR_OF_TICKS);
  for (const one of [post, other]) {
    site.comment(post, shard.now());
    one.count = 4;
    await ticks(3 * HOUR_OF_TICKS);
  }
  expect(sent()).toEqual(['kites 4', 'kites 5']);
});

test('a post beyond the newest five hundred is watched once its count moves', async () => {
  for (let at = 600; at > 0; at--) site.publish(`post-${at}`, shard.now() - at * DAY);
  await ticks(2);
  const oldest = site.posts.at(-1);
  if (oldest === undefined) throw new Error('there are six hundred');
  site.comment(oldest, shard.now());
  await ticks(3);
  expect(sent()).toEqual(['post-600 1']);
});
