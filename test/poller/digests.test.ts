import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { metadataOf, valueDigest } from '../../worker/config/metadata.ts';
import { listDigests } from '../../worker/io/kv.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';

const URL = urlOf('blog');
const OTHER = 'https://other.example/comments.atom';

let shard: Shard;
let reads: string[];

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  reads = [];
  shard.parts = {
    config: kvWith({
      getWithMetadata: (keys: readonly string[]) => (reads.push(...keys), env.CONFIG.getWithMetadata([...keys])),
    }),
  };
  for (const url of [URL, OTHER]) shard.pages.set(url, { body: movableType(comments(1, 3)) });
});

const value = (url: string) => JSON.stringify({ url, every: '5m', to: 'blog' });
/** Puts a value as `npm run push` does, or with the digest of another one. */
const put = async (text: string, of = text) =>
  env.CONFIG.put('feed:blog', text, { metadata: await metadataOf(of, shard.now(-60)) });
const askedFor = (url: string) => shard.requests.filter((request) => request.url === url).length;

/** Digests as KV's list shows them. */
async function listed(): Promise<ReadonlyMap<string, string>> {
  const found = await listDigests(env.CONFIG, 'feed:');
  if (!found.ok) throw new Error(found.reason);
  return new Map(found.value.flatMap(({ name, digest }) => (digest === null ? [] : [[name, digest] as const])));
}

async function tick(digests?: ReadonlyMap<string, string>): Promise<void> {
  shard.restart();
  await shard.tick({ digests: digests ?? (await listed()) });
}

async function hourOfTicks(digests?: ReadonlyMap<string, string>): Promise<void> {
  for (let at = 0; at < 12; at++) await tick(digests);
}

describe('a value with its digest in KV’s list', () => {
  test('is read once an hour, however often its feed is polled', async () => {
    await put(value(URL));
    await tick();
    await hourOfTicks();
    expect([reads.length, askedFor(URL)]).toEqual([2, 13]);
  });

  test('that is another one is read at the next tick, also where no poll is due', async () => {
    // For this one it is noted when CONFIG was read last.
    await env.CONFIG.put('feed:by-hand', JSON.stringify({ url: URL, every: '7d' }));
    await put(JSON.stringify({ url: URL, every: '7d' }));
    await tick();
    await put(value(OTHER));
    await tick();
    expect(askedFor(OTHER)).toBe(1);
  });

  test('that is there again after another one is the one that is polled', async () => {
    for (const url of [URL, OTHER, URL]) {
      await put(value(url));
      await tick();
    }
    expect(shard.requests.map(({ url }) => url)).toEqual([URL, OTHER, URL]);
  });

  test('is read where the list is older than what is known, and stays what it is', async () => {
    await put(value(URL));
    const old = await listed();
    await tick();
    await put(value(OTHER));
    await tick();
    reads = [];
    for (let at = 0; at < 3; at++) await tick(old);
    expect([reads.length, askedFor(OTHER), askedFor(URL)]).toEqual([3, 4, 1]);
  });

  test('is taken within the hour where the list stays old, or somebody else’s tool kept the digest of the one before', async () => {
    await put(value(URL));
    await tick();
    await put(value(OTHER), value(URL));
    await hourOfTicks();
    expect(askedFor(OTHER)).toBeGreaterThanOrEqual(1);
    expect(reads.length).toBeLessThan(13);
  });

  test('is read where KV does not show it yet, until it does', async () => {
    await put(value(URL));
    await tick();
    const later = new Map([['blog', await valueDigest(value(OTHER))]]);
    reads = [];
    for (let at = 0; at < 2; at++) await tick(later);
    await put(value(OTHER));
    await tick(later);
    await tick(later);
    expect(askedFor(OTHER)).toBe(2);
    expect(reads.slice(0, 3)).toEqual(['feed:blog', 'feed:blog', 'feed:blog']);
  });

  test('gives way for ten minutes to one that was written through the API, and is read meanwhile', async () => {
    await put(value(URL));
    await tick();
    const old = await listed();
    await shard.ask((poller, now) => poller.handFeed('blog', { value: value(OTHER), at: now }));
    await tick(old);
    await tick(old);
    expect([askedFor(OTHER), askedFor(URL)]).toEqual([2, 1]);
    await shard.ask((poller, now) => poller.handFeed('blog', { value: value(URL), at: now }));
    reads = [];
    await tick();
    expect(reads).toHaveLength(1);
  });

  test('that was wrong is read no more until it is another one', async () => {
    await put('{"url":5}');
    await tick();
    reads = [];
    for (let at = 0; at < 3; at++) await tick();
    expect(reads.length).toBeLessThanOrEqual(1);
    await put(value(URL));
    await tick();
    expect(askedFor(URL)).toBe(1);
  });
});

test('a value without a digest is read at each poll, beside others that have one', async () => {
  await env.CONFIG.put('feed:blog', value(URL));
  const pushed = JSON.stringify({ url: urlOf('pushed'), every: '5m', to: 'blog' });
  await env.CONFIG.put('feed:pushed', pushed, { metadata: await metadataOf(pushed, shard.now()) });
  const digests = new Map([['pushed', await valueDigest(pushed)]]);
  await tick(digests);
  await hourOfTicks(digests);
  expect(reads.filter((key) => key === 'feed:blog')).toHaveLength(13);
  expect(reads.filter((key) => key === 'feed:pushed').length).toBeLessThanOrEqual(2);
});

test('a shard whose values all have digests notes no looks at CONFIG', async () => {
  await put(JSON.stringify({ url: URL, every: '7d' }));
  await tick();
  const before = await shard.written();
  await hourOfTicks();
  expect((await shard.written()) - before).toBeLessThanOrEqual(1);
});
