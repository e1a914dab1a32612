import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchFeed, type FeedRequest } from '../../../worker/io/fetch-feed.ts';
import { asked, redirect, web } from '../../io/web.ts';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

// A hundred posts, each with a redirect before its comments: every request counts, the redirected ones too.

const DAY = 24 * 60 * 60_000;

/** Requests of a shard in one tick without which all goes on. */
const SPARE = 20;

/** Requests that the platform allows in one run. */
const ALLOWED = 50;

/** Addresses at which each post's comments are named, and at which they are. */
const DETOURS = {
  'from http to https': ['http://blog.example', 'https://blog.example', '/feed/', '/feed/'],
  'to a slash at the end': ['https://blog.example', 'https://blog.example', '/feed', '/feed/'],
} as const;

type Detour = keyof typeof DETOURS;
const isDetour = (name: string): name is Detour => name in DETOURS;

let shard: Shard;
let site: FollowedSite;
let detour: (typeof DETOURS)[Detour];
/** Comment feeds that were read. */
const read = new Set<string>();
/** Item that stands first in the feed of posts. */
let endless = '';

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  endless = '';
  read.clear();
});

async function follow(name: Detour): Promise<void> {
  detour = DETOURS[name];
  site = new FollowedSite('rss', detour[1]);
  site.window = 200;
  for (let post = 1; post <= 100; post++) site.publish(`post-${post}`, shard.now() - post * DAY, 3);
  shard.parts = { fetchFeed: allowed };
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: `${detour[0]}/feed.xml`, follow: '14d', every: '5m' }));
}

const isLeft = () => asked.length < ALLOWED;

/** Asks as the Worker does, on a platform that allows so many requests in a run, and no more. */
async function allowed(request: FeedRequest): ReturnType<typeof fetchFeed> {
  const refusal = { ok: false, reason: 'limit', detail: 'Too many.', status: null, retryAfter: null } as const;
  return isLeft()
    ? fetchFeed({ ...request, mayRedirect: () => isLeft() && request.mayRedirect?.() !== false })
    : refusal;
}

/** A tick; gives the number of its requests. */
async function tick(): Promise<number> {
  const [from, to, named, there] = detour;
  for (const [url, { body }] of site.pages()) {
    const head = url.endsWith('feed.xml') ? body.replace('<item>', `${endless}<item>`) : body;
    const page = head.replaceAll(`${to}/post-`, `${from}/post-`).replaceAll(`${there}</wfw`, `${named}</wfw`);
    web.set(url, () => new Response(page, { headers: { 'content-type': 'application/xml' } }));
    const before = url.replace(to, from).replace(/\/feed\/$/, named);
    if (before !== url) web.set(before, () => redirect(url, 301));
  }
  asked.length = 0;
  shard.restart();
  await shard.tick();
  for (const { url } of asked) if (url.startsWith(detour[1]) && url.endsWith('/feed/')) read.add(url);
  return asked.length;
}

const created = () => shard.told('default').filter((type) => type === 'comment.created').length;

/** Ticks until one asks for nothing but the feed of posts; gives the number of requests of each. */
async function readIn(most = 20): Promise<readonly number[]> {
  const counts: number[] = [];
  while (read.size < 100 && counts.length < most) {
    counts.push(await tick());
  }
  expect(read.size).toBe(100);
  return counts;
}

describe.each(Object.keys(DETOURS).filter(isDetour))('a hundred posts whose comments are redirected %s', (name) => {
  beforeEach(() => follow(name));

  test('are read in ten ticks, each within the requests that it has to spare', async () => {
    const counts = await readIn();
    expect(counts).toHaveLength((100 * 2) / SPARE);
    // The feed of posts and its own redirect, and the daily look-backs of posts that were read.
    expect(Math.max(...counts)).toBeLessThanOrEqual(SPARE + 2 + 4);
  });

  test('tell what came while they were read in, and then on all at once, beyond what a run allows, once each', async () => {
    await tick();
    site.comment('post-1', shard.now());
    site.comment('post-90', shard.now());
    await readIn();
    expect(created()).toBe(2);
    for (let post = 1; post <= 100; post++) site.comment(`post-${post}`, shard.now());
    for (let count = 0; count < 5; count++) expect(await tick()).toBeLessThanOrEqual(ALLOWED);
    expect(created()).toBe(102);
    for (let count = 0; count < 5; count++) await tick();
    expect(created()).toBe(102);
  });
});

test('a post whose search never ends within what a tick has to spare keeps no other from being read', async () => {
  await follow('to a slash at the end');
  const page = 'https://blog.example/endless/';
  const links = Array.from({ length: 12 }, (_, at) => {
    web.set(`${page}${at}.xml`, () => redirect(`${page}${at}/`, 301));
    return `<link rel="alternate" type="application/rss+xml" title="Comments on endless" href="${page}${at}.xml">`;
  });
  web.set(page, () => new Response(`<!doctype html><html><head><title>Endless</title>${links.join('')}</head></html>`));
  endless = `<item><title>Endless</title><link>${page}</link><guid isPermaLink="false">endless</guid><pubDate>${new Date(shard.now() - 1000).toUTCString()}</pubDate></item>`;
  expect(await readIn(40)).not.toHaveLength(40);
});
