import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const DAY = 24 * 60 * 60_000;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

/** A site of three posts in CONFIG, whose comment feeds are at `commentsAt`. */
async function followed(name: string, commentsAt = `https://${name}.example`) {
  const root = `https://${name}.example`;
  const site = new FollowedSite('rss', root);
  for (let post = 1; post <= 3; post++) site.publish(`${name}-${post}`, shard.now() - post * DAY, 2);
  await env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: `${root}/feed.xml`, follow: '14d', to: name }));
  const serve = (): void => {
    for (const [url, { body }] of site.pages())
      shard.pages.set(url.endsWith('/feed/') ? url.replace(root, commentsAt) : url, {
        body: body.replace(/(<wfw:commentRss>)https:..[^/]+/g, `$1${commentsAt}`),
      });
  };
  return { site, serve };
}

async function ticks(count: number, sites: readonly { readonly serve: () => void }[]): Promise<void> {
  for (let tick = 0; tick < count; tick++) {
    for (const { serve } of sites) serve();
    await shard.tick();
  }
}

const created = (name: string) => shard.told(name).filter((type) => type === 'comment.created').length;

test('two sites whose comments lie at each other’s hosts are read, and each host is asked by one feed at a time', async () => {
  const sites = [await followed('one', 'https://two.example'), await followed('two', 'https://one.example')];
  const running = new Map<string, number>();
  let most = 0;
  const { fetchFeed } = shard.deps();
  shard.parts = {
    fetchFeed: async (request) => {
      const { host } = new URL(request.url);
      const count = (running.get(host) ?? 0) + 1;
      running.set(host, count);
      most = Math.max(most, count);
      await scheduler.wait(1);
      running.set(host, count - 1);
      return fetchFeed(request);
    },
  };
  await ticks(8, sites);
  for (const [at, name] of ['one', 'two'].entries())
    for (let post = 1; post <= 3; post++) sites[at]?.site.comment(`${name}-${post}`, shard.now());
  await ticks(8, sites);
  expect([created('one'), created('two')]).toEqual([3, 3]);
  expect(most).toBe(1);
});

test('a site at a host that allows few requests asks one URL a tick, its posts’ comment feeds among them', async () => {
  const site = await followed('one');
  await shard.configure('full', { url: 'https://one.example/full.atom' });
  shard.pages.set('https://one.example/full.atom', { status: 429 });
  await ticks(1, [site]);
  shard.pages.delete('https://one.example/full.atom');
  await env.CONFIG.delete('feed:full');
  const asked: number[] = [];
  const count = async (): Promise<void> => {
    const before = shard.requests.length;
    await ticks(1, [site]);
    asked.push(shard.requests.length - before);
    shard.restart();
  };
  for (let tick = 0; tick < 24; tick++) await count();
  for (let post = 1; post <= 3; post++) site.site.comment(`one-${post}`, shard.now());
  for (let tick = 0; tick < 24; tick++) await count();
  expect(Math.max(...asked)).toBe(1);
  expect(created('one')).toBe(3);
});

test('at a host that allows few requests a post that is new has its turn, though others are due in every tick', async () => {
  const site = new FollowedSite('silent', 'https://one.example');
  const serve = (): void => {
    for (const [url, page] of site.pages()) shard.pages.set(url, page);
  };
  for (let post = 1; post <= 3; post++) site.publish(`post-${post}`, shard.now() - post * DAY, 1);
  await env.CONFIG.put('feed:one', JSON.stringify({ url: 'https://one.example/feed.xml', follow: '14d', to: 'one' }));
  await ticks(4, [{ serve }]);
  await shard.configure('full', { url: 'https://one.example/full.atom' });
  shard.pages.set('https://one.example/full.atom', { status: 429 });
  await ticks(1, [{ serve }]);
  await env.CONFIG.delete('feed:full');
  for (let tick = 0; tick < 40; tick++) {
    if (tick % 2 === 0) for (let post = 1; post <= 3; post++) site.comment(`post-${post}`, shard.now());
    if (tick === 1) site.publish('new', shard.now());
    if (tick === 20) site.comment('new', shard.now());
    await ticks(1, [{ serve }]);
  }
  const texts = shard
    .box('one')
    .accepted.flatMap(({ event }) => (event.type === 'comment.created' ? [event.data.comment.text] : []));
  expect(texts).toContain('new 1');
});
