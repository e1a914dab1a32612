import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const [MINUTE, DAY] = [60_000, 24 * 60 * 60_000];

let shard: Shard;
let site: FollowedSite;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  site = new FollowedSite('rss');
  for (const slug of ['kites', 'lids']) site.publish(slug, shard.now() - DAY, 3);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
});

function serve(at: Shard = shard): void {
  for (const [url, page] of site.pages()) at.pages.set(url, page);
}

async function ticks(count: number, at: Shard = shard, minutes = 5): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    serve(at);
    await at.tick({ minutes });
  }
}

const sent = (at: Shard = shard) => at.box().sentTexts();

test('a poll of a post’s comments that is cut off at any step tells each of them, under one key', async () => {
  for (let steps = 0; steps < 40; steps++) {
    await emptyKv();
    shard = new Shard();
    site = new FollowedSite('rss');
    site.publish('kites', shard.now() - DAY, 3);
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
    await ticks(2);
    site.comment('kites', shard.now());
    site.publish('lids', shard.now(), 1);
    serve();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => {});
    shard.process.revive();
    shard.restart();
    site.comment('kites', shard.now());
    await ticks(4);
    expect(new Set(sent()), `cut off after ${steps} steps`).toEqual(new Set(['kites 4', 'kites 5', 'lids 1']));
    const keys = new Map(shard.box().offered.map(({ key, event }) => [JSON.stringify(event.data), key]));
    expect(new Set(keys.values()).size).toBe(keys.size);
  }
});

/** Number of comments that SEEN has of the site's posts. */
async function put(): Promise<number> {
  const { children } = JSON.parse((await env.SEEN.get('blog')) ?? '{}');
  return children.flatMap(({ known }: { known: readonly unknown[] }) => known).length;
}

test('what came on a post alone is put into SEEN with its site', async () => {
  await ticks(8);
  expect(await put()).toBe(6);
  site.comment('kites', shard.now());
  await ticks(8);
  expect(await put()).toBe(7);
});

test('an object that was evicted after each tick tells the same', async () => {
  await ticks(3);
  for (const slug of ['kites', 'lids']) {
    site.comment(slug, shard.now());
    shard.restart();
    await ticks(1);
    shard.restart();
    await ticks(1);
  }
  expect(sent()).toEqual(['kites 4', 'lids 4']);
});

test('begins from SEEN where the object knows nothing: nothing is told twice, and what came since is', async () => {
  await ticks(8);
  const other = new Shard();
  other.pass(8 * 5);
  site.comment('kites', other.now());
  await ticks(4, other);
  expect(sent(other)).toEqual(['kites 4']);
});

describe('a post', () => {
  test('of which nothing was heard for as long as it is followed is watched no more', async () => {
    await ticks(2);
    site.window = 0;
    site.publish('else', shard.now() - MINUTE);
    site.window = 1;
    await ticks(1);
    shard.pass(15 * 24 * 60);
    await ticks(1);
    const [row] = await shard.sql<{ retired: number }>(
      'SELECT count(*) AS retired FROM child WHERE retired_at IS NOT NULL',
    );
    expect(row).toEqual({ retired: 3 });
  });

  test('that was given up is followed again once its count moves, and tells nothing old', async () => {
    await ticks(2);
    shard.pass(15 * 24 * 60);
    await ticks(2);
    site.comment('kites', shard.now());
    // A feed of posts to which no comment came for long is polled each half an hour.
    await ticks(8);
    expect(sent()).toEqual(['kites 4']);
  });
});

test('a comment feed that fails for a day is told of as the site’s, and so is its end', async () => {
  await ticks(2);
  const broken = { status: 500 };
  site.comment('kites', shard.now());
  for (let hour = 0; hour < 27; hour++) {
    serve();
    shard.pages.set('https://blog.example/kites/feed/', broken);
    await shard.tick({ minutes: 60 });
  }
  expect(shard.told('default')).toEqual(['feed.watching', 'feed.failing']);
  await ticks(8, shard, 60);
  expect(shard.told('default').toSorted()).toEqual([
    'comment.created',
    'feed.failing',
    'feed.recovered',
    'feed.watching',
  ]);
});

test('comments on a post that are gone for good are asked for once a day, also by an object that was evicted', async () => {
  await ticks(2);
  const url = 'https://blog.example/kites/feed/';
  for (let hour = 0; hour < 48; hour++) {
    serve();
    shard.pages.set(url, { status: 410 });
    await shard.tick({ minutes: 60 });
    if (hour % 3 === 0) shard.restart();
  }
  const asked = shard.requests.filter((request) => request.url === url).length;
  expect(asked).toBeGreaterThan(2);
  expect(asked).toBeLessThan(6);
  site.comment('kites', shard.now());
  await ticks(28, shard, 60);
  expect(sent()).toEqual(['kites 4']);
});

test('comments on a post that are gone for good are asked for though no tick came when it was their turn', async () => {
  await ticks(2);
  const url = 'https://blog.example/kites/feed/';
  const asked = (): number => shard.requests.filter((request) => request.url === url).length;
  serve();
  shard.pages.set(url, { status: 410 });
  site.comment('kites', shard.now());
  serve();
  shard.pages.set(url, { status: 410 });
  await shard.tick();
  const before = asked();
  shard.restart();
  shard.pass(30 * 60);
  await shard.tick();
  expect(asked()).toBe(before + 1);
});

test('a site whose first poll is cut off is told of as watched under one id', async () => {
  for (let steps = 0; steps < 12; steps++) {
    await emptyKv();
    shard = new Shard();
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
    serve();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => {});
    shard.process.revive();
    shard.restart();
    await ticks(2);
    const keys = shard.box().offered.flatMap(({ key, event }) => (event.type === 'feed.watching' ? [key] : []));
    expect(new Set(keys).size, `cut off after ${steps} steps`).toBe(1);
  }
});

test('a post that was deleted is no failure of its site', async () => {
  site.publish('later', shard.now() - MINUTE);
  await ticks(2);
  site.window = 1;
  for (let hour = 0; hour < 48; hour++) {
    serve();
    for (const slug of ['kites', 'lids'])
      shard.pages.set(`https://blog.example/${slug}/feed/`, { status: slug === 'kites' ? 404 : 410 });
    await shard.tick({ minutes: 60 });
  }
  expect(shard.told('default')).toEqual(['feed.watching']);
});

test('rows that its posts’ comment feeds cost are counted', async () => {
  const usage = async () =>
    (await shard.ask((poller, now) => poller.shardOverview({ names: ['blog'], page: null }, now))).usage.rows;
  await ticks(2);
  const [before, written] = [await usage(), await shard.written()];
  for (const slug of ['kites', 'lids', 'kites']) {
    site.comment(slug, shard.now());
    await ticks(1);
  }
  const rows = (await shard.written()) - written;
  expect(rows).toBeGreaterThan(6);
  expect((await usage()) - before).toBe(rows);
});

test('a site that is renamed tells what comes then, and nothing twice', async () => {
  await ticks(8);
  site.comment('kites', shard.now());
  const copy = await shard.ask((poller) => poller.copyFeed('blog'));
  await env.CONFIG.delete('feed:blog');
  await env.CONFIG.put('feed:site', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
  if (copy === null) throw new Error('nothing was copied');
  await shard.ask((poller, now) => poller.adoptFeed('site', copy, now));
  await ticks(2);
  site.comment('lids', shard.now());
  await ticks(2);
  expect(sent()).toEqual(['kites 4', 'lids 4']);
});

test('a post of a site that is renamed, whose comments could not be read, is asked for them though no tick came at its turn', async () => {
  await ticks(2);
  site.comment('kites', shard.now());
  for (let hour = 0; hour < 7; hour++) {
    serve();
    shard.pages.set('https://blog.example/kites/feed/', { status: 500 });
    await shard.tick({ minutes: 60 });
  }
  const copy = await shard.ask((poller) => poller.copyFeed('blog'));
  await env.CONFIG.delete('feed:blog');
  await env.CONFIG.put('feed:site', JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
  if (copy === null) throw new Error('nothing was copied');
  await shard.ask((poller, now) => poller.adoptFeed('site', copy, now));
  shard.pass(7 * 60);
  await ticks(1);
  expect(sent()).toEqual(['kites 4']);
});

test('a site that is resumed without delivery holds what came meanwhile, on each of its posts, and tells what comes then', async () => {
  await ticks(2);
  const value = { url: 'https://blog.example/feed.xml', follow: '14d' };
  await env.CONFIG.put('feed:blog', JSON.stringify({ ...value, paused: true }));
  await ticks(4);
  site.comment('kites', shard.now());
  await ticks(2);
  await env.CONFIG.put('feed:blog', JSON.stringify(value));
  await shard.ask((poller, now) => poller.resumeFeed('blog', false, now));
  await ticks(5);
  for (const slug of ['kites', 'lids']) site.comment(slug, shard.now());
  await ticks(3);
  expect(sent().toSorted()).toEqual(['kites 5', 'lids 4']);
});

test('a site that is followed no more forgets its posts', async () => {
  await ticks(2);
  await env.CONFIG.put('feed:blog', 'https://blog.example/feed.xml');
  await ticks(4);
  expect(await shard.sql('SELECT url FROM child')).toEqual([]);
});
