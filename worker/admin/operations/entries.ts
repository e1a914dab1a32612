import type { Entries } from '../../config/document.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, sortKeys } from '../../config/keys.ts';
import { listNames, readTexts } from '../../io/kv.ts';
import type { FeedStatus } from '../../rpc/feeds.ts';
import { shardOf } from '../../shards.ts';
import { pollerOf } from '../../tick.ts';
import type { Done } from '../operations.ts';
import { type Context, NO_KV, outboxOf } from './context.ts';
import { withRecent } from './write.ts';

/** Feeds that a shard gives in one call. */
const FEEDS_AT_ONCE = 1_000;

/**
 * Reads all of CONFIG as it is now: KV's list and values, and in place of what KV may not show yet what the objects were
 * handed. A list for each 1,000 keys, a read of each key, a call of each shard and each destination.
 */
export async function readEntries(context: Context): Promise<Done<Entries>> {
  const { CONFIG } = context.env;
  const listed = await listNames(CONFIG, '');
  if (!listed.ok) return NO_KV;
  const { feeds, destinations } = sortKeys(listed.value);
  const [handed, others] = await Promise.all([
    handedFeeds(context, feeds),
    // One that was deleted a moment ago is asked as well.
    handedDestinations(context, [
      ...new Set([...destinations, ...withRecent(DESTINATION_PREFIX, destinations, context.now())]),
    ]),
  ]);
  const read = await readTexts(CONFIG, listed.value);
  if (!read.ok) return NO_KV;
  const entries = new Map<string, string>();
  for (const [key, text] of [...read.value, ...handed, ...others]) {
    if (text === null) entries.delete(key);
    else entries.set(key, text);
  }
  return { ok: true, value: entries };
}

/** Gives what the shards were handed and KV may not show yet; `null`: a feed that is deleted. */
async function handedFeeds(context: Context, listed: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const count = await context.shards();
  const byShard = Map.groupBy(listed, (name) => shardOf(name, count));
  const shards = await Promise.all(
    Array.from({ length: count }, async (_, shard) => {
      const names = byShard.get(shard) ?? [];
      const statuses = await allOf(context, shard, names);
      const there = new Set(statuses.map(({ name }) => name));
      const deleted = names.filter((name) => !there.has(name)).map((name) => [FEED_PREFIX + name, null] as const);
      const handed = statuses.filter((status) => status.handed === true);
      return [...deleted, ...handed.map(({ name, config }) => [FEED_PREFIX + name, config] as const)];
    }),
  );
  return new Map(shards.flat());
}

/** Gives all feeds of a shard: those that are listed, but for what it knows to be deleted, and what KV does not list yet. */
async function allOf({ env, now }: Context, shard: number, names: readonly string[]): Promise<readonly FeedStatus[]> {
  const all: FeedStatus[] = [];
  for (let after: string | null = null; ;) {
    const query = { names, after, upTo: null, limit: FEEDS_AT_ONCE, state: null, q: null };
    const page: readonly FeedStatus[] = await pollerOf(env, shard).feedPage(query, now());
    all.push(...page.slice(0, FEEDS_AT_ONCE));
    if (page.length <= FEEDS_AT_ONCE) return all;
    after = all.at(-1)?.name ?? null;
  }
}

/** The same of destinations. */
async function handedDestinations(
  context: Context,
  names: readonly string[],
): Promise<readonly (readonly [string, string | null])[]> {
  const known = await Promise.all(
    names.map(async (name) => {
      const { config, handed } = await outboxOf(context, name).status();
      return handed === true ? [[DESTINATION_PREFIX + name, config] as const] : [];
    }),
  );
  return known.flat();
}
