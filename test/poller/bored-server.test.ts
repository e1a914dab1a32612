import { beforeEach, describe, expect, test } from 'vitest';
import { fetchFeed } from '../../worker/io/fetch-feed.ts';
import { asked, redirect, web } from '../io/web.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard, urlOf } from '../support/shard.ts';

// What a bored server does: Earshot asks it little, holds up no other feed, and goes on where it is well again.

const BODY = movableType(comments(1, 2));
const NEWS = movableType(comments(1, 3));
const HOUR = 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const requestsTo = (host: string) => asked.filter(({ url }) => new URL(url).host === host).length;

describe('a server that refuses', () => {
  test.each<[string, number, string | undefined, number]>([
    ['429 without a Retry-After', 429, undefined, 12],
    ['429 with one in the past', 429, 'Mon, 02 Nov 2015 00:00:00 GMT', 12],
    ['429 with one in ten years', 429, 'Mon, 02 Nov 2036 00:00:00 GMT', 2],
    ['429 with one of ten years, in seconds', 429, '315360000', 2],
    ['429 with none at all in it', 429, 'soon', 12],
    ['429 with one below nothing', 429, '-5', 12],
    ['429 with two of them', 429, '43200, 60', 3],
    ['503 with one of a day', 503, '86400', 2],
    ['503 and a page', 503, undefined, 12],
  ])(
    'with %s (%d, %s) is asked at most so often in a day, and read once it is well',
    async (_case, status, retryAfter, most) => {
      await shard.configure('blog');
      await shard.configure('other');
      shard.serve('blog', 2);
      shard.serve('other', 2);
      await shard.tick();
      shard.pages.set(urlOf('blog'), { status, ...(retryAfter !== undefined && { retryAfter }) });
      const before = shard.asked('blog');
      for (let tick = 0; tick < 288; tick++) {
        if (tick % 12 === 0) shard.restart();
        await shard.tick();
      }
      expect(shard.asked('blog') - before).toBeLessThanOrEqual(most);
      expect(shard.asked('other')).toBeGreaterThan(40);
      shard.pages.set(urlOf('blog'), { body: NEWS });
      for (let hour = 0; hour < 31; hour++) await shard.tick({ minutes: HOUR });
      expect(shard.told('blog').filter((type) => type === 'comment.created')).toHaveLength(1);
    },
  );
});

describe('hosts that redirect', () => {
  beforeEach(() => {
    shard.parts = { fetchFeed };
  });

  test('to each other in a circle are asked six times a poll, ever more rarely, which is told, and others are read', async () => {
    await shard.configure('blog', { url: 'https://one.example/feed' });
    await shard.configure('other', { url: 'https://good.example/feed' });
    web.set('https://one.example/feed', () => redirect('https://two.example/feed', 301));
    web.set('https://two.example/feed', () => redirect('https://one.example/feed', 301));
    web.set('https://good.example/feed', () => new Response(BODY));
    await shard.tick();
    expect(requestsTo('one.example') + requestsTo('two.example')).toBe(6);
    for (let tick = 0; tick < 300; tick++) await shard.tick();
    expect(requestsTo('one.example') + requestsTo('two.example')).toBeLessThanOrEqual(6 * 12);
    expect(shard.told('blog')).toEqual(['feed.failing']);
    expect(shard.box('blog').accepted[0]?.event.data).toMatchObject({ reason: expect.stringContaining('redirects') });
    expect(shard.told('other')).toEqual(['feed.watching']);
  });

  test('to one that answered 429 are asked in turn as that one is, and all their feeds are read', async () => {
    const busy = 'https://busy.example';
    let isBusy = false;
    for (const name of ['a', 'b', 'c']) {
      await shard.configure(name, { url: `https://short.example/${name}` });
      await shard.configure(`own-${name}`, { url: `${busy}/own-${name}` });
      web.set(`https://short.example/${name}`, () => redirect(`${busy}/${name}`));
      web.set(`${busy}/${name}`, () => (isBusy ? new Response(null, { status: 429 }) : new Response(BODY)));
      web.set(`${busy}/own-${name}`, () => new Response(BODY));
    }
    await shard.tick();
    expect(requestsTo('busy.example')).toBe(6);
    isBusy = true;
    await shard.tick();
    isBusy = false;
    shard.pass(HOUR);
    const polled = new Set<string>();
    for (let tick = 0; tick < 6; tick++) {
      asked.length = 0;
      shard.restart();
      await shard.tick();
      expect(requestsTo('busy.example')).toBeLessThanOrEqual(2);
      for (const { url } of asked) polled.add(url);
    }
    expect([...polled].filter((url) => url.startsWith(busy))).toHaveLength(6);
  });

  test('a feed to one of Reddit’s bring that host one request a tick at most, once it has refused', async () => {
    for (const name of ['a', 'b', 'c']) {
      await shard.configure(name, { url: `https://short.example/${name}`, every: '5m' });
      web.set(`https://short.example/${name}`, () => redirect(`https://www.reddit.com/r/${name}/comments/.rss`));
      web.set(`https://www.reddit.com/r/${name}/comments/.rss`, () => new Response(null, { status: 429 }));
    }
    await shard.tick();
    for (let tick = 0; tick < 40; tick++) {
      asked.length = 0;
      await shard.tick();
      expect(requestsTo('www.reddit.com')).toBeLessThanOrEqual(1);
    }
  });
});

describe('a host that answers 429', () => {
  test('to the search for a page’s feed is asked no more in it', async () => {
    shard.parts = { fetchFeed };
    const page = 'https://blog.example/kites.php';
    await shard.configure('blog', { url: page });
    const links = ['one', 'two', 'three'].map(
      (name) => `<link rel="alternate" type="application/atom+xml" title="Comments" href="/${name}.atom">`,
    );
    web.set(page, () => new Response(`<html><head>${links.join('')}</head></html>`));
    for (const name of ['one', 'two', 'three'])
      web.set(`https://blog.example/${name}.atom`, () => new Response(null, { status: 429 }));
    await shard.tick();
    expect(asked.map(({ url }) => url)).toEqual([page, 'https://blog.example/one.atom']);
  });

  test('to a look of a person’s is not written down, and is to a poll', async () => {
    await shard.configure('blog');
    shard.pages.set(urlOf('blog'), { status: 429 });
    const rows = await shard.written();
    expect((await shard.ask((poller, now) => poller.discover(urlOf('blog'), now))).kind).toBe('none');
    const value = JSON.stringify({ url: urlOf('blog'), to: 'blog' });
    await shard.ask((poller, now) => poller.preview('blog', value, now));
    expect(await shard.written()).toBe(rows);
    await shard.tick();
    expect(await shard.written()).toBeGreaterThan(rows);
  });
});
