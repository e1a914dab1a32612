import { DIGEST_BYTES } from '../config/metadata.ts';
import { isSlot, spread, TICK } from '../rules/schedule.ts';
import type { FeedView } from './feed-view.ts';
import { isHeld } from './handed.ts';
import { KeptDigests } from './kept-digests.ts';

/**
 * Longest time for which a digest is believed, ms: a tool that keeps the metadata of the value before, or a list that KV
 * answers from long ago, hides a change for no longer.
 */
const BELIEVED = 60 * 60_000;

/** Digests of values. They are the isolate's, which outlives its objects. */
const valueDigests = new KeptDigests(DIGEST_BYTES);

/**
 * Gives the names of the feeds whose values need not be read: by the digests that KV's list shows (`listed`), CONFIG holds
 * what their rows hold. Once an hour, each feed at a time of its own, none is believed, nor while what was written
 * through the API outweighs KV.
 */
export async function knownValues(
  views: readonly FeedView[],
  listed: ReadonlyMap<string, string>,
  now: number,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const { row } of views) {
    const digest = listed.get(row.name);
    if (digest === undefined || row.config === null || isHeld(row, now) || isDoubted(row.name, now)) continue;
    if (digest === (await valueDigests.of(row.config))) known.add(row.name);
  }
  return known;
}

function isDoubted(name: string, now: number): boolean {
  return isSlot(BELIEVED, null, now - spread(name, BELIEVED / TICK) * TICK);
}
