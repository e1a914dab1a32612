import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchFeed } from '../../worker/io/fetch-feed.ts';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import { page, posts } from '../support/pages.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

const POST = 'https://blog.example/2026/10/kites/';
const RSS = `${POST}feed/`;
const ATOM = `${POST}feed/atom/`;
const SITE = 'https://blog.example/comments/feed/';
const POSTS = 'https://blog.example/feed/';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const discover = (url: string) => shard.ask((poller, now) => poller.discover(url, now));

describe('what is at a URL', () => {
  test('is the feed that a poll would read, with what speaks for it and what stands beside it', async () => {
    shard.pages.set(POST, page([POSTS, SITE, RSS]));
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    expect(await discover(POST)).toEqual({
      kind: 'feed',
      chosen: { url: RSS, of: 'page', why: 'the page names it; its address is that of the page’s own comments' },
      title: 'Comments on: Kites & how they fall',
      homePage: POST,
      comments: 3,
      others: [
        { url: SITE, of: 'site', why: 'the page names it; its address is that of all comments of the site' },
        { url: POSTS, of: 'posts', why: 'a feed that the page names, of its posts as far as its address tells' },
      ],
    });
  });

  test('says why it takes WordPress’s Atom feed, and why others were not taken', async () => {
    shard.pages.set(POST, page([RSS, SITE]));
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 3)) });
    shard.pages.set('https://blog.example/comments/feed/atom/', { body: wordPressAtom(comments(1, 3)) });
    expect(await discover(POST)).toMatchObject({
      chosen: { url: 'https://blog.example/comments/feed/atom/', why: expect.stringContaining('Atom') },
      others: [
        { url: RSS, why: expect.stringMatching(/; there is no feed that can be read$/) },
        { url: SITE, of: 'site' },
      ],
    });
  });

  test('is found by the system that makes the site', async () => {
    shard.pages.set(POSTS, posts());
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 3)) });
    expect(await discover(POSTS)).toMatchObject({
      chosen: { url: SITE, of: 'site', why: 'WordPress’s address for all comments of the site' },
    });
  });

  test('is that feed itself', async () => {
    shard.pages.set(ATOM, { body: wordPressAtom(comments(1, 2)) });
    expect(await discover(ATOM)).toMatchObject({
      chosen: { url: ATOM, of: 'feed', why: 'the address itself is a feed of comments' },
      comments: 2,
      others: [],
    });
  });

  test('is nothing, for a reason', async () => {
    shard.pages.set(POST, page([POSTS]));
    expect(await discover(POST)).toEqual({
      kind: 'none',
      reason: expect.stringMatching(/^The page names no feed of comments that can be read.*"follow"/),
      others: [{ url: POSTS, of: 'posts', why: expect.stringContaining('there is no feed') }],
    });
    shard.pages.set(POST, { status: 500 });
    expect(await discover(POST)).toMatchObject({ kind: 'none', reason: 'The test says status.' });
  });

  test('is not asked for where the policy for addresses forbids it', async () => {
    shard.parts = { fetchFeed, allowPrivate: false };
    expect(await discover('http://127.0.0.1:1/')).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('URL'),
    });
  });

  test('is told in the time that a poll has', async () => {
    shard.pages.set(POST, { hangs: true });
    shard.parts = { deadline: 90 };
    expect(await discover(POST)).toMatchObject({ kind: 'none' });
  });
});

const URL = urlOf('blog');
const serve = (last: number) =>
  shard.pages.set(URL, { body: movableType(comments(1, last, EVENING)), etag: `"${last}"` });
const value = (more: object = {}) => JSON.stringify({ url: URL, every: '5m', to: 'blog', ...more });

async function preview(more: object = {}) {
  const { found, comments: shown } = await shard.ask((poller, now) => poller.preview('blog', value(more), now));
  const lines = shown.map(({ offer, event, reason }) => {
    return `${/\d+$/.exec(event.data.comment.id)?.[0]} ${offer?.hold ?? (offer === null ? 'no offer' : 'sent')}: ${reason}`;
  });
  return { found, lines };
}

describe('a preview', () => {
  test('of a feed that is not watched yet holds all but what backfill asks for, the newest ten, newest first', async () => {
    serve(12);
    const { found, lines } = await preview({ backfill: 2 });
    expect(found).toMatchObject({ kind: 'feed', comments: 12 });
    expect(lines).toHaveLength(10);
    expect(lines.slice(0, 3)).toEqual([
      '12 sent: one of the newest, which backfill asks for',
      '11 sent: one of the newest, which backfill asks for',
      '10 baseline: there before the watch begins: not sent',
    ]);
  });

  test('of one that is watched says what is known, new, edited, and rejected', async () => {
    await shard.configure('blog');
    serve(3);
    await shard.tick();
    const said = comments(1, 5, EVENING).map((one) => (one.number === 2 ? { ...one, html: '<p>Edited</p>' } : one));
    shard.pages.set(URL, { body: movableType(said) });
    const { lines } = await preview({ exclude: ['thought 5'] });
    expect(lines).toEqual([
      '5 filtered: rejected by the feed’s filter: exclude "thought 5"',
      '4 sent: new',
      '3 no offer: known already',
      '2 sent: edited since it was sent',
      '1 no offer: known already',
    ]);
  });

  test('of the name of a feed with another URL is one of a new feed', async () => {
    await shard.configure('blog');
    serve(3);
    await shard.tick();
    shard.pages.set(ATOM, { body: movableType(comments(1, 3, EVENING)) });
    expect((await preview({ url: ATOM })).lines[0]).toBe('3 baseline: there before the watch begins: not sent');
  });

  test('says what is wrong with a value, and why nothing can be shown', async () => {
    expect((await preview({ evry: '5m' })).found).toMatchObject({
      kind: 'none',
      reason: 'evry: unknown field',
    });
    shard.pages.set(URL, { body: '<html></html>' });
    expect((await preview()).found).toMatchObject({ kind: 'none' });
    await shard.configure('blog');
    serve(3);
    await shard.tick();
    serve(0);
    expect((await preview()).found).toMatchObject({ kind: 'none', reason: expect.stringContaining('holds nothing') });
  });

  test('asks nobody who wants peace', async () => {
    await shard.configure('blog');
    serve(3);
    await shard.tick();
    shard.pages.set(URL, { status: 503, retryAfter: '3600' });
    await shard.tick();
    const asked = shard.asked('blog');
    expect((await preview()).found).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('not to be polled'),
    });
    expect(shard.asked('blog')).toBe(asked);
  });

  test('writes, offers and marks nothing, and the next poll tells what it would have told', async () => {
    await shard.configure('blog');
    serve(3);
    await shard.tick();
    serve(5);
    const [rows, seen, offered] = [await shard.written(), await env.SEEN.get('blog'), shard.box('blog').offered.length];
    const statuses = () => shard.ask((poller, now) => poller.feedStatuses(null, now));
    const before = await statuses();
    await preview();
    await preview({ url: 'https://new.example/' });
    expect([await shard.written(), await env.SEEN.get('blog'), shard.box('blog').offered.length]).toEqual([
      rows,
      seen,
      offered,
    ]);
    expect(await statuses()).toEqual(before);
    await shard.tick();
    expect(shard.told('blog')).toEqual(['feed.watching', 'comment.created', 'comment.created']);
  });

  test('while the feed is polled hinders neither', async () => {
    await shard.configure('blog');
    serve(3);
    const [, { lines }] = await Promise.all([shard.tick({ minutes: 0 }), preview()]);
    expect(lines).toHaveLength(3);
    expect(shard.told('blog')).toEqual(['feed.watching']);
  });
});
