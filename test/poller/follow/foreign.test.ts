import { beforeEach, expect, test } from 'vitest';
import { UnrulyShard } from '../../support/unruly-shard.ts';
import type { UnrulySite } from '../../support/unruly-site.ts';

const [HOUR_OF_TICKS, DAY] = [12, 24 * 60 * 60_000];

let shard: UnrulyShard;
let site: UnrulySite;

beforeEach(async () => {
  shard = await UnrulyShard.open();
  ({ site } = shard);
  for (const slug of ['kites', 'lids']) site.publish(slug, shard.now() - DAY, 3);
});

const ticks: UnrulyShard['ticks'] = (count, change) => shard.ticks(count, change);
const sent = () => shard.box().sentTexts();

/** The feed of posts holds others, and no more those that it held, with a comment on each. */
function replacePosts(root: string): UnrulySite['posts'] {
  const before = site.posts.splice(0);
  for (const slug of ['loans', 'pills']) {
    const link = `${root}/${slug}/`;
    site.publish(slug, shard.now() - 60_000, 1, { guid: link, link, comments: `${link}feed/` });
  }
  return before;
}

const trouble = async () => (await shard.sql<{ trouble: string | null }>('SELECT trouble FROM feed'))[0]?.trouble;

test.each(['https://blog.example/', null])(
  'posts at a host where none was, which the feed holds for an hour, and no home page, are not followed (home before: %s)',
  async (home) => {
    site.home = home;
    await ticks(3);
    site.home = null;
    const before = replacePosts('https://parked.example');
    await ticks(HOUR_OF_TICKS);
    expect(await trouble()).toBe('lost');
    site.posts.splice(0, 2, ...before);
    site.home = home;
    const [post] = site.posts;
    if (post === undefined) throw new Error('there are two');
    site.comment(post, shard.now());
    await ticks(HOUR_OF_TICKS);
    expect(sent()).toEqual(['lids 4']);
    expect(shard.requests.filter(({ url }) => url.includes('parked'))).toEqual([]);
  },
);

test.each<[string, string, string | null]>([
  ['at the host of the others, though no home page is named', 'https://blog.example', null],
  ['at another host, where the home page is the same', 'https://posts.example', 'https://blog.example/'],
])('posts that all are new are followed %s', async (_, root, home) => {
  await ticks(3);
  site.home = home;
  replacePosts(root);
  await ticks(3);
  expect(sent().toSorted()).toEqual(['loans 1', 'pills 1']);
});

test.each<[string, string]>([
  ['below', 'https://posts.blog.example'],
  ['above', 'https://example'],
])('posts that all are new are followed at a host %s the site’s, though no home page is named', async (_, root) => {
  site.home = null;
  await ticks(3);
  replacePosts(root);
  await ticks(3);
  expect(sent().toSorted()).toEqual(['loans 1', 'pills 1']);
});

test('posts at hosts where none was are followed in a feed that gathers those of several', async () => {
  site.home = null;
  const link = 'https://ann.example/swans/';
  site.publish('swans', shard.now() - DAY, 1, { guid: link, link, comments: `${link}feed/` });
  await ticks(3);
  replacePosts('https://dora.example');
  await ticks(3);
  expect(sent().toSorted()).toEqual(['loans 1', 'pills 1']);
});

test('posts behind a service for feeds are followed, though none is known after a while and no home page is named', async () => {
  const AT = 'https://feeds.example/blog';
  site.home = null;
  await shard.follow({ url: AT });
  const served = (pages: Map<string, { body?: string }>) =>
    pages.set(AT, pages.get('https://blog.example/feed.xml') ?? {});
  await ticks(3, served);
  replacePosts('https://www.blog.example');
  await ticks(3, served);
  expect(sent().toSorted()).toEqual(['loans 1', 'pills 1']);
});
