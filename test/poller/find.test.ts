import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import { page } from '../support/pages.ts';
import { EVENING, type Shard } from '../support/shard.ts';
import { askedBy, configure, searching, toldBy } from './search.ts';

const POST = 'https://blog.example/2026/10/kites/';
const RSS = `${POST}feed/`;
const ATOM = `${POST}feed/atom/`;
const SITE = 'https://blog.example/comments/feed/';

let shard: Shard;

beforeEach(async () => {
  shard = await searching();
});

const asked = () => askedBy(shard);
const told = () => toldBy(shard);

describe('a URL that is a page', () => {
  beforeEach(async () => {
    await configure(POST);
    shard.pages.set(POST, page(['https://blog.example/feed/', SITE, RSS]));
    shard.pages.set(SITE, { body: wordPressRss(comments(50, 55)) });
  });

  test('is searched once for the comment feed nearest to it, of which the Atom one is taken', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    shard.pages.set(ATOM, { body: wordPressAtom(comments(1, 3)), etag: 'a' });
    await shard.tick();
    expect(asked()).toEqual([POST, RSS, ATOM]);
    expect(shard.box().accepted).toHaveLength(4);
    shard.restart();
    shard.pages.set(ATOM, { body: wordPressAtom(comments(1, 4)) });
    await shard.tick();
    expect(shard.requests.slice(3)).toEqual([{ url: ATOM, etag: 'a' }]);
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });

  test('without comments of its own stands for those of the site', async () => {
    await shard.tick();
    expect(shard.box().accepted).toHaveLength(7);
  });

  test('with a place to sign in is searched as well', async () => {
    const { body = '' } = page([RSS]);
    shard.pages.set(POST, { body: body.replace('…', '<form><input type="password"></form>') });
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(told()).toEqual(['feed.watching']);
  });

  test('that names no feed which can be read is a failure, not a baseline', async () => {
    shard.pages.set(POST, page([]));
    shard.pages.delete(SITE);
    await shard.tick({ minutes: 30 });
    expect(shard.box().offered).toEqual([]);
    shard.pages.set(POST, page([RSS]));
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(told()).toEqual(['feed.watching']);
  });

  test('is searched anew where its feed is no longer there', async () => {
    const moved = `${POST}comments.rss`;
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3, EVENING)) });
    await shard.tick();
    shard.pages.delete(RSS);
    shard.pages.set(POST, page([moved]));
    shard.pages.set(moved, { body: wordPressRss([...comments(2, 3, EVENING), ...comments(122, 122, EVENING)]) });
    await shard.tick();
    await shard.tick();
    expect(told()).toEqual(['feed.watching', 'comment.created']);
    expect(asked().slice(3)).toEqual([RSS, POST, moved, moved]);
  });

  test('is not searched anew where its feed fails for a while', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    shard.pages.set(RSS, { status: 503 });
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(new Set(asked().slice(3))).toEqual(new Set([RSS]));
  });

  test('does not take the site’s comments for its own where no Outbox has taken over its own yet either', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    shard.parts = {
      enqueue: async () => {
        throw new Error('not now');
      },
    };
    await shard.tick();
    shard.parts = {};
    shard.pages.delete(RSS);
    await shard.tick({ minutes: 15 });
    await shard.tick({ minutes: 15 });
    expect(told()).toEqual(['feed.watching']);
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 4)) });
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });

  test('does not take the site’s comments for its own while its own cannot be found', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    shard.pages.delete(RSS);
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(told()).toEqual(['feed.watching']);
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 4)) });
    for (let tick = 0; tick < 30; tick++) await shard.tick();
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });
});

describe('a page that its server refuses to programs', () => {
  const THREAD = 'https://www.reddit.com/r/a/comments/1b/c/';
  const FEED = `${THREAD}.rss`;

  beforeEach(() => configure(THREAD));

  test.each([403, 404, 410])('(%s) stands for the feed that its address alone tells', async (status) => {
    shard.pages.set(THREAD, { status });
    shard.pages.set(FEED, { body: wordPressAtom(comments(1, 2)) });
    await shard.tick();
    shard.pages.set(FEED, { body: wordPressAtom(comments(1, 3)) });
    await shard.tick();
    expect(asked()).toEqual([THREAD, FEED, FEED]);
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });

  test.each([200, 403])('(a wall, with %s) stands for the feed that its address alone tells', async (status) => {
    shard.pages.set(THREAD, { status, wall: true });
    shard.pages.set(FEED, { body: wordPressAtom(comments(1, 2)) });
    await shard.tick();
    expect(asked()).toEqual([THREAD, FEED]);
    expect(told()).toEqual(['feed.watching']);
  });

  test.each([429, 503])('(%s) for a while is asked for again', async (status) => {
    shard.pages.set(THREAD, { status });
    await shard.tick();
    expect(asked()).toEqual([THREAD]);
  });

  test('is a failure where its feed is refused too', async () => {
    shard.pages.set(THREAD, { status: 403 });
    shard.pages.set(FEED, { status: 403 });
    await shard.tick();
    expect(asked()).toEqual([THREAD, FEED]);
    const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
    expect(row?.head).toContain('The test says status');
  });

  test('is asked for again where its feed, found before, fails, and the feed is not for that', async () => {
    shard.pages.set(THREAD, page([]));
    shard.pages.set(FEED, { body: wordPressAtom(comments(1, 2)) });
    await shard.tick();
    shard.pages.set(FEED, { status: 403 });
    await shard.tick();
    expect(asked()).toEqual([THREAD, FEED, FEED, THREAD]);
  });

  test('that no shape fits is asked for once', async () => {
    await configure(POST);
    shard.pages.set(POST, { status: 403 });
    await shard.tick();
    expect(asked()).toEqual([POST]);
  });
});

test('where a feed that needs credentials leads is in neither SEEN nor the log', async () => {
  const lines = vi.spyOn(console, 'log');
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: RSS, every: '5m', headers: { 'x-key': 'k' } }));
  shard.pages.set(RSS, { body: movableType(comments(1, 2)), movedTo: 'https://blog.example/inner/' });
  await shard.tick();
  expect(await env.SEEN.get('blog')).not.toContain('inner');
  expect(JSON.stringify(lines.mock.calls)).not.toContain('inner');
  lines.mockRestore();
});

test('a URL that is kept in a secret is in neither SEEN nor the log, and nothing that it leads to is', async () => {
  const [secret, feed] = [`${POST}?key=s3cret`, `${RSS}?key=s3cret`];
  const lines = vi.spyOn(console, 'log');
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'secret:BLOG', every: '5m' }));
  shard.parts = { secrets: (name) => (name === 'BLOG' ? secret : undefined) };
  shard.pages.set(secret, page([feed]));
  for (const last of [2, 3, 4, 5]) {
    shard.pages.set(feed, { body: movableType(comments(1, last)), movedTo: `${ATOM}?key=s3cret` });
    await shard.tick();
  }
  expect(told()).toEqual(['feed.watching', 'comment.created', 'comment.created', 'comment.created']);
  expect(asked()).toContain(feed);
  expect(await env.SEEN.get('blog')).not.toContain('s3cret');
  // Nor is the address of an older page, at which a hole is read on.
  shard.pages.set(feed, { status: 503 });
  await shard.sql(`UPDATE feed SET owed = 1, put_at = NULL, head = json_set(head, '$.watch.hole',
    json('{"since":"2026-11-02T00:00:00.000Z","from":"2026-11-02T00:00:00.000Z","lower":null,"known":1,"page":2,"url":"https://blog.example/2?key=s3cret","barren":0}'))`);
  await shard.tick();
  expect(await env.SEEN.get('blog')).not.toContain('s3cret');
  expect(JSON.stringify(lines.mock.calls)).toContain('feed.found');
  expect(JSON.stringify(lines.mock.calls)).not.toContain('s3cret');
  lines.mockRestore();
});
