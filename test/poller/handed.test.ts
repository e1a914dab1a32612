import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';

const URL = urlOf('blog');
const OTHER = 'https://other.example/comments.atom';
const MINUTE = 60_000;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const value = (url: string) => JSON.stringify({ url, every: '5m', to: 'blog' });
const hand = (text: string | null, minutes = 0) =>
  shard.ask((poller, now) => poller.handFeed('blog', { value: text, at: now + minutes * MINUTE }));
const pollNow = () => shard.ask((poller, now) => poller.pollNow('blog', now));
const put = (text: string, minutes: number | null) =>
  env.CONFIG.put('feed:blog', text, minutes === null ? {} : { metadata: { at: shard.now(minutes) } });
const askedFor = (url: string) => shard.requests.filter((request) => request.url === url).length;

function serve(url: string, last: number): void {
  shard.pages.set(url, { body: movableType(comments(1, last)) });
}

async function states() {
  const found = await shard.ask((poller, now) => poller.feedStatuses(['blog'], now));
  return found.map(({ config, handed, state }) => ({ config, handed, state }));
}

describe('a feed that was handed over', () => {
  test('is polled at once where that is asked for, though KV does not show it', async () => {
    serve(URL, 3);
    await hand(value(URL));
    expect(await pollNow()).toMatchObject({ outcome: 'watching', comments: 3 });
    expect(shard.told('blog')).toEqual(['feed.watching']);
  });

  test('is there and polled though the list lacks it, also after the object was evicted', async () => {
    serve(URL, 3);
    await hand(value(URL));
    shard.restart();
    await shard.tick({ names: [] });
    expect(askedFor(URL)).toBe(1);
    expect(await states()).toEqual([{ config: value(URL), handed: true, state: 'ok' }]);
    // Ten minutes are over: the list is right.
    shard.pass(5);
    await shard.tick({ names: [] });
    await shard.tick({ names: [] });
    expect(askedFor(URL)).toBe(1);
  });

  test.each([
    ['an older value of the API’s', -30],
    ['an older value of somebody’s', null],
  ])('is not what KV still shows: %s', async (_what, minutes) => {
    serve(URL, 3);
    serve(OTHER, 3);
    await put(value(OTHER), minutes);
    await hand(value(URL));
    await shard.tick();
    shard.restart();
    await shard.tick();
    expect([askedFor(OTHER), askedFor(URL)]).toEqual([0, 2]);
    // KV had ten minutes to show it.
    await shard.tick();
    expect(askedFor(OTHER)).toBe(1);
  });

  test('is what KV shows since then, by whomever it was written', async () => {
    serve(URL, 3);
    serve(OTHER, 3);
    await put(value(URL), 0);
    await hand(value(URL));
    await shard.tick();
    await put(value(OTHER), null);
    await shard.tick({ minutes: 0 });
    expect([askedFor(URL), askedFor(OTHER)]).toEqual([1, 1]);
    // Not even then is what is known to be older.
    await put(value(URL), -60);
    await pollNow();
    expect(askedFor(URL)).toBe(1);
  });

  test('gives way to what was written later through the API', async () => {
    serve(URL, 3);
    serve(OTHER, 3);
    await hand(value(URL));
    await put(value(OTHER), 1);
    await shard.tick();
    expect([askedFor(URL), askedFor(OTHER)]).toEqual([0, 1]);
    // And a call that comes late changes nothing.
    await hand(value(URL), -10);
    expect((await states())[0]?.config).toBe(value(OTHER));
  });

  test('costs one row, and none where KV shows it', async () => {
    serve(URL, 3);
    await put(value(URL), 0);
    await shard.tick({ minutes: 20 });
    const rows = await shard.written();
    await hand(value(URL), 0);
    expect((await shard.written()) - rows).toBe(1);
    await put(value(URL), 0);
    await shard.tick({ minutes: 0 });
    expect((await shard.written()) - rows).toBe(1);
  });

  test('is not one of a name that no feed can have', async () => {
    await shard.ask((poller, now) => poller.handFeed('Not a name', { value: URL, at: now }));
    expect(await shard.sql('SELECT name FROM feed')).toEqual([]);
  });
});

describe('a deletion that was handed over', () => {
  beforeEach(async () => {
    serve(URL, 3);
    await put(value(URL), -60);
    await shard.tick();
    await hand(null);
  });

  test('holds though list and value say otherwise, also after the object was evicted', async () => {
    await shard.tick({ minutes: 4 });
    expect(await pollNow()).toEqual({ outcome: 'unknown' });
    shard.restart();
    await shard.tick({ minutes: 4 });
    expect(await pollNow()).toEqual({ outcome: 'unknown' });
    expect(await states()).toEqual([{ config: null, handed: true, state: 'new' }]);
    expect(askedFor(URL)).toBe(1);
  });

  test('is over once it is written anew, and the feed goes on where it was', async () => {
    serve(URL, 4);
    await hand(value(URL), 1);
    await shard.tick();
    await shard.tick();
    expect(shard.told('blog')).toEqual(['feed.watching', 'comment.created']);
  });

  test('is over where the list has it ten minutes later', async () => {
    shard.pass(10);
    await shard.tick();
    expect(askedFor(URL)).toBe(2);
  });

  test('of a feed that this shard never heard of holds as well', async () => {
    await shard.ask((poller, now) => poller.handFeed('other', { value: null, at: now }));
    await shard.configure('other');
    await shard.tick();
    expect(shard.asked('other')).toBe(0);
  });
});

test('where KV fails what was handed is polled', async () => {
  serve(URL, 3);
  await hand(value(URL));
  shard.parts = { config: kvWith({ getWithMetadata: async () => Promise.reject(new Error('429')) }, env.CONFIG) };
  await shard.tick({ names: null });
  expect(askedFor(URL)).toBe(1);
});
