import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import { page, posts } from '../support/pages.ts';
import type { Page } from '../support/scripted-web.ts';
import { EVENING, type Shard } from '../support/shard.ts';
import { configure, searching } from './search.ts';

// A post whose page names its own comment feed and the site's.

const POST = 'https://blog.example/2026/10/kites/';
const RSS = `${POST}feed/`;
const ATOM = `${RSS}atom/`;
const SITE = 'https://blog.example/comments/feed/';

let shard: Shard;

beforeEach(async () => {
  shard = await searching();
  shard.pages.set(POST, page(['https://blog.example/feed/', SITE, RSS]));
  shard.pages.set(SITE, { body: wordPressRss(foreign) });
});

/** Comments on other posts of the site, newer than all that the tests' own post has. */
const foreign = comments(101, 110, EVENING).map((one) => ({ ...one, author: 'Stranger' }));
const recent = (last: number) => comments(1, last, EVENING);

function serve(last: number) {
  shard.pages.set(RSS, { body: wordPressRss(recent(last)) });
  shard.pages.set(ATOM, { body: wordPressAtom(recent(last)) });
}

async function ticks(count: number, minutes = 5) {
  for (let at = 0; at < count; at++) await shard.tick({ minutes });
}

const told = () => lines(shard.box().accepted).filter((line) => !line.endsWith('baseline'));
const reason = () => shard.box().accepted.find(({ event }) => event.type === 'feed.failing')?.event.data;

const begun = async () => (await shard.sql<{ head: string | null }>('SELECT head FROM feed'))[0]?.head != null;

/** The process dies as soon as a baseline is begun. */
async function dieOnceBegun() {
  for (let steps = 0; !(await begun()); steps++) {
    shard.process.revive();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => {});
    shard.process.revive();
    shard.restart();
  }
}

/** A wall that asks programs for proof that they are none, with a status of its own or not. */
const WALL = '<html><head><title>Just a moment…</title></head><body><script>check()</script></body></html>';

const failures: readonly (readonly [string, Page])[] = [
  ['403', { status: 403 }],
  ['404', { status: 404 }],
  ['410', { status: 410 }],
  ['503', { status: 503 }],
  ['a wall against programs', { body: WALL }],
  ['a login page', { body: '<html><form action="/login"><input type="password"></form></html>' }],
  ['the blog’s posts', posts()],
  ['an empty body', { body: '' }],
];

describe.each([
  ['the page is configured', POST],
  ['its feed is configured', RSS],
])('where %s', (_case, url) => {
  beforeEach(async () => {
    await configure(url);
    serve(3);
    await ticks(2);
  });

  test.each(failures)(
    'and the feed answers %s for half an hour, nothing of the site is told',
    async (_what, answer) => {
      for (const at of [RSS, ATOM]) shard.pages.set(at, answer);
      await ticks(6);
      serve(4);
      // 410 is asked for again a day later.
      await ticks(64, 30);
      expect(told().filter((line) => line.startsWith('created'))).toEqual(['created 4']);
      expect(shard.requests.at(-1)?.url).toBe(ATOM);
    },
  );

  test('and all addresses of the post answer 403 for a day, that is told, and nothing of the site', async () => {
    for (const at of [RSS, ATOM, POST]) shard.pages.set(at, { status: 403 });
    await ticks(60, 30);
    expect(told()).toEqual(['feed.watching', 'feed.failing']);
    shard.pages.set(POST, page([RSS]));
    serve(4);
    await ticks(16, 30);
    expect(told()).toEqual(['feed.watching', 'feed.failing', 'feed.recovered', 'created 4']);
  });
});

describe('where the page is configured', () => {
  beforeEach(async () => {
    await configure(POST);
    serve(3);
    await ticks(2);
    for (const at of [RSS, ATOM]) shard.pages.delete(at);
  });

  test('and its feed is gone, the site’s is named as what is wider, and not asked for', async () => {
    const before = shard.requests.length;
    await ticks(60, 30);
    expect(reason()).toMatchObject({ reason: expect.stringContaining(`${SITE} could be read, but is wider`) });
    expect(shard.requests.slice(before).map(({ url }) => url)).not.toContain(SITE);
  });

  test('and its feed is gone, another of the page’s own takes its stead; what is known is not told again', async () => {
    const other = `${POST}comments.rss`;
    shard.pages.set(POST, page([SITE, other]));
    shard.pages.set(other, { body: wordPressRss([...recent(3), ...comments(121, 121, EVENING)]) });
    await ticks(2);
    expect(told()).toEqual(['feed.watching', 'created 121']);
    expect(shard.requests.at(-1)?.url).toBe(other);
  });

  test('and its feed is gone, a feed at the page’s own address does not take its stead', async () => {
    shard.pages.set(POST, { body: wordPressRss(foreign) });
    await ticks(24);
    expect(told()).toEqual(['feed.watching']);
  });

  test('the place is kept over a crash right after a baseline was begun', async () => {
    shard = await searching();
    await configure(POST);
    shard.pages.set(POST, page(['https://blog.example/feed/', SITE, RSS]));
    shard.pages.set(SITE, { body: wordPressRss(foreign) });
    serve(3);
    await dieOnceBegun();
    expect(shard.box().offered).toEqual([]);
    for (const at of [RSS, ATOM]) shard.pages.delete(at);
    await ticks(12);
    expect(told()).toEqual([]);
    serve(4);
    await ticks(24);
    expect(told()).toEqual(['feed.watching', 'created 4']);
  });
});

test('the configured feed stays over a crash right after a baseline was begun', async () => {
  await configure(RSS);
  shard.pages.set(RSS, { body: wordPressRss(recent(3)) });
  await dieOnceBegun();
  shard.pages.set(RSS, page([SITE]));
  await ticks(12);
  shard.pages.set(RSS, { body: wordPressRss(recent(4)) });
  await ticks(24);
  expect(told()).toEqual(['feed.watching', 'created 4']);
});

test('a feed at an address that is known to have another beside it stays as well', async () => {
  const thread = 'https://www.reddit.com/r/a/comments/1b/c/';
  await configure(thread);
  shard.pages.set(thread, { body: wordPressAtom(recent(3)) });
  await ticks(1);
  shard.pages.set(thread, { status: 404 });
  shard.pages.set(`${thread}.rss`, { body: wordPressAtom(foreign) });
  await ticks(24);
  expect(told()).toEqual(['feed.watching']);
});

test('where the site’s comments were found, the post’s are not taken in their stead', async () => {
  await configure(POST);
  await ticks(1);
  expect(shard.box().accepted).toHaveLength(11);
  serve(3);
  shard.pages.set(SITE, { status: 404 });
  await ticks(24);
  expect(told()).toEqual(['feed.watching']);
});

test('a feed of comments that is one of posts by now fails; none of its posts is told', async () => {
  const url = 'https://blog.example/comments.atom';
  await env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));
  shard.pages.set(url, { body: movableType(recent(3)) });
  await ticks(1);
  shard.pages.set(url, posts());
  await ticks(60, 30);
  expect(told()).toEqual(['feed.watching', 'feed.failing']);
  expect(reason()).toMatchObject({ reason: expect.stringContaining('posts') });
});
