import { fnv1a } from './hash.ts';

/** Number of shards at first. Their number is a power of two, and only ever doubled. */
export const FIRST_SHARDS = 32;

/** Feeds a shard, on average, above which the number of shards is doubled: six at once, each 10 s, are polled in 3 minutes. */
const FEEDS_A_SHARD = 100;

/**
 * Most shards: each tick calls those that have feeds, once an hour all, and an invocation has 10,000 subrequests.
 * https://developers.cloudflare.com/workers/platform/limits/
 */
const MOST_SHARDS = 4_096;

/** Gives the shard, of so many, that a feed belongs to, by FNV-1a of its name. */
export function shardOf(feed: string, shards: number): number {
  return fnv1a(feed) % shards;
}

/** Gives the number of shards for so many feeds where there are `shards` now: the same, or that doubled as often as is needed. */
export function shardsFor(feeds: number, shards: number): number {
  let enough = shards;
  while (feeds > FEEDS_A_SHARD * enough && enough < MOST_SHARDS) enough *= 2;
  return enough;
}

/** The shard that had a shard's feeds before it came to be, and the number of shards since then. */
export type FormerShard = { readonly shard: number; readonly shards: number };

/** Gives the shard whose feeds a shard has a half of; `null`: it is one of the first. Growth past it changes nothing of that. */
export function formerShard(shard: number, first = FIRST_SHARDS): FormerShard | null {
  if (shard < first) return null;
  let before = first;
  while (before * 2 <= shard) before *= 2;
  return { shard: shard - before, shards: before * 2 };
}

/** Gives the name of a shard's object. */
export function shardName(shard: number): string {
  return `shard-${shard}`;
}

/** Gives the shard that an object of this name is; `null`: none. */
export function shardNamed(name: string | undefined): number | null {
  const [, number] = /^shard-(\d+)$/.exec(name ?? '') ?? [];
  return number === undefined ? null : Number(number);
}
