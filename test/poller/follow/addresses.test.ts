import { beforeEach, expect, test } from 'vitest';
import { UnrulyShard } from '../../support/unruly-shard.ts';
import type { UnrulySite } from '../../support/unruly-site.ts';

const [HOUR_OF_TICKS, DAY] = [12, 24 * 60 * 60_000];
const FEED = 'https://blog.example/feed.xml';

let shard: UnrulyShard;
let site: UnrulySite;

beforeEach(async () => {
  shard = await UnrulyShard.open();
  ({ site } = shard);
});

const ticks: UnrulyShard['ticks'] = (count, change) => shard.ticks(count, change);
const sent = () => shard.box().sentTexts();

test('a post that is republished at another address is read there, and none of its comments is told once more', async () => {
  const post = site.publish('kites', shard.now() - DAY, 3);
  site.publish('lids', shard.now() - 2 * DAY, 3);
  await ticks(3);
  site.rename(post, 'https://blog.example/new-kites/');
  await ticks(3);
  site.comment(post, shard.now());
  await ticks(HOUR_OF_TICKS);
  expect(sent()).toEqual(['kites 4']);
});

const at = (slug: string, scheme = 'https') => ({
  link: `${scheme}://blog.example/${slug}/`,
  guid: `${scheme}://blog.example/${slug}/`,
});

test('a site that goes over to https, and has no http any more, loses and repeats nothing', async () => {
  const posts = ['a', 'b', 'c'].map((slug) =>
    site.publish(slug, shard.now() - DAY, 3, { ...at(slug, 'http'), comments: `http://blog.example/${slug}/feed/` }),
  );
  await ticks(3);
  for (const post of posts) Object.assign(post, at(post.slug), { comments: `https://blog.example/${post.slug}/feed/` });
  for (const post of posts) site.comment(post, shard.now());
  await ticks(3);
  expect(sent().toSorted()).toEqual(['a 4', 'b 4', 'c 4']);
});

test('an address that is named for a post, but is not there, is no reason to miss what is where it was', async () => {
  const post = site.publish('kites', shard.now() - DAY, 3);
  await ticks(3);
  const { comments } = post;
  site.comment(post, shard.now());
  for (let hour = 0; hour < 2; hour++) {
    await ticks(HOUR_OF_TICKS, (pages) => {
      const feed = pages.get(FEED);
      pages.set(FEED, { body: feed?.body?.replaceAll(comments, 'https://staging.example/kites/feed/') ?? '' });
    });
    site.comment(post, shard.now());
  }
  expect(sent()).toEqual(['kites 4', 'kites 5']);
});

test('addresses of which only the query varies from answer to answer cost no row', async () => {
  site.publish('kites', shard.now() - DAY, 3);
  await ticks(14);
  const written = await shard.written();
  let campaign = 0;
  await ticks(6, (pages) => {
    const feed = pages.get(FEED);
    campaign += 1;
    pages.set(FEED, { body: feed?.body?.replaceAll('/kites/feed/', `/kites/feed/?utm_campaign=${campaign}`) ?? '' });
  });
  expect((await shard.written()) - written).toBeLessThan(3);
});
