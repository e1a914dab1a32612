import type { KvEntry } from '../io/kv.ts';
import type { FeedRow } from './store/feed-table.ts';

/**
 * Time for which what was written through the API outweighs what KV shows, ms: KV takes "60 seconds or more" to show a
 * write everywhere, an absent key included. https://developers.cloudflare.com/kv/concepts/how-kv-works/
 */
const HELD = 10 * 60_000;

type Handed = Pick<FeedRow, 'name' | 'goneSince' | 'handedAt'>;

/** True if a feed's value, or its deletion, was written through the API so lately that KV may not show it everywhere. */
export function isHeld({ handedAt }: Pick<FeedRow, 'handedAt'>, now: number): boolean {
  // Of clocks that differ by more, neither is believed for longer.
  return handedAt !== null && Math.abs(now - handedAt) < HELD;
}

/**
 * Judges what KV shows of a feed: `old`, from before what was handed; `current`, that very write; `newer`, a later one
 * through the API. Without an instant (`at`) it was written by other means, which tells nothing: `unknown`.
 */
export function ageOf(entry: KvEntry | null, { handedAt }: FeedRow): 'old' | 'current' | 'newer' | 'unknown' {
  if (entry === null || entry.at === null || handedAt === null) return 'unknown';
  if (entry.at === handedAt) return 'current';
  return entry.at < handedAt ? 'old' : 'newer';
}

/** Names of the feeds that there are: as CONFIG lists them (`null`: not known now), but what was handed outweighs that. */
export function presentNames(rows: readonly Handed[], names: readonly string[] | null, now: number): readonly string[] {
  if (names === null) return rows.filter(({ goneSince }) => goneSince === null).map(({ name }) => name);
  const held = rows.filter((row) => isHeld(row, now));
  if (held.length === 0) return names;
  const present = new Set(names);
  for (const row of held) {
    if (row.goneSince === null) present.add(row.name);
    else present.delete(row.name);
  }
  return [...present];
}
