import { beforeEach, expect, test } from 'vitest';
import { UnrulyShard } from '../../support/unruly-shard.ts';
import type { UnrulySite } from '../../support/unruly-site.ts';

const [MINUTE, DAY] = [60_000, 24 * 60 * 60_000];

let shard: UnrulyShard;
let site: UnrulySite;
let said: { readonly number: number; readonly post: string; readonly at: number }[];

// Each post's own feed shows the newest three comments of the whole site, which only a number names.
beforeEach(async () => {
  shard = await UnrulyShard.open();
  ({ site } = shard);
  said = [];
  for (const post of ['kites', 'lids', 'swans']) {
    site.publish(post, shard.now() - DAY, 0, { count: null });
    say(post, shard.now() - 30 * MINUTE);
  }
  await ticks(3);
});

function say(post: string, at: number = shard.now()): void {
  said.push({ number: said.length + 1, post, at });
}

function ticks(count: number): Promise<void> {
  return shard.ticks(count, (pages) => {
    const items = said
      .slice(-3)
      .toReversed()
      .map(
        ({
          number,
          post,
          at,
        }) => `<item><title>By ${number}</title><link>https://blog.example/${post}/#c${number}</link>
          <guid isPermaLink="false">${number}</guid><author>Visitor ${number}</author>
          <pubDate>${new Date(at).toUTCString()}</pubDate><description>${post} ${number}</description></item>`,
      );
    const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>Comments</title>${items.join('')}</channel></rss>`;
    for (const { comments } of site.posts) pages.set(comments, { body });
  });
}

test('a comment that the feeds of all posts show is told once', async () => {
  for (const post of ['kites', 'lids', 'swans']) {
    say(post);
    await ticks(3);
  }
  expect(shard.box().sentTexts()).toEqual(['kites 4', 'lids 5', 'swans 6']);
});

test('it is told once also where these show comments on one post alone by then, and on a new post', async () => {
  for (let count = 0; count < 4; count++) {
    say('kites');
    await ticks(3);
  }
  site.publish('new', shard.now(), 0, { count: null });
  say('new');
  await ticks(3);
  expect(shard.box().sentTexts()).toEqual(['kites 4', 'kites 5', 'kites 6', 'kites 7', 'new 8']);
});
