import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { emptyKv, Shard } from '../support/shard.ts';

// Feeds in which every comment has the guid of its post.

const URL = 'https://blog.example/comments.rss';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m' }));
});

type Look = { readonly signed?: boolean; readonly time?: string; readonly edited?: number };

function feed(numbers: readonly number[], { signed = true, time, edited }: Look = {}): string {
  const items = numbers.map((number) => {
    const at = time ?? `Thu, 06 Jun 2024 10:${String(number).padStart(2, '0')}:00 +0000`;
    return `<item><guid isPermaLink="false">post-1</guid><link>https://blog.example/p#c${number}</link>
      ${signed ? `<dc:creator>Visitor ${number}</dc:creator>` : ''}<pubDate>${at}</pubDate>
      <description>Thought ${number}${number === edited ? ', again' : ''}</description></item>`;
  });
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments</title>
    <link>https://blog.example/</link>${items.join('')}</channel></rss>`;
}

/** Gives the messages when the feed holds one set of comments, then the other. */
async function told(...bodies: readonly string[]): Promise<readonly string[]> {
  for (const body of bodies) {
    shard.box().accepted.length = 0;
    shard.pages.set(URL, { body });
    await shard.tick();
  }
  return shard
    .box()
    .accepted.flatMap(({ event: { type, data } }) => ('comment' in data ? [`${type} ${data.comment.text}`] : []));
}

test.each<[string, readonly string[], readonly string[]]>([
  ['an older one that was approved late is news, and no edit', [feed([2, 3, 4]), feed([1, 2, 3, 4])], ['created 1']],
  ['all are others: all are news', [feed([1, 2, 3]), feed([4, 5, 6])], ['created 4', 'created 5', 'created 6']],
  ['the window slides', [feed([1, 2, 3]), feed([2, 3, 4])], ['created 4']],
  [
    'the window slides over comments that nobody signed',
    [1, 2, 3].map((first) => feed([first, first + 1, first + 2], { signed: false })),
    ['created 5'],
  ],
  [
    'they are reordered, all of one day',
    [
      [1, 2, 3],
      [3, 2, 1],
    ].map((order) => feed(order, { time: '06 Jun 2024' })),
    [],
  ],
  ['the first comes back', [feed([1, 2, 3]), feed([2, 3, 4]), feed([1, 2, 3])], []],
  ['one alone is left, and then joined', [feed([1, 2, 3]), feed([3]), feed([3, 4])], ['created 4']],
  ['the first is edited', [feed([1, 2, 3]), feed([1, 2, 3], { edited: 1 })], ['updated 1, again']],
  ['a later one is edited', [feed([1, 2, 3]), feed([1, 2, 3], { edited: 2 })], ['updated 2, again']],
])('%s', async (_case, bodies, expected) => {
  expect(await told(...bodies)).toEqual(expected.map((what) => `comment.${what.replace(' ', ' Thought ')}`));
});
