import { env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CHILDREN } from '../../worker/rules/follow.ts';
import { FIRST_SHARDS, shardOf } from '../../worker/shards.ts';
import { FollowedSite } from '../support/followed-site.ts';
import { emptyKv, Shard } from '../support/shard.ts';
import { call } from './answers.ts';
import { ask, ADMIN_TOKEN, bearer, READ_TOKEN, vars } from './asking.ts';

const DAY = 24 * 60 * 60_000;

type Item = Readonly<Record<string, unknown>> & { readonly url: string };

/** Shards that tests have had: the object that the API asks knows nothing of what `Shard` writes to its storage after that. */
const taken = new Set<number>();

/** A name in a shard that no test has had. */
function nameInNewShard(): string {
  for (;;) {
    const name = `f-${crypto.randomUUID()}`;
    const shard = shardOf(name, FIRST_SHARDS);
    if (taken.has(shard) && taken.size < FIRST_SHARDS) continue;
    taken.add(shard);
    return name;
  }
}

/** A site that is followed in the shard of its name, which the API asks too. */
class Followed {
  readonly name = nameInNewShard();
  readonly shard = new Shard(`shard-${shardOf(this.name, FIRST_SHARDS)}`);
  readonly site = new FollowedSite('rss', `https://${this.name}.example`);
  /** Posts whose comments answer 500. */
  readonly broken = new Set<string>();

  async configure(more: object = {}): Promise<void> {
    const value = { url: `${this.site.root}/feed.xml`, follow: '14d', to: this.name, ...more };
    await env.CONFIG.put(`feed:${this.name}`, JSON.stringify(value));
  }

  url(slug: string): string {
    return `${this.site.root}/${slug}/feed/`;
  }

  async ticks(count: number, minutes = 5): Promise<void> {
    for (let tick = 0; tick < count; tick++) {
      for (const [url, page] of this.site.pages()) this.shard.pages.set(url, page);
      for (const slug of this.broken) this.shard.pages.set(this.url(slug), { status: 500 });
      await this.shard.tick({ minutes, names: [this.name] });
    }
    vi.setSystemTime(this.shard.now());
  }

  read(token?: string) {
    return call('GET', `/api/feeds/${this.name}`, undefined, token);
  }

  list(query = '', token?: string) {
    return call('GET', `/api/feeds/${this.name}/posts${query}`, undefined, token);
  }

  async items(query = ''): Promise<readonly Item[]> {
    return ((await this.list(query)).body as { items: readonly Item[] }).items;
  }
}

let followed: Followed;

beforeEach(async () => {
  await emptyKv();
  vi.useFakeTimers({ toFake: ['Date'] });
  followed = new Followed();
  vi.setSystemTime(followed.shard.now());
});
afterEach(async () => {
  vi.useRealTimers();
  await emptyKv();
});

/** Three posts with comments and one without, of which one is broken for two days. */
async function withTrouble(): Promise<void> {
  const { site, shard, broken } = followed;
  for (const [at, slug] of ['kites', 'lids', 'swans'].entries()) site.publish(slug, shard.now() - (at + 1) * DAY, 3);
  site.publish('silent', shard.now() - DAY / 2);
  await followed.configure();
  await followed.ticks(4);
  broken.add('lids');
  site.comment('lids', shard.now());
  await followed.ticks(2, 60);
  site.comment('swans', shard.now());
  await followed.ticks(2);
}

describe('GET /api/feeds/:name of a site that is followed', () => {
  test('counts its posts, and tells of which the comments cannot be read, since when and why', async () => {
    await withTrouble();
    const { body } = await followed.read();
    expect(body).toMatchObject({
      posts: { watched: 4, unread: 0, failing: 1, gone: 0, retired: { quiet: 0, crowded: 0 } },
    });
    const { troubles } = (body as { posts: { troubles: readonly Item[] } }).posts;
    expect(troubles).toEqual([
      { url: followed.url('lids'), since: expect.any(String), reason: expect.stringContaining('status') },
    ]);
  });

  test.each([false, true])(
    'gives the last news of its comments: that posts were read, or are new, is none (one came: %s)',
    async (isTold) => {
      const { site, shard } = followed;
      site.publish('kites', shard.now() - DAY, 3);
      await followed.configure();
      await followed.ticks(3);
      const at = new Date(shard.now()).toISOString();
      if (isTold) site.comment('kites', shard.now());
      await followed.ticks(3);
      site.publish('new', shard.now());
      await followed.ticks(3);
      expect((await followed.read()).body).toMatchObject({ lastNews: isTold ? at : null });
    },
  );

  test('counts those that are still to be read', async () => {
    const { site, shard } = followed;
    for (let at = 1; at <= 30; at++) site.publish(`post-${at}`, shard.now() - at * DAY, 1);
    site.window = 30;
    await followed.configure();
    await followed.ticks(1);
    const begun = (await followed.read()).body as { posts: { watched: number; unread: number } };
    expect(begun.posts.watched).toBe(30);
    expect(begun.posts.unread).toBeGreaterThan(0);
    expect(begun.posts.unread).toBeLessThan(30);
  });

  test('counts those that were quiet for too long, and says so of each', async () => {
    const { site, shard } = followed;
    for (let at = 1; at <= 5; at++) site.publish(`post-${at}`, shard.now() - at * DAY, 1);
    await followed.configure();
    await followed.ticks(3);
    await followed.ticks(3, 15 * 24 * 60);
    expect((await followed.read()).body).toMatchObject({
      posts: { watched: 0, unread: 0, retired: { quiet: 5, crowded: 0 } },
    });
    const items = await followed.items();
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({ state: 'retired', next: null, reason: expect.stringContaining('follow') });
  });

  test('counts those for which there was no room from the beginning on', async () => {
    const { site, shard } = followed;
    for (let at = 0; at < CHILDREN + 3; at++) site.publish(`post-${at}`, shard.now() - at * 60_000);
    site.window = 600;
    await followed.configure();
    await followed.ticks(1);
    expect((await followed.read()).body).toMatchObject({
      posts: { watched: CHILDREN, retired: { quiet: 0, crowded: 3 } },
    });
  });

  test('counts those that were given up for others', async () => {
    const { site, shard } = followed;
    for (let at = 0; at < CHILDREN; at++) site.publish(`post-${at}`, shard.now() - at * 60_000);
    site.window = 600;
    await followed.configure();
    await followed.ticks(1);
    for (let at = 0; at < 3; at++) site.publish(`late-${at}`, shard.now() - at * 60_000);
    await followed.ticks(2);
    expect((await followed.read()).body).toMatchObject({
      posts: { watched: CHILDREN, retired: { quiet: 0, crowded: 3 } },
    });
    const retired = await followed.items('?state=retired');
    expect(retired.map(({ reason }) => reason)).toEqual(Array(3).fill(expect.stringContaining('quietest')));
  });

  test('says nothing of posts where the feed is none of a site, and in lists', async () => {
    await followed.configure();
    expect(await env.CONFIG.get(`feed:${followed.name}`)).toContain('follow');
    const { body } = await call('GET', '/api/feeds');
    for (const item of (body as { items: readonly object[] }).items) expect(item).not.toHaveProperty('posts');
    const other = `f-${crypto.randomUUID()}`;
    await call('PUT', `/api/feeds/${other}`, 'https://blog.example/comments.atom');
    expect((await call('GET', `/api/feeds/${other}`)).body).not.toHaveProperty('posts');
    expect((await call('GET', `/api/feeds/${other}/posts`)).body).toEqual({ items: [], next: null });
  });
});

describe('GET /api/feeds/:name/posts', () => {
  test('lists posts that fail first, then those with the latest news, each with its comments and polls', async () => {
    await withTrouble();
    const items = await followed.items();
    expect(items.map(({ url, state, comments }) => [url, state, comments])).toEqual([
      [followed.url('lids'), 'failing', 4],
      [followed.url('swans'), 'ok', 4],
      [followed.url('silent'), 'ok', 0],
      [followed.url('kites'), 'ok', 3],
    ]);
    const [lids, swans, silent] = items;
    expect(lids).toMatchObject({ reason: expect.stringContaining('status'), since: expect.any(String) });
    for (const one of [lids, swans]) {
      expect(Date.parse(String(one?.['lastPoll']))).toBeLessThanOrEqual(Date.now());
      expect(Date.parse(String(one?.['next']))).toBeGreaterThan(Date.now());
    }
    expect(swans?.['lastNews']).not.toBeNull();
    // It is read once its comments are counted, else once a day.
    expect(silent).toMatchObject({ lastNews: null, lastPoll: null });
    expect(Date.parse(String(silent?.['next'])) - Date.now()).toBeLessThanOrEqual(DAY);
  });

  test('names the tick that polls a post next', async () => {
    await withTrouble();
    const next = async () => String((await followed.items('?state=failing'))[0]?.['next']);
    const named = await next();
    const { shard } = followed;
    const asked = () => shard.requests.filter(({ url }) => url === followed.url('lids')).length;
    const before = asked();
    while (new Date(shard.now()).toISOString() < named) await followed.ticks(1);
    expect(asked()).toBe(before);
    await followed.ticks(1);
    expect(asked()).toBe(before + 1);
  });

  test('gives pages that hold each post once, and those of one state', async () => {
    await withTrouble();
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { body } = await followed.list(`?limit=1${after === '' ? '' : `&after=${after}`}`);
      const page = body as { items: readonly Item[]; next: string | null };
      seen.push(...page.items.map(({ url }) => url));
      after = page.next;
    }
    expect(seen).toEqual((await followed.items()).map(({ url }) => url));
    expect((await followed.items('?state=failing')).map(({ url }) => url)).toEqual([followed.url('lids')]);
  });

  test('is 404 where there is no such feed, and 422 for a place or a state that there is not', async () => {
    await followed.configure();
    expect((await call('GET', '/api/feeds/nobody/posts')).status).toBe(404);
    for (const query of ['?after=nonsense', '?state=odd', '?q=x'])
      expect([query, (await followed.list(query)).status]).toEqual([query, 422]);
  });

  test('masks the addresses of a site whose own is a secret, for both tokens', async () => {
    await withTrouble();
    await env.CONFIG.put(`feed:${followed.name}`, JSON.stringify({ url: 'secret:SITE', follow: '14d' }));
    const given = { ...vars, SITE: `${followed.site.root}/feed.xml` } as typeof vars;
    for (const token of [ADMIN_TOKEN, READ_TOKEN]) {
      const list = await ask(`/api/feeds/${followed.name}/posts`, { headers: bearer(token) }, given);
      const { items } = await list.json<{ items: readonly Item[] }>();
      for (const { url } of items) expect(url).toMatch(/^masked:.{0,4}$/);
      expect(items).toHaveLength(4);
    }
  });

  test('is open to READ_TOKEN', async () => {
    await followed.configure();
    expect((await followed.list('', READ_TOKEN)).status).toBe(200);
  });
});
