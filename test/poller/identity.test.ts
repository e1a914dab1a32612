import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType, type Said, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import type { Page } from '../support/scripted-web.ts';
import { emptyKv, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m' }));
});

/** The shard has read `body`, and whatever it told is forgotten. */
async function after(body: string) {
  await then({ body });
  shard.box().accepted.length = 0;
}

async function then(page: Page) {
  shard.pages.set(URL, page);
  await shard.tick();
}

const told = () =>
  shard.box().accepted.map(({ event }) => {
    const comment = 'comment' in event.data ? /\d+$/.exec(event.data.comment.id)?.[0] : undefined;
    return [event.type, ...(comment === undefined ? [] : [comment])].join(' ');
  });

describe.each([
  ['Movable Type', movableType],
  ['WordPress Atom', wordPressAtom],
  ['WordPress RSS', wordPressRss],
])('%s: nothing is told where', (_system, feed) => {
  const ten = comments(1, 10);

  test.each<[string, (body: string) => string]>([
    ['http becomes https', (body) => body.replaceAll('https://', 'http://')],
    ['the blog moves to another host', (body) => body.replaceAll('blog.example', 'new.example')],
    [
      'there is another scheme of ids',
      (body) => body.replaceAll(/(<id>|<guid isPermaLink="false">)[^<]*?(\d+)</g, '$1urn:comment:$2<'),
    ],
    ['the same is served in another order', () => feed(ten.toReversed())],
    ['all have been updated, without another text', (body) => body.replaceAll('</published>', '</published><dc />')],
  ])('%s', async (_case, change) => {
    await after(feed(ten));
    await then({ body: change(feed(ten)) });
    expect(told()).toEqual([]);
  });

  test('the feed shrinks, is empty, and grows back', async () => {
    await after(feed(ten));
    for (const some of [comments(9, 10), [], comments(1, 3), ten]) await then({ body: feed(some) });
    expect(told()).toEqual([]);
  });

  test('old ones come back after a restore', async () => {
    await after(feed(ten));
    await then({ body: feed(comments(8, 17)) });
    shard.box().accepted.length = 0;
    await then({ body: feed(ten) });
    expect(told()).toEqual([]);
  });
});

test('a comment that comes while all ids change is news, and alone so', async () => {
  await after(wordPressAtom(comments(1, 10)));
  await then({ body: wordPressAtom(comments(1, 11)).replaceAll('https://', 'http://') });
  expect(told()).toEqual(['comment.created 11']);
});

describe('in a feed that never held more than one comment', () => {
  const one = movableType(comments(1, 1));

  test('another id of the same author, time and link is the same comment', async () => {
    await after(one);
    await then({ body: one.replaceAll('comment:1<', 'comment:2<') });
    await then({ body: one.replaceAll('comment:1<', 'comment:3<') });
    expect(told()).toEqual([]);
  });

  test('the next comment is news, though it says the same', async () => {
    await after(one);
    await then({ body: movableType([{ number: 2, html: '<p>Thought 1</p>' }]) });
    expect(told()).toEqual(['comment.created 2']);
  });
});

test('in a feed that held more, a single new id is news, though author, time and link are those of one that is gone', async () => {
  await after(movableType(comments(1, 2)));
  await then({ body: movableType(comments(1, 2)).replaceAll('comment:2<', 'comment:3<') });
  expect(told()).toEqual(['comment.created 3']);
});

test('an edit is told once, and once more when it is taken back', async () => {
  const edited: readonly Said[] = [{ number: 1, html: '<p>Thought 1, revised</p>' }, ...comments(2, 3)];
  await after(movableType(comments(1, 3)));
  await then({ body: movableType(edited) });
  await then({ body: movableType(edited).replace('2026-10-30', '2026-10-31') });
  await then({ body: movableType(comments(1, 3)) });
  expect(told()).toEqual(['comment.updated 1', 'comment.updated 1']);
});

test.each(['blog.example', 'www.blog.example'])(
  'a comment that two feeds of a site show has one key where its id names %s, with www. in their URLs or without',
  async (host) => {
    const feeds = ['https://blog.example/comments/feed/atom/', 'https://www.blog.example/2026/10/kites/feed/atom/'];
    for (const [at, url] of feeds.entries()) {
      await env.CONFIG.put(`feed:f${at}`, JSON.stringify({ url, every: '5m', to: 'both' }));
      shard.pages.set(url, { body: wordPressAtom(comments(1, 2)).replaceAll('//blog.example', `//${host}`) });
    }
    await shard.tick();
    const keys = shard.box('both').offered.flatMap(({ key, content }) => (content === null ? [] : [key]));
    expect(new Set(keys)).toEqual(new Set([1, 2].map((number) => `https://${host}/?p=77#comment-${number}`)));
  },
);
