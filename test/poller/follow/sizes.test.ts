import { env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const [DAY, KIB] = [24 * 60 * 60_000, 1024];

type Sizes = { readonly largest: number; readonly children: number; readonly whole: number };

async function sizesOf(shard: Shard): Promise<Sizes> {
  const [row] = await shard.sql<Sizes>(
    `SELECT max(length(head) + length(known)) AS largest, count(*) AS children, sum(known <> '[]') AS whole FROM child`,
  );
  return row ?? { largest: 0, children: 0, whole: 0 };
}

test.each([
  [100, 500],
  [400, 120],
])(
  'five hundred posts of %i comments fit their rows, and SEEN, which has the comments of the liveliest',
  async (count, least) => {
    await emptyKv();
    const shard = new Shard();
    const site = new FollowedSite('rss');
    site.shown = 1000;
    site.publish('post', shard.now() - DAY, count);
    for (const [url, page] of site.pages()) shard.pages.set(url, page);
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
    await shard.tick({ minutes: 20 });
    // As 499 more posts were read in, each of which is as large.
    await shard.sql(
      `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 499)
     INSERT INTO child (feed, url, post, made_at, news_since, new, count, listed, head, known)
     SELECT feed, 'https://blog.example/post-' || n || '/feed/', 'post ' || n, made_at + n, news_since, new, count, 0, head, known FROM child, n`,
    );
    await shard.sql('UPDATE feed SET owed = 1, put_at = NULL');
    shard.restart();
    await shard.tick();

    const rows = await sizesOf(shard);
    const document = (await env.SEEN.get('blog')) ?? '';
    const other = new Shard();
    await other.tick();
    const restored = await sizesOf(other);
    console.log(
      `${count} comments a post: largest row ${rows.largest} bytes; SEEN ${document.length} bytes, ${restored.whole} posts whole`,
    );
    expect(rows).toMatchObject({ children: 500, whole: 500 });
    expect(rows.largest).toBeLessThan(512 * KIB);
    expect(new TextEncoder().encode(document).byteLength).toBeLessThanOrEqual(5_000_000);
    expect(restored.children).toBe(500);
    expect(restored.whole).toBeGreaterThanOrEqual(least);
  },
);
