import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { FollowedSite, type SiteKind } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const DAY = 24 * 60 * 60_000;
const [FEED, COMMENTS] = ['https://blog.example/feed.xml', 'https://blog.example/kites/feed/'];

let shard: Shard;
let site: FollowedSite;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

async function follow(kind: SiteKind): Promise<void> {
  site = new FollowedSite(kind);
  site.publish('kites', shard.now() - DAY, 3);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: FEED, follow: '14d', every: '5m' }));
}

/** Ticks on a site that says of the one feed that it never changes. */
async function ticks(count: number, unchanging: string): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    for (const [url, page] of site.pages())
      shard.pages.set(url, { ...page, ...(url === unchanging && { etag: '"always"' }) });
    await shard.tick();
  }
}

const created = () => shard.told('default').filter((type) => type === 'comment.created').length;

/** Validators that were sent with the requests for a feed. */
const etags = (feed: string) => shard.requests.flatMap(({ url, etag }) => (url === feed ? [etag] : []));

test.each<SiteKind>(['rss', 'atom'])(
  'where a feed of posts (%s) counts comments, one is told though that feed’s validators do not tell of it',
  async (kind) => {
    await follow(kind);
    await ticks(3, FEED);
    site.comment('kites', shard.now());
    await ticks(1, FEED);
    expect(created()).toBe(1);
  },
);

test('a feed of posts that counts none is asked with its validators', async () => {
  await follow('silent');
  await ticks(4, FEED);
  expect(etags(FEED).slice(1)).toEqual(Array.from({ length: 3 }, () => '"always"'));
});

test('a post’s comments are asked for without validators when their count has moved, and with them after that', async () => {
  await follow('rss');
  await ticks(3, COMMENTS);
  site.comment('kites', shard.now());
  await ticks(4, COMMENTS);
  expect(created()).toBe(1);
  expect(etags(COMMENTS).slice(1)).toEqual([
    null,
    ...etags(COMMENTS)
      .slice(2)
      .map(() => '"always"'),
  ]);
  expect(etags(COMMENTS).length).toBeGreaterThan(2);
});
