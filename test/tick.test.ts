import { env } from 'cloudflare:test';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import type { Env } from '../worker/env.ts';
import type { ConfigKeys } from '../worker/rpc/config.ts';
import type { OutboxRpc } from '../worker/rpc/outbox.ts';
import type { PollerRpc } from '../worker/rpc/poller.ts';
import { FIRST_SHARDS as SHARDS, shardOf } from '../worker/shards.ts';
import { tick } from '../worker/tick.ts';

const NOON = Date.UTC(2026, 10, 23, 12, 0);
const FIVE_PAST = NOON + 5 * 60_000;

const named = <T extends Rpc.DurableObjectBranded>(make: (name: string) => object) =>
  ({ getByName: make }) as unknown as DurableObjectNamespace<T>;

/** The real environment, but for objects that only record who called them: what they do is tested in their rooms. */
function watched(
  over: { config?: Partial<KVNamespace>; failing?: string; hour?: { due: boolean }; shards?: { count: number } } = {},
) {
  const { hour = { due: true }, shards = { count: SHARDS } } = over;
  const counts = new Map<string, number | undefined>();
  const calls: string[] = [];
  const ticked = new Map<string, readonly string[] | null>();
  const shares = new Map<string, number>();
  const checked = new Map<string, ConfigKeys | undefined>();
  const digested = new Map<string, ReadonlyMap<string, string>>();
  const woken: string[] = [];
  const poller = (name: string) => ({
    tick: async (...[, names, facts = {}]: Parameters<PollerRpc['tick']>) => {
      const { share = 1, keys, shards: count, digests = new Map() } = facts;
      digested.set(name, digests);
      counts.set(name, count);
      checked.set(name, keys);
      ticked.set(name, names);
      shares.set(name, share);
      if (name === over.failing) throw new Error('a shard that breaks');
    },
    startTick: async () => {
      calls.push('startTick');
      if (name === over.failing) throw new Error('a shard that breaks');
      return { isHourDue: hour.due, shards: shards.count };
    },
    shards: async () => {
      calls.push('shards');
      if (name === over.failing) throw new Error('a shard that breaks');
      return shards.count;
    },
    growShards: async (to: number) => {
      calls.push('growShards');
      if (name === over.failing) throw new Error('a shard that breaks');
      shards.count = Math.max(shards.count, to);
      return shards.count;
    },
    noteHour: async () => {
      hour.due = false;
    },
  });
  const outbox = (name: string) => ({
    wake: async () => {
      woken.push(name);
      if (name === over.failing) throw new Error('an outbox that breaks');
    },
  });
  const deps: Env = {
    ...env,
    POLLER: named<PollerRpc>(poller),
    OUTBOX: named<OutboxRpc>(outbox),
    ...(over.config === undefined ? {} : { CONFIG: over.config as KVNamespace }),
  };
  return { deps, ticked, woken, shares, checked, counts, digested, calls };
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const store of [env.CONFIG, env.SEEN])
    for (const { name } of (await store.list()).keys) await store.delete(name);
});

describe('tick', () => {
  test('calls each shard that has feeds, once, with their names', async () => {
    const names = ['qq', 'blog', 'shop', ...Array.from({ length: 40 }, (_, i) => `feed-${i}`)];
    await Promise.all(names.map((name) => env.CONFIG.put(`feed:${name}`, 'https://example.com/')));
    const { deps, ticked, woken } = watched({ hour: { due: false } });
    await tick(deps, FIVE_PAST);
    expect([...ticked.values()].flat().toSorted()).toEqual(names.toSorted());
    for (const [shard, found] of ticked)
      for (const name of found ?? []) expect(shard).toBe(`shard-${shardOf(name, SHARDS)}`);
    expect(woken).toEqual([]);
  });

  test('lists every page of names', async () => {
    const pages: Record<string, object> = {
      first: { keys: [{ name: 'feed:a' }], list_complete: false, cursor: 'second' },
      second: { keys: [{ name: 'feed:b' }], list_complete: true },
    };
    const list = async ({ cursor }: KVNamespaceListOptions) => pages[cursor ?? 'first'];
    const { deps, ticked } = watched({ config: { list: list as KVNamespace['list'] }, hour: { due: false } });
    await tick(deps, FIVE_PAST);
    expect([...ticked.values()].flat().toSorted()).toEqual(['a', 'b']);
  });

  test('lets every shard poll the feeds that it knows where the list fails, and takes nothing for mended', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const { deps, ticked, checked } = watched({ config: { list: () => Promise.reject(new Error('429')) } });
    await tick(deps, FIVE_PAST);
    expect(ticked.size).toBe(SHARDS);
    expect(new Set(ticked.values())).toEqual(new Set([null]));
    expect(new Set(checked.values())).toEqual(new Set([undefined]));
  });

  test('calls every shard and wakes every Outbox that was ever used, once an hour', async () => {
    await env.CONFIG.put('feed:qq', 'https://example.com/');
    await env.CONFIG.put('destination:default', 'https://in.example/');
    await env.SEEN.put('outbox:gone', '');
    await env.SEEN.put('outbox:default', '');
    const { deps, ticked, woken } = watched();
    await tick(deps, NOON);
    expect(ticked.size).toBe(SHARDS);
    expect(woken.toSorted()).toEqual(['default', 'gone']);
  });

  test('does what is hourly once an hour, in the first run that comes, whichever that is', async () => {
    await env.SEEN.put('outbox:default', '');
    const hour = { due: true };
    const { deps, ticked, woken } = watched({ hour });
    await tick(deps, FIVE_PAST);
    expect([ticked.size, woken]).toEqual([SHARDS, ['default']]);
    await tick(deps, FIVE_PAST + 5 * 60_000);
    expect(woken).toEqual(['default']);
    expect(hour.due).toBe(false);
  });

  test('does it again in the next run where the Outboxes could not be listed', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const hour = { due: true };
    const { deps } = watched({ config: { list: () => Promise.reject(new Error('429')) }, hour });
    await tick(deps, NOON);
    expect(hour.due).toBe(true);
  });

  test('takes the run at the full hour for the hourly one where the shard that remembers does not answer', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    await env.SEEN.put('outbox:default', '');
    const hour = {
      get due(): boolean {
        throw new Error('it does not answer');
      },
    };
    const { deps, woken } = watched({ hour });
    await tick(deps, FIVE_PAST);
    expect(woken).toEqual([]);
    await tick(deps, NOON);
    expect(woken).toEqual(['default']);
  });

  test('tells each shard its share of all feeds', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, at) => env.CONFIG.put(`feed:feed-${at}`, 'https://example.com/')));
    const { deps, ticked, shares } = watched({ hour: { due: false } });
    await tick(deps, FIVE_PAST);
    for (const [shard, names] of ticked) expect(shares.get(shard)).toBe((names?.length ?? Number.NaN) / 40);
  });

  test('tells each shard the destinations, and one of them what is misnamed', async () => {
    for (const key of ['feed:qq', 'feed:blog', 'destination:default', 'feeds:qq', 'feed:No Name'])
      await env.CONFIG.put(key, 'https://example.com/');
    const { deps, ticked, checked } = watched();
    await tick(deps, NOON);
    expect([...ticked.values()].flat().toSorted()).toEqual(['blog', 'qq']);
    for (const [shard, keys] of checked) {
      const misnamed = shard === 'shard-0' ? ['feed:No Name', 'feeds:qq'] : [];
      expect(keys).toEqual({ destinations: ['default'], misnamed });
    }
  });

  test('tells each shard the digests that stand beside the values of its feeds, of every page of the list', async () => {
    const pages: Record<string, object> = {
      first: {
        keys: [{ name: 'feed:qq', metadata: { digest: 'one', at: 1 } }],
        list_complete: false,
        cursor: 'second',
      },
      second: {
        keys: [
          { name: 'destination:default', metadata: { digest: 'none of a feed' } },
          { name: 'feed:blog', metadata: { digest: 'two' } },
          { name: 'feed:by-hand' },
          { name: 'feed:by-a-stranger', metadata: { digest: 'x'.repeat(1_000) } },
        ],
        list_complete: true,
      },
    };
    const list = async ({ cursor }: KVNamespaceListOptions) => pages[cursor ?? 'first'];
    const { deps, digested } = watched({ config: { list: list as KVNamespace['list'] }, hour: { due: false } });
    await tick(deps, FIVE_PAST);
    const digests = [...digested].flatMap(([shard, own]) => [...own].map(([name, digest]) => [shard, name, digest]));
    expect(digests.toSorted()).toEqual(
      [
        [`shard-${shardOf('blog', SHARDS)}`, 'blog', 'two'],
        [`shard-${shardOf('qq', SHARDS)}`, 'qq', 'one'],
      ].toSorted(),
    );
  });

  test('gives no Outbox to a URL that was pasted as a name, and no line of the log', async () => {
    const logged = vi.spyOn(console, 'log').mockReturnValue();
    await env.CONFIG.put('destination:https://hooks.example/hunter2', 'x');
    await env.SEEN.put('outbox:https://hooks.example/hunter2', '');
    const { deps, woken } = watched({ failing: 'https://hooks.example/hunter2' });
    await tick(deps, NOON);
    expect([woken, JSON.stringify(logged.mock.calls)]).toEqual([[], '[]']);
  });

  test('lists CONFIG once, and SEEN once an hour', async () => {
    const lists: string[] = [];
    const counted = (store: KVNamespace, label: string) =>
      new Proxy(store, {
        get: (target, part) =>
          part === 'list'
            ? (options: KVNamespaceListOptions) => (lists.push(label), target.list(options))
            : Reflect.get(target, part),
      });
    const { deps } = watched();
    const counting = { ...deps, CONFIG: counted(env.CONFIG, 'CONFIG'), SEEN: counted(env.SEEN, 'SEEN') };
    await tick(counting, NOON);
    await tick(counting, FIVE_PAST);
    expect(lists.toSorted()).toEqual(['CONFIG', 'CONFIG', 'SEEN']);
  });

  test('one shard and one Outbox that break hold up no other', async () => {
    const logged = vi.spyOn(console, 'log').mockReturnValue();
    await env.SEEN.put('outbox:a', '');
    await env.SEEN.put('outbox:b', '');
    const shard = watched({ failing: 'shard-3' });
    await tick(shard.deps, NOON);
    expect(shard.ticked.size).toBe(SHARDS);
    const outbox = watched({ failing: 'a' });
    await tick(outbox.deps, NOON);
    expect(outbox.woken.toSorted()).toEqual(['a', 'b']);
    const lines = logged.mock.calls.map(([line]) => String(line));
    expect(lines).toContain('{"event":"tick.shard-failed","shard":3}');
    expect(lines).toContain('{"event":"tick.wake-failed","destination":"a"}');
    expect(lines.join()).not.toContain('breaks');
  });

  test('spreads names over all shards, always the same', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 3200; i++)
      counts.set(shardOf(`feed-${i}`, SHARDS), (counts.get(shardOf(`feed-${i}`, SHARDS)) ?? 0) + 1);
    expect(counts.size).toBe(SHARDS);
    expect(Math.max(...counts.values())).toBeLessThan(200);
    expect(shardOf('qq', SHARDS)).toBe(shardOf('qq', SHARDS));
  });
});

/** CONFIG that lists so many feeds, as KV would: a thousand a page. */
const listing = (feeds: number): Partial<KVNamespace> => ({
  list: (async ({ cursor = '0' }: KVNamespaceListOptions) => {
    const [from, to] = [Number(cursor), Math.min(Number(cursor) + 1_000, feeds)];
    const keys = Array.from({ length: to - from }, (_, at) => ({ name: `feed:feed-${from + at}` }));
    return to < feeds ? { keys, list_complete: false, cursor: String(to) } : { keys, list_complete: true };
  }) as KVNamespace['list'],
});

describe('growth', () => {
  test('begins in the run that sees over a hundred feeds a shard, and is told to each shard', async () => {
    const logged = vi.spyOn(console, 'log').mockReturnValue();
    const shards = { count: SHARDS };
    const few = watched({ config: listing(3_200), hour: { due: false }, shards });
    await tick(few.deps, NOON);
    expect([shards.count, few.calls]).toEqual([32, ['startTick']]);
    const more = watched({ config: listing(3_201), hour: { due: false }, shards });
    await tick(more.deps, FIVE_PAST);
    expect([shards.count, more.calls]).toEqual([64, ['startTick', 'growShards']]);
    expect([more.ticked.size, new Set(more.counts.values())]).toEqual([64, new Set([64])]);
    for (const [shard, names] of more.ticked)
      for (const name of names ?? []) expect(shard).toBe(`shard-${shardOf(name, 64)}`);
    expect(logged.mock.calls).toEqual([['{"event":"shards.grown","from":32,"to":64}']]);
  });

  test('goes no way back where feeds become fewer', async () => {
    const { deps, ticked, counts } = watched({ config: listing(1), hour: { due: true }, shards: { count: 64 } });
    await tick(deps, NOON);
    expect([ticked.size, new Set(counts.values())]).toEqual([64, new Set([64])]);
  });

  test('waits where the shard that has the number does not answer; the others know what it was', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const over = { hour: { due: false }, shards: { count: 64 }, failing: 'shard-0' };
    const { deps, ticked } = watched({ ...over, config: listing(7_000) });
    await tick(deps, FIVE_PAST);
    expect([ticked.size, over.shards.count]).toEqual([64, 64]);
  });

  test('hands out a hundred thousand feeds in one run, in calls far below the limit of 10,000, each far below 32 MiB', async () => {
    vi.spyOn(console, 'log').mockReturnValue();
    const { deps, ticked, calls } = watched({ config: listing(100_000), hour: { due: false } });
    await tick(deps, FIVE_PAST);
    const sizes = [...ticked.values()].map((names) => names?.length ?? 0);
    expect([sizes.reduce((sum, size) => sum + size, 0), ticked.size, calls.length]).toEqual([100_000, 1_024, 2]);
    expect(Math.max(...sizes)).toBeLessThan(200);
  });
});

const ping = (path: string) => `${inject('answers')}${path}`;

/** Addresses that one run asked for, over real HTTP, and what it logged. */
async function run(url: string, over: Parameters<typeof watched>[0] = {}) {
  const logged = vi.spyOn(console, 'log').mockReturnValue();
  const fetched = vi.spyOn(globalThis, 'fetch');
  const { deps, ticked } = watched(over);
  await tick({ ...deps, HEARTBEAT_URL: url, ALLOW_PRIVATE_NETWORK: 'true' }, NOON);
  return { asked: fetched.mock.calls.map(([at]) => at), lines: logged.mock.calls.flat().map(String), ticked };
}

test.each([
  ['https://example.com/about\n', []],
  ['me@example.com', ['{"event":"contact.invalid"}']],
])('a contact %j is checked once an hour, and harms nothing', async (contact, said) => {
  const logged = vi.spyOn(console, 'log').mockReturnValue();
  const { deps, ticked } = watched();
  for (const at of [NOON, FIVE_PAST]) await tick({ ...deps, CONTACT_URL: contact }, at);
  expect(logged.mock.calls.flat()).toEqual(said);
  expect(ticked.size).toBe(SHARDS);
});

describe('a monitor', () => {
  test('is told of each good run, by the address that it gave', async () => {
    await env.CONFIG.put('feed:blog', 'https://example.com/');
    const { asked, lines } = await run(` ${ping('/status?is=200')}\n`);
    expect([asked, lines]).toEqual([[ping('/status?is=200')], []]);
  });

  test('is not told of a run in which the list failed, or a shard did not answer', async () => {
    const broken = { list: () => Promise.reject(new Error('429')) };
    expect((await run(ping('/status?is=200'), { config: broken })).asked).toEqual([]);
    vi.restoreAllMocks();
    expect((await run(ping('/status?is=200'), { failing: 'shard-0' })).asked).toEqual([]);
  });

  test.each([
    ['refuses', '/status?is=500', 500],
    ['leads elsewhere', '/status?is=302', 302],
    ['breaks off', '/nowhere', null],
  ])('that %s harms nothing; the log says so, and not where it is', async (_what, path, status) => {
    const { lines, asked, ticked } = await run(ping(path));
    expect(lines).toEqual([JSON.stringify({ event: 'heartbeat.failed', status })]);
    expect(asked).toHaveLength(1);
    expect(ticked.size).toBe(SHARDS);
  });
});
