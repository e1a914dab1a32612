import type { Child } from '../store/child-table.ts';

/** Time that the comments of a post may not be had until people are told, ms. */
const PATIENCE = 24 * 60 * 60_000;

/**
 * Tells since when comment feeds of a site's posts cannot be read, and why; `null`: they can, or not for long. A post that
 * never had any comments to be read is not counted, unless there is no other; nor is one that was deleted: it stands in the feed
 * of posts no more, and its own is gone.
 */
export function brokenOf(
  children: readonly Child[],
  now: number,
): { readonly since: number; readonly reason: string } | null {
  const active = children.filter(({ retiredAt, isGone, isListed }) => retiredAt === null && (isListed || !isGone));
  const read = active.filter(({ state }) => state !== null && state.watch.whole !== null);
  const counted = read.length > 0 ? read : active.filter(({ state }) => state?.failing != null);
  const failures = counted.flatMap(({ state }) => state?.failing ?? []).filter(({ since }) => now - since >= PATIENCE);
  const [first] = failures.toSorted((one, other) => one.since - other.since);
  if (first === undefined) return null;
  const which = failures.length === 1 ? 'one post' : `${failures.length} posts`;
  return { since: first.since, reason: `The comments on ${which} cannot be read: ${first.reason}` };
}
