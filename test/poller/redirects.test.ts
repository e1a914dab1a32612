import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { posts } from '../support/pages.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

const URL = urlOf('blog');
const THERE = 'https://new.example/comments.atom';
const HOUR = 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog');
  serve(URL, 3);
  await shard.tick();
  shard.box('blog').accepted.length = 0;
  shard.requests.length = 0;
});

const body = (last: number) => movableType(comments(1, last, EVENING));
const serve = (url: string, last: number, movedTo?: string) =>
  shard.pages.set(url, { body: body(last), ...(movedTo === undefined ? {} : { movedTo }) });

async function ticks(minutes: number) {
  for (let at = 0; at < minutes; at += 5) {
    if (at % 30 === 0) shard.restart();
    await shard.tick();
  }
}

/** URLs that were asked for, in runs: `['a', 2], ['b', 1]`. */
function runs(): readonly (readonly [string, number])[] {
  const all: [string, number][] = [];
  for (const { url } of shard.requests) {
    const last = all.at(-1);
    if (last?.[0] === url) last[1] += 1;
    else all.push([url, 1]);
  }
  return all;
}

const told = () => lines(shard.box('blog').accepted);

describe('a permanent redirect', () => {
  test('to another host that says the same is known by then: what comes there all at once is news', async () => {
    serve(URL, 3, THERE);
    serve(THERE, 3);
    await ticks(HOUR + 15);
    shard.restart();
    shard.pages.set(THERE, { body: movableType(comments(111, 125, EVENING)) });
    await shard.tick();
    expect(told().filter((line) => line.startsWith('created'))).toEqual(
      comments(111, 125, EVENING).map(({ number }) => `created ${number}`),
    );
  });

  test('to another host that says the same is asked there by the validators that it gave', async () => {
    shard.pages.set(URL, { body: body(3), movedTo: THERE, etag: '"there"' });
    shard.pages.set(THERE, { body: body(3), etag: '"there"' });
    await ticks(HOUR + 15);
    expect(shard.requests.at(-1)).toEqual({ url: THERE, etag: '"there"' });
  });

  test('is believed after three in a row: the feed is asked for there from then on, and nothing is told twice', async () => {
    // Each brings a comment: what an uneventful poll learns is written hourly.
    for (const last of [125, 126, 127]) {
      serve(URL, last, THERE);
      serve(THERE, last);
      await shard.tick();
    }
    serve(THERE, 128);
    await ticks(30);
    expect(runs()).toEqual([
      [URL, 3],
      [THERE, 6],
    ]);
    expect(told().slice(-3)).toEqual(['created 126', 'created 127', 'created 128']);
  });

  test('that leads elsewhere for an hour is not', async () => {
    for (const last of [125, 126]) {
      serve(URL, last, THERE);
      await shard.tick();
    }
    serve(URL, 127);
    await shard.tick();
    serve(URL, 128, THERE);
    await shard.tick();
    await shard.tick();
    expect(runs()).toEqual([[URL, 5]]);
  });

  test('has validators of its own: they are not sent to the URL that redirected', async () => {
    shard.pages.set(URL, { body: body(125), etag: 'one', movedTo: THERE });
    await shard.tick();
    shard.pages.set(URL, { body: body(126), etag: 'one' });
    await shard.tick();
    expect(told().at(-1)).toBe('created 126');
  });

  test('to a page that is no feed is none', async () => {
    shard.pages.set(URL, { body: '<html><h1>Back soon</h1></html>', movedTo: THERE });
    await ticks(2 * HOUR);
    expect(new Set(shard.requests.map(({ url }) => url))).toEqual(new Set([URL]));
  });
});

describe('a feed that moved for good', () => {
  beforeEach(async () => {
    for (const last of [125, 126, 127]) {
      serve(URL, last, THERE);
      await shard.tick();
    }
    shard.requests.length = 0;
  });

  test.each([
    ['is gone from there', { status: 404 }],
    ['is a page there', { body: '<html><h1>For sale</h1></html>' }],
  ])('and %s is asked for at the configured URL again, and goes on there', async (_case, page) => {
    shard.pages.set(THERE, page);
    serve(URL, 128);
    await shard.tick();
    expect(runs()).toEqual([
      [THERE, 1],
      [URL, 1],
    ]);
    expect(told().at(-1)).toBe('created 128');
    await ticks(HOUR + 10);
    expect(new Set(shard.requests.slice(-5).map(({ url }) => url))).toEqual(new Set([URL]));
  });

  test('and is redirected no more is asked for at the configured URL within a day: where it led may stand still', async () => {
    serve(THERE, 127);
    await ticks(HOUR);
    serve(URL, 129);
    await ticks(25 * HOUR);
    expect(told().slice(-2)).toEqual(['created 128', 'created 129']);
    expect(shard.requests.at(-1)?.url).toBe(URL);
  });

  test('is asked for there once a day, and stays where it is as long as it is redirected', async () => {
    serve(THERE, 127);
    await ticks(3 * 24 * HOUR);
    expect(shard.requests.filter(({ url }) => url === URL)).toHaveLength(3);
    expect(shard.requests.at(-1)?.url).toBe(THERE);
  });

  test('stays where it is though a feed of posts, or a page, is at the configured URL by now', async () => {
    serve(THERE, 127);
    for (const page of [posts(), { body: '<html><h1>For sale</h1></html>' }]) {
      shard.pages.set(URL, page);
      await ticks(25 * HOUR);
    }
    serve(THERE, 128);
    await shard.tick();
    expect(told().at(-1)).toBe('created 128');
    expect(shard.requests.at(-1)?.url).toBe(THERE);
  });

  test('and fails in passing there is asked for there again', async () => {
    shard.pages.set(THERE, { status: 503 });
    await ticks(HOUR);
    expect(new Set(shard.requests.map(({ url }) => url))).toEqual(new Set([THERE]));
    serve(THERE, 128);
    await ticks(HOUR);
    expect(told().at(-1)).toBe('created 128');
  });

  test('and fails in both places stays failing, and comes back wherever it can be read', async () => {
    shard.pages.set(THERE, { status: 404 });
    shard.pages.set(URL, { status: 404 });
    await ticks(HOUR);
    serve(URL, 128);
    await ticks(2 * HOUR);
    expect(told().at(-1)).toBe('created 128');
    expect(shard.requests.filter(({ url }) => url === THERE)).toHaveLength(1);
  });

  test('is asked for where CONFIG says, once it says something else', async () => {
    const other = 'https://other.example/comments.atom';
    await shard.configure('blog', { url: other });
    serve(other, 128);
    await shard.tick();
    expect(shard.requests.map(({ url }) => url)).toEqual([other]);
  });
});
