import { withDeadline } from '../io/deadline.ts';
import { remove } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { FeedStore } from './feed-store.ts';
import type { Memory } from './memory.ts';
import { emptyRow, type Row } from './row.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** A feed that is missing from CONFIG may come back, with its memory, for so long. */
const GONE_FOR_GOOD = 30 * 24 * 60 * 60_000;

/** The shard's feeds, given the names in CONFIG (`null`: not known now). Notes since when others are missing there. */
export function callRoster(memory: Memory, names: readonly string[] | null, now: number): readonly Row[] {
  const rows = memory.rows();
  if (names === null) return rows.filter((row) => row.goneSince === null);
  const present = new Set(names);
  for (const row of rows) {
    if (present.has(row.name) && row.goneSince !== null) memory.setGone(row.name, null);
    if (!present.has(row.name) && row.goneSince === null) memory.setGone(row.name, now);
  }
  const known = new Map(rows.map((row) => [row.name, row]));
  return [...present].map((name) => known.get(name) ?? emptyRow(name));
}

/** Forgets the feeds that have been missing for long enough, in SEEN too. */
export async function forgetGone(world: World, memory: Memory, store: FeedStore, now: number): Promise<void> {
  const gone = memory.rows().filter((row) => row.goneSince !== null && now - row.goneSince >= GONE_FOR_GOOD);
  if (gone.length === 0) return;
  await withDeadline(world.deadline, async (signal) => {
    for (const { name } of gone) {
      const removed = await within(signal, remove(world.seen, name));
      // Else tried again at the next tick: what lies in SEEN alone would never go.
      if (!removed.ok) return;
      store.remove(name);
      memory.remove(name);
      log('feed.forgotten', { feed: name });
    }
  });
}
