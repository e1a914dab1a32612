import { shownName } from '../config/keys.ts';
import { withDeadline } from '../io/deadline.ts';
import { remove } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { FeedStore } from './store/feed-store.ts';
import { emptyRow, type FeedRow } from './store/feed-table.ts';
import { within } from '../io/deadline.ts';
import type { Shard } from './shard.ts';
import { presentNames } from './handed.ts';

/** Time that a feed may be missing from CONFIG until it is forgotten, ms. */
const GONE_FOR_GOOD = 30 * 24 * 60 * 60_000;

/**
 * Gives the rows of the feeds named in CONFIG (`null`: not known now), and notes since when others are missing there. What
 * was written through the API lately outweighs the list. A feed that is another shard's by now (`isOurs`) waits for that to
 * take it over: it is not polled, nor is it gone.
 */
export function syncFeeds(
  feeds: FeedStore,
  names: readonly string[] | null,
  now: number,
  isOurs: (name: string) => boolean = () => true,
): readonly FeedRow[] {
  const rows = feeds.rows().filter(({ name }) => isOurs(name));
  if (names === null) return rows.filter((row) => row.goneSince === null);
  const present = new Set(presentNames(rows, names, now));
  for (const row of rows) {
    if (present.has(row.name) && row.goneSince !== null) feeds.setGone(row.name, null);
    if (!present.has(row.name) && row.goneSince === null) feeds.setGone(row.name, now);
  }
  const byName = new Map(rows.map((row) => [row.name, row]));
  return [...present].map((name) => byName.get(name) ?? emptyRow(name));
}

/** Forgets the feeds that have been missing for long enough, in SEEN too. */
export async function forgetGone(
  { deps, feeds, documents, children }: Pick<Shard, 'deps' | 'feeds' | 'documents' | 'children'>,
  now: number,
): Promise<void> {
  const gone = feeds.goneSince(now - GONE_FOR_GOOD);
  if (gone.length === 0) return;
  await withDeadline(deps.deadline, async (signal) => {
    for (const name of gone) {
      const removed = await within(signal, remove(deps.seen, name));
      // Else tried again at the next tick: a value in SEEN without a row would stay for ever.
      if (!removed.ok) return;
      documents.remove(name);
      children.clear(name);
      feeds.remove(name);
      log('feed.forgotten', { feed: shownName(name) });
    }
  });
}
