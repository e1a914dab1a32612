import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { fetchFeed } from '../../worker/io/fetch-feed.ts';
import type { Dependencies } from '../../worker/poller/dependencies.ts';
import { LimitedHosts } from '../../worker/poller/limited-hosts.ts';
import { Notes } from '../../worker/poller/store/notes.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard } from '../support/shard.ts';
import { leap, stopClock } from '../support/stopped-clock.ts';

const BODY = movableType(comments(1, 2));
const HOUR = 60 * 60_000;
const NOON = Date.UTC(2026, 10, 2, 12);
const REDDIT = 'https://www.reddit.com';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

/** Puts so many subreddits' feeds into CONFIG; gives their names. */
async function subreddits(count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, at) => `sub-${at}`);
  for (const [at, name] of names.entries()) {
    const host = ['www.reddit.com', 'old.reddit.com', 'reddit.com'][at % 3];
    await shard.configure(name, { url: `https://${host}/r/${name}/comments/.rss` });
  }
  return names;
}

/** Lets each feed of Reddit's be one of a real server that allows one request a tick; gives what was asked since. */
function limitedServer(shards: readonly Shard[], key: string, gates: string) {
  const origin = inject('answers');
  const parts: Partial<Dependencies> = {
    gateOf: (name) => env.HOSTS.getByName(`${gates}-${name}`),
    fetchFeed: (request) =>
      fetchFeed({
        ...request,
        url: request.url.replace(/^https:\/\/[^/]+/, `${origin}/limited/${key}`),
        allowPrivate: true,
      }),
  };
  for (const one of shards) one.parts = parts;
  return async () => {
    const response = await fetch(`${origin}/limited/${key}`, { method: 'DELETE' });
    const asked = await response.json<{ path: string; status: number }[]>();
    return asked.map(({ path, status }) => `${status} ${path.split('/')[1]}`);
  };
}

test.each([
  ['that stay', false],
  ['that are evicted between ticks, their gate too', true],
])('ten subreddits in ten shards %s are polled within the limit, each in turn', async (_case, isEvicted) => {
  const names = await subreddits(10);
  const shards = names.map(() => new Shard());
  const gates = crypto.randomUUID();
  const asked = limitedServer(shards, gates, gates);
  const ticks: (readonly string[])[] = [];
  for (let tick = 0; tick < 30; tick++) {
    await Promise.all(shards.map((one, at) => one.tick({ names: [names[at] ?? ''] })));
    ticks.push(await asked());
    if (!isEvicted) continue;
    for (const one of shards) one.restart();
    await evictDurableObject(env.HOSTS.getByName(`${gates}-reddit.com`));
  }
  expect(ticks.map(({ length }) => length)).toEqual(ticks.map(() => 1));
  const all = names.map((name) => `200 ${name}`);
  for (const from of [0, 10, 20])
    expect(
      ticks
        .slice(from, from + 10)
        .flat()
        .toSorted(),
    ).toEqual(all.toSorted());
});

test('over eight hours of evictions each of nine has its turn every nine ticks, though a tenth shard cannot reach the gate', async () => {
  const names = await subreddits(10);
  const shards = names.map(() => new Shard());
  const gates = crypto.randomUUID();
  const cutOff = { ask: () => Promise.reject(new Error('away')), close: async () => {} };
  for (const [at, one] of shards.entries()) {
    const host = ['www.reddit.com', 'old.reddit.com', 'reddit.com'][at % 3];
    one.pages.set(`https://${host}/r/sub-${at}/comments/.rss`, { body: BODY });
    const gateOf: Dependencies['gateOf'] = (name) => env.HOSTS.getByName(`${gates}-${name}`);
    one.parts = { gateOf: at === 9 ? () => cutOff : gateOf };
  }
  const last = names.map(() => 0);
  const gaps: number[] = [];
  for (let tick = 1; tick <= 96; tick++) {
    const before = shards.map(({ requests }) => requests.length);
    await Promise.all(shards.map((one, at) => one.tick({ names: [names[at] ?? ''] })));
    const asked = shards.map(({ requests }, at) => requests.length - (before[at] ?? 0));
    expect([asked.slice(0, 9).reduce((sum, count) => sum + count), asked[9]]).toEqual([1, 1]);
    const polled = asked.indexOf(1);
    gaps.push(tick - (last[polled] ?? 0));
    last[polled] = tick;
    for (const one of shards) one.restart();
    await evictDurableObject(env.HOSTS.getByName(`${gates}-reddit.com`));
  }
  expect(Math.max(...gaps)).toBe(9);
});

test('subreddits of one shard take turns as well, the first of them asks for all, and each poll costs few rows', async () => {
  const names = await subreddits(4);
  const asked = limitedServer([shard], crypto.randomUUID(), crypto.randomUUID());
  const polled: string[] = [];
  for (let tick = 0; tick < 8; tick++) {
    await shard.tick();
    polled.push(...(await asked()));
    shard.restart();
  }
  const all = names.map((name) => `200 ${name}`);
  expect(polled.slice(0, 4).toSorted()).toEqual(all);
  expect(polled.slice(4)).toEqual(polled.slice(0, 4));
  const before = await shard.written();
  for (let tick = 0; tick < 4; tick++) await shard.tick();
  // Of each tick that a feed waits, and that one was polled; and of the shard when it looked at CONFIG.
  expect((await shard.written()) - before).toBeLessThanOrEqual(3 * 4);
});

/** Gates that fail; gives how often they were asked. */
const failingGates = (ask: () => Promise<boolean>) => {
  let count = 0;
  const gate = {
    ask: () => {
      count += 1;
      return ask();
    },
    close: () => Promise.reject(new Error('it crashed')),
  };
  shard.parts = { gateOf: () => gate as unknown as ReturnType<Dependencies['gateOf']> };
  return () => count;
};

const serveAll = async () => {
  const names = await subreddits(3);
  for (const [at, name] of names.entries()) {
    const host = ['www.reddit.com', 'old.reddit.com', 'reddit.com'][at % 3];
    shard.pages.set(`https://${host}/r/${name}/comments/.rss`, { body: BODY });
  }
};

describe('a gate that does not answer', () => {
  test.each<[string, () => Promise<boolean>]>([
    ['crashes', () => Promise.reject(new Error('it crashed'))],
    [
      'hangs for two seconds',
      async () => {
        await leap();
        return new Promise<never>(() => {});
      },
    ],
  ])('as it %s keeps nobody waiting: one feed a tick is polled, and it is asked once', async (_case, ask) => {
    stopClock();
    await serveAll();
    const count = failingGates(ask);
    for (let tick = 1; tick <= 3; tick++) {
      const before = Date.now();
      await shard.tick();
      expect(Date.now() - before).toBeLessThanOrEqual(2000);
      expect([shard.requests.length, count()]).toEqual([tick, tick]);
    }
    expect(new Set(shard.requests.map(({ url }) => url)).size).toBe(3);
  });

  test('lets a person look once in a tick, and not where a feed was polled in it', async () => {
    await serveAll();
    failingGates(() => Promise.reject(new Error('it crashed')));
    const look = () => shard.ask((poller, now) => poller.discover(`${REDDIT}/r/sub-0/comments/.rss`, now));
    expect((await look()).kind).toBe('feed');
    expect((await look()).kind).toBe('none');
    await shard.tick({ names: [] });
    await shard.tick();
    expect((await shard.ask((poller, now) => poller.pollNow('sub-0', now - 5 * 60_000))).outcome).toBe('postponed');
  });
});

describe('a host that answered 429', () => {
  const HOST = 'https://busy.example';
  const urlAt = (name: string) => `${HOST}/${name}.atom`;
  const configureAt = async (names: readonly string[]) => {
    for (const name of names) {
      await shard.configure(name, { url: urlAt(name) });
      shard.pages.set(urlAt(name), { body: BODY });
    }
  };

  test('is asked in turn for seven days, also by an object that knows it from its row alone, and freely after that', async () => {
    await configureAt(['a', 'b', 'c']);
    await shard.tick();
    expect(shard.requests).toHaveLength(3);
    shard.pages.set(urlAt('a'), { status: 429 });
    await shard.tick();
    shard.pages.set(urlAt('a'), { body: BODY });
    shard.pass(60);
    const polls = async () => {
      const before = shard.requests.length;
      shard.restart();
      await shard.tick();
      return shard.requests.length - before;
    };
    expect([await polls(), await polls(), await polls()]).toEqual([1, 1, 1]);
    shard.pass(6.9 * 24 * 60);
    expect(await polls()).toBe(1);
    shard.pass(2 * 24 * 60);
    expect(await polls()).toBe(3);
  });

  test('is noted in one row, once a day, and others cost none', async () => {
    const stub = env.POLLER.getByName(crypto.randomUUID()) as unknown as DurableObjectStub;
    const refused = { ok: false, reason: 'status', detail: '', status: 429, retryAfter: null } as const;
    await runInDurableObject(stub, async (_poller, { storage }) => {
      const hosts = new LimitedHosts(new Notes(storage.kv));
      const rows = () => storage.sql.exec<{ n: number }>('SELECT total_changes() AS n').one().n;
      const note = (url: string, at: number, status: number) =>
        hosts.note(shard.deps(), { url }, { ...refused, status }, NOON + at * HOUR);
      await note(urlAt('a'), 0, 429);
      const before = rows();
      await note(urlAt('b'), 23, 429);
      await note('https://down.example/', 23, 503);
      await note(`${REDDIT}/r/tea/.rss`, 23, 429);
      expect(rows()).toBe(before);
      await note(urlAt('b'), 25, 429);
      expect(rows()).toBe(before + 1);
      expect(hosts.gateOf('https://down.example/', NOON)).toBeNull();
    });
  });

  test('and named a Retry-After is asked by no feed of any shard until then', async () => {
    await configureAt(['a', 'b']);
    await shard.tick();
    shard.pages.set(urlAt('a'), { status: 429, retryAfter: '3600' });
    shard.pages.set(urlAt('b'), { status: 429, retryAfter: '3600' });
    const other = new Shard();
    const gates = crypto.randomUUID();
    const gateOf: Dependencies['gateOf'] = (name) => env.HOSTS.getByName(`${gates}-${name}`);
    other.pages.set(urlAt('c'), { status: 429 });
    await other.configure('c', { url: urlAt('c') });
    for (const one of [shard, other]) one.parts = { gateOf };
    await Promise.all([shard.tick({ names: ['a', 'b'] }), other.tick({ names: ['c'], minutes: 30 })]);
    other.pages.set(urlAt('c'), { body: BODY });
    const before = other.requests.length;
    await other.tick({ names: ['c'], minutes: 35 });
    expect(other.requests.length).toBe(before);
    await other.tick({ names: ['c'] });
    expect(other.requests.length).toBe(before + 1);
  });
});

describe('a person', () => {
  const URL = `${REDDIT}/r/tea/comments/.rss`;

  test('who asks for a poll of a feed whose turn is another’s is told so, and it is polled in its turn', async () => {
    await shard.configure('tea', { url: URL });
    await shard.configure('jam', { url: `${REDDIT}/r/jam/comments/.rss` });
    for (const name of ['tea', 'jam']) shard.pages.set(`${REDDIT}/r/${name}/comments/.rss`, { body: BODY });
    await shard.tick({ names: ['jam'], minutes: 0 });
    expect(await shard.ask((poller, now) => poller.pollNow('tea', now))).toEqual({
      outcome: 'postponed',
      reason: 'host',
    });
    shard.pass(5);
    await shard.tick();
    expect(shard.requests.map(({ url }) => url)).toEqual([`${REDDIT}/r/jam/comments/.rss`, URL]);
  });

  test('who looks at a feed takes the tick’s turn, and none where feeds wait', async () => {
    shard.pages.set(URL, { body: BODY });
    const look = () => shard.ask((poller, now) => poller.discover(URL, now));
    expect((await look()).kind).toBe('feed');
    expect(await look()).toMatchObject({ kind: 'none', reason: expect.stringContaining('every five minutes') });
    expect(shard.requests).toHaveLength(1);
    await shard.configure('jam', { url: `${REDDIT}/r/jam/comments/.rss` });
    await shard.tick({ names: ['jam'] });
    expect(shard.requests).toHaveLength(1);
    expect((await look()).kind).toBe('none');
  });
});

describe('a feed that Reddit refuses', () => {
  const TOKEN = 'feed=c0ffee&user=ines';

  test.each([
    ['without a login names the way out', '', 'take feed=…&user=…'],
    ['with one that is out of date says so', `?${TOKEN}`, 'copy it anew'],
  ])('%s, and never the address', async (_case, query, words) => {
    const url = `${REDDIT}/r/tea/comments/.rss${query}`;
    await shard.configure('tea', { url });
    shard.pages.set(url, { status: 403 });
    for (let tick = 0; tick < 30; tick++) await shard.tick({ minutes: 60 });
    const [failing] = shard.box('tea').accepted.flatMap(({ event }) => (event.type === 'feed.failing' ? [event] : []));
    expect(failing?.data.reason).toContain(words);
    expect(failing?.data.reason).toContain('https://www.reddit.com/prefs/feeds/');
    expect(JSON.stringify(failing)).not.toContain('c0ffee');
    expect(await shard.ask((poller, now) => poller.discover(url, now))).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining(words),
    });
  });
});
