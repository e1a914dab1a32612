import { beforeEach, describe, expect, test } from 'vitest';
import { UnrulyShard } from '../../support/unruly-shard.ts';
import type { UnrulySite } from '../../support/unruly-site.ts';

const [HOUR_OF_TICKS, DAY] = [12, 24 * 60 * 60_000];

let shard: UnrulyShard;
let site: UnrulySite;

beforeEach(async () => {
  shard = await UnrulyShard.open();
  ({ site } = shard);
});

const ticks: UnrulyShard['ticks'] = (count, change) => shard.ticks(count, change);
const sent = () => shard.box().sentTexts();

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

/** Addresses of the older pages of a post's comments. */
const older = (pages: UnrulyShard['pages'], first: string) =>
  [...pages.keys()].filter((url) => url.startsWith(`${first}?`));

const gaps = () => shard.told('default').filter((type) => type === 'feed.gap');

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `new ${from + at}`);

describe.each<[string, 'true' | null]>([
  ['that counts comments', 'true'],
  ['that counts none', null],
])('a new post that has more comments when it is first read than its feed shows, on a site %s', (_, count) => {
  const [MINUTE, ON_TIME] = [60_000, 2];

  beforeEach(async () => {
    site.publish('kites', shard.now() - 13 * DAY, 3, { count });
    await ticks(3);
  });

  test('tells all of them, from its older pages', async () => {
    site.publish('new', shard.now() - 30 * MINUTE, 30, { count, isPaged: true });
    await ticks(ON_TIME);
    expect(sent()).toEqual(numbers(1, 30));
    expect(gaps()).toEqual([]);
  });

  test('tells all of very many in a few ticks, within the requests that these have to spare', async () => {
    site.publish('new', shard.now() - 300 * MINUTE, 300, { count, isPaged: true });
    await ticks(HOUR_OF_TICKS);
    expect(sent().toSorted()).toEqual(numbers(1, 300).toSorted());
    expect(gaps()).toEqual([]);
  });

  test('tells all of them though its older pages cannot be read at first', async () => {
    const { comments } = site.publish('new', shard.now() - 30 * MINUTE, 30, { count, isPaged: true });
    await ticks(HOUR_OF_TICKS, (pages) => {
      for (const url of older(pages, comments)) pages.set(url, { status: 500 });
    });
    expect(sent()).toEqual(numbers(21, 30));
    await ticks(HOUR_OF_TICKS);
    expect(sent().toSorted()).toEqual(numbers(1, 30).toSorted());
    expect(gaps()).toEqual([]);
  });

  test('tells nothing of what was said of its draft, on whatever page', async () => {
    const post = site.publish('new', shard.now() - 9 * DAY, 15, { count, isPaged: true });
    site.comment(post, shard.now(), 15);
    await ticks(ON_TIME);
    expect(sent()).toEqual(numbers(16, 30));
    site.comment(post, shard.now());
    await ticks(HOUR_OF_TICKS);
    expect(sent()).toEqual(numbers(16, 31));
    expect(gaps()).toEqual([]);
  });

  test('tells of a gap, once, where it has no older pages, and it is counted that some are missing', async () => {
    site.publish('new', shard.now() - 30 * MINUTE, 30, { count });
    site.publish('all', shard.now() - 30 * MINUTE, 15, { count, shown: 15 });
    await ticks(HOUR_OF_TICKS);
    expect(sent()).toHaveLength(25);
    expect(gaps()).toHaveLength(count === null ? 0 : 1);
  });
});

test.each([
  ['all', 0],
  ['but for the newest', 12],
])(
  'undated comments on a new post, %s, are told though its older pages cannot be read at first, or not in one poll',
  async (_, dated) => {
    site.publish('kites', shard.now() - 13 * DAY, 3);
    await ticks(3);
    const posts = [['some', 30] as const, ['many', 150] as const].map(([slug, count]) => {
      const post = site.publish(slug, shard.now(), 0, { isPaged: true, count: null });
      site.comment(post, null, count);
      site.comment(post, shard.now(), dated);
      return post;
    });
    await ticks(2, (pages) => {
      for (const url of older(pages, posts[0]?.comments ?? '')) pages.set(url, { status: 503 });
    });
    await ticks(2 * HOUR_OF_TICKS);
    expect(sent().toSorted()).toEqual(posts.flatMap(({ said }) => said.map(({ text }) => text)).toSorted());
  },
);

test('a burst on a post that was not read yet when it came is told whole, and nothing of before', async () => {
  for (let day = 1; day <= 30; day++) site.publish(`post-${day}`, shard.now() - day * DAY, 3, { isPaged: true });
  await ticks(1);
  const read = new Set(shard.requests.map(({ url }) => url));
  const post = site.posts.find(({ comments }) => !read.has(comments));
  if (post === undefined) throw new Error('a tick reads twenty');
  site.comment(post, shard.now(), 25);
  await ticks(3);
  expect(sent()).toEqual(Array.from({ length: 25 }, (_, at) => `${post.slug} ${at + 4}`));
});
