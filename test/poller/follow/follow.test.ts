import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FollowedSite, type SiteKind } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const DAY = 24 * 60 * 60_000;

let shard: Shard;
let site: FollowedSite;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

/** Ten posts, one per day, the newest of yesterday, of three comments each; the last one is two weeks old. */
async function follow(kind: SiteKind, url = 'https://blog.example/feed.xml'): Promise<void> {
  site = new FollowedSite(kind);
  for (let day = 1; day <= 9; day++) site.publish(`post-${day}`, shard.now() - day * DAY, 3);
  site.publish('old', shard.now() - 14 * DAY, 3);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url, follow: '14d' }));
}

async function tick(): Promise<void> {
  for (const [url, page] of site.pages()) shard.pages.set(url, page);
  await shard.tick();
}

async function ticks(count: number): Promise<void> {
  for (let tickNumber = 0; tickNumber < count; tickNumber++) await tick();
}

/** Texts of the comments that were sent, in order. */
const sent = () => shard.box().sentTexts();

describe.each<[SiteKind, string]>([
  ['rss', 'https://blog.example/feed.xml'],
  ['rss', 'https://blog.example/'],
  ['atom', 'https://blog.example/feed.xml'],
  ['silent', 'https://blog.example/feed.xml'],
])('a followed site (%s), given as %s', (kind, url) => {
  beforeEach(async () => {
    await follow(kind, url);
    await ticks(8);
  });

  test('tells that it is watched, and nothing of what was there', () => {
    expect(shard.told('default')).toEqual(['feed.watching']);
  });

  test('tells every comment on any of its posts, the old ones too, once', async () => {
    for (let day = 1; day <= 9; day++) site.comment(`post-${day}`, shard.now());
    site.comment('old', shard.now());
    await ticks(8);
    expect(sent().toSorted()).toEqual(['old 4', ...Array.from({ length: 9 }, (_, at) => `post-${at + 1} 4`)]);
    const keys = shard.box().accepted.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('tells all comments on a post that is new', async () => {
    site.publish('new', shard.now() - 60_000);
    await ticks(2);
    site.comment('new', shard.now());
    site.comment('new', shard.now() + 1_000);
    await ticks(8);
    expect(sent()).toEqual(['new 1', 'new 2']);
  });

  test('tells nothing old of an old post that slides in, and what comes then', async () => {
    site.publish('slid', shard.now() - 200 * DAY, 3);
    site.comment('slid', shard.now() - 60 * 60_000);
    site.window = 11;
    await ticks(8);
    site.comment('slid', shard.now());
    await ticks(8);
    expect(sent()).toEqual(['slid 5']);
  });
});

test('a draft that is published with what was said of it there tells only what comes then', async () => {
  await follow('rss');
  await ticks(3);
  site.publish('draft', shard.now() - 5.5 * DAY, 3);
  await ticks(8);
  site.comment('draft', shard.now());
  await ticks(8);
  expect(sent()).toEqual(['draft 4']);
});

test('a post whose comments are not shown at first, though they are counted, tells nothing old once they are', async () => {
  await follow('rss');
  site.shown = 0;
  await ticks(3);
  site.shown = 10;
  for (let day = 1; day <= 9; day++) site.comment(`post-${day}`, shard.now());
  await ticks(8);
  expect(sent().toSorted()).toEqual(Array.from({ length: 9 }, (_, at) => `post-${at + 1} 4`));
});

test('a preview of a site finds its feed of posts, and how many comments these count', async () => {
  await follow('rss');
  for (const [url, page] of site.pages()) shard.pages.set(url, page);
  const value = JSON.stringify({ url: 'https://blog.example/', follow: '14d' });
  const { found } = await shard.ask((poller, now) => poller.preview('blog', value, now));
  expect(found).toMatchObject({ kind: 'feed', chosen: { url: 'https://blog.example/feed.xml' }, comments: 30 });
});

test('the log counts each comment that a poll of the site has read once', async () => {
  const logged = vi.spyOn(console, 'log');
  await follow('rss');
  await tick();
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines.filter(({ event }) => event === 'feed.polled')).toMatchObject([{ outcome: 'watching', comments: 30 }]);
});
