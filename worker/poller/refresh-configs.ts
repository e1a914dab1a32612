import { readTexts } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { FeedStore } from './store/feed-store.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Reads again the values of these feeds in CONFIG, and tells of each that is there if its value has changed. Where KV does
 * not answer (`null`), or does not know a key (yet), what was read last goes on being true.
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
  const values = await within(signal, readTexts(deps.config, keys));
  if (!values.ok) {
    log('config.unread', { feeds: names.length });
    return null;
  }
  for (const name of names) {
    const value = values.value.get(`feed:${name}`) ?? null;
    if (value !== null) changed.set(name, false);
    if (value === null || value === feeds.row(name).config) continue;
    try {
      feeds.setConfig(name, value, now);
      changed.set(name, true);
    } catch {
      // A value too large for a row holds up no other.
      log('config.unread', { feeds: 1, feed: name });
    }
  }
  return changed;
}
