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

const page = (number: number) => `${URL}?paged=${number}`;
const wordPress = (first: number, last: number): Page => ({ body: wordPressAtom(comments(first, last)) });

/** Names its next older page. */
const linked = (first: number, last: number, next: string) =>
  movableType(comments(first, last)).replace('<generator', `<link rel="next" href="${next}"/><generator`);

const told = () =>
  shard.box().accepted.map(({ happening }) => {
    const comment = 'comment' in happening.data ? /\d+$/.exec(happening.data.comment.id)?.[0] : undefined;
    return [happening.type, ...(comment === undefined ? [] : [comment])].join(' ');
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

test('a single comment is news, though author, time and link are those of one that is gone', async () => {
  const body = movableType(comments(1, 1));
  await after(body);
  await then({ body: body.replaceAll('comment:1<', 'comment:2<') });
  expect(told()).toEqual(['comment.created 2']);
});

test('an edit is told once, and once more when it is taken back', async () => {
  const edited: readonly Said[] = [{ number: 1, html: '<p>Thought 1, revised</p>' }, ...comments(2, 3)];
  await after(movableType(comments(1, 3)));
  await then({ body: movableType(edited) });
  await then({ body: movableType(edited).replace('2026-10-30', '2026-10-31') });
  await then({ body: movableType(comments(1, 3)) });
  expect(told()).toEqual(['comment.updated 1', 'comment.updated 1']);
});

describe('a feed in which nothing is known any more', () => {
  test('is read back, page by page, to the newest known comment: what lay between is told in order', async () => {
    await after(wordPressAtom(comments(11, 20)));
    shard.pages.set(page(2), wordPress(31, 40));
    // One slid over from the page before while this one was read.
    shard.pages.set(page(3), wordPress(22, 31));
    shard.pages.set(page(4), wordPress(12, 21));
    await then(wordPress(41, 50));
    expect(told()).toEqual(comments(21, 50).map(({ number }) => `comment.created ${number}`));
    await then({ body: `${wordPressAtom(comments(41, 50))} ` });
    expect(told()).toHaveLength(30);
  });

  test('is read back over the pages that it names itself', async () => {
    await after(movableType(comments(1, 5)));
    shard.pages.set('https://blog.example/older', { body: movableType(comments(4, 8)) });
    await then({ body: linked(9, 13, 'https://blog.example/older') });
    expect(told()).toEqual(comments(6, 13).map(({ number }) => `comment.created ${number}`));
  });

  test.each<[string, () => void, readonly Said[]]>([
    ['has no older pages', () => {}, []],
    [
      'has older pages in which nothing is known either',
      () => shard.pages.set(page(2), wordPress(31, 40)),
      comments(31, 40),
    ],
    ['names itself as its older page', () => shard.pages.set(page(2), wordPress(41, 50)), []],
    [
      'has older pages without end',
      () => {
        for (let number = 2; number < 40; number++)
          shard.pages.set(page(number), wordPress(1000 - number, 1000 - number));
      },
      comments(989, 998),
    ],
  ])('and which %s says so once, with all that was read', async (_case, arrange, older) => {
    await after(wordPressAtom(comments(11, 20)));
    arrange();
    await then(wordPress(41, 50));
    expect(told()).toEqual([
      'feed.gap',
      ...[...older, ...comments(41, 50)].map(({ number }) => `comment.created ${number}`),
    ]);
    expect(shard.requests.length).toBeLessThanOrEqual(12);
    await then(wordPress(41, 51));
    expect(told()).toHaveLength(older.length + 12);
  });

  test('says how many may have been missed, at most, where the blog system counts its comments', async () => {
    await after(wordPressAtom(comments(11, 20)));
    await then(wordPress(41, 50));
    expect(shard.box().accepted[0]?.happening).toMatchObject({ type: 'feed.gap', data: { missed: 20 } });
  });

  test('says so where it holds a little less than it once did, too', async () => {
    await after(wordPressAtom(comments(11, 20)));
    await then(wordPress(31, 39));
    expect(told()[0]).toBe('feed.gap');
  });

  test('and which breaks off is read again, and then read back', async () => {
    await after(wordPressAtom(comments(11, 20)));
    shard.pages.set(page(2), wordPress(19, 30));
    await then({ ...wordPress(31, 40), cut: 'broke off' });
    expect(told()).toEqual([]);
    shard.pass(30);
    await then(wordPress(31, 41));
    await shard.tick();
    expect(told()).toEqual(comments(21, 41).map(({ number }) => `comment.created ${number}`));
  });

  test('though it holds less than it did has lost nothing: its comments were taken away', async () => {
    await after(wordPressAtom(comments(11, 20)));
    await then(wordPress(21, 22));
    expect(told()).toEqual(['comment.created 21', 'comment.created 22']);
  });
});
