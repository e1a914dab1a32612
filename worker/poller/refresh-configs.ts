import { type KvEntry, readEntries } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { FeedStore } from './store/feed-store.ts';
import { emptyRow, type FeedRow } from './store/feed-table.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';
import { ageOf, isHeld } from './handed.ts';

/**
 * Reads again the values of these feeds in CONFIG, and tells of each that is there if its value has changed. Where KV does
 * not answer (`null`), or does not know a key (yet), what was read last goes on being true; so does what was written
 * through the API, until KV shows that or something newer, or it had ten minutes to do so.
 */
export async function refreshConfigs(
  deps: Dependencies,
  feeds: FeedStore,
  names: readonly string[],
  now: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, boolean> | null> {
  const changed = new Map<string, boolean>();
  if (names.length === 0) return changed;
  const keys = names.map((name) => `feed:${name}`);
  const entries = await within(signal, readEntries(deps.config, keys));
  if (!entries.ok) {
    log('config.unread', { feeds: names.length });
    return null;
  }
  const rows = new Map(feeds.rows().map((row) => [row.name, row]));
  for (const name of names) {
    try {
      const isChanged = take(feeds, rows.get(name) ?? emptyRow(name), entries.value.get(`feed:${name}`) ?? null, now);
      if (isChanged !== null) changed.set(name, isChanged);
    } catch {
      changed.set(name, false);
      // A value too large for a row holds up no other.
      log('config.unread', { feeds: 1, feed: name });
    }
  }
  return changed;
}

/** Takes what KV shows of a feed, unless it may be older than what is known; `true`: it is another value, `null`: none. */
function take(feeds: FeedStore, row: FeedRow, entry: KvEntry | null, now: number): boolean | null {
  const { name } = row;
  const age = ageOf(entry, row);
  if (age === 'current') feeds.handed.noteShown(name);
  // After it was shown as well: KV may answer now from the one, now from the other of two places.
  const isOlder = age === 'old' || (age === 'unknown' && !feeds.handed.isShown(name));
  if (isHeld(row, now) && isOlder) return row.goneSince === null ? false : null;
  if (entry === null) return null;
  if (age === 'newer') {
    feeds.handed.take(name, { value: entry.value, at: entry.at ?? now });
    return row.config !== entry.value;
  }
  if (entry.value === row.config) return false;
  feeds.setConfig(name, entry.value, now);
  return true;
}
