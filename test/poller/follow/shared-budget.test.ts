import { env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const DAY = 24 * 60 * 60_000;

/** Sites of hundreds of posts in a shard, and others of one, whose new post's page and feed are two requests of twenty. */
const [LARGE, SMALL] = [8, 10];

test('sites that have hundreds of posts to be read leave others the requests for their new ones', async () => {
  await emptyKv();
  const shard = new Shard();
  const sites: FollowedSite[] = [];
  const follow = async (name: string, posts: number): Promise<FollowedSite> => {
    const site = new FollowedSite('silent', `https://${name}.example`);
    site.window = posts + 1;
    for (let post = 1; post <= posts; post++) site.publish(`${name}-${post}`, shard.now() - DAY - post, 2);
    sites.push(site);
    await env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: `${site.root}/feed.xml`, follow: '14d', to: name }));
    return site;
  };
  const ticks = async (count: number): Promise<void> => {
    for (const site of sites) for (const [url, page] of site.pages()) shard.pages.set(url, page);
    for (let tick = 0; tick < count; tick++) await shard.tick();
  };
  const small = await Promise.all(Array.from({ length: SMALL }, (_, at) => follow(`small-${at}`, 1)));
  await ticks(4);
  for (let at = 0; at < LARGE; at++) await follow(`large-${at}`, 200);
  await ticks(2);
  for (const site of small) site.publish('new', shard.now() - 1000, 2);
  await ticks(2);
  const told = small.map((_, at) => shard.box(`small-${at}`).sentTexts());
  expect(told).toEqual(small.map(() => ['new 1', 'new 2']));
});
