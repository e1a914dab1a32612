import type { Edge, RememberedComment, Watch } from './watch.ts';

/** Fewest comments that are remembered of a feed, so that old ones which resurface are known. */
const REMEMBERED_AT_LEAST = 1000;

/** Gives how many comments are remembered of a feed. */
function remembersOf({ largest }: Watch): number {
  return Math.max(REMEMBERED_AT_LEAST, 2 * largest);
}

/**
 * Forgets the oldest by time of those not shown, beyond `limit` that are remembered of a feed. What lies below them would be
 * news if it resurfaced, so the edge rises above the newest one forgotten. `isStrict`: those that are shown, too.
 */
export function forget(watch: Watch, limit: number = remembersOf(watch), isStrict = false): Watch {
  const excess = watch.remembered.length - limit;
  if (excess <= 0) return watch;
  // Without a time, it is as old as the one that was first read before it; the first ones as the first that has one.
  let before = watch.remembered.find(({ time }) => time !== null)?.time ?? -Infinity;
  const oldest = watch.remembered
    .map((known, index) => ({ known, index, time: (before = known.time ?? before) }))
    .filter(({ known }) => isStrict || !known.shown)
    .toSorted((a, b) => a.time - b.time)
    .slice(0, excess);
  return without(watch, new Set(oldest.map(({ index }) => index)));
}

/** Forgets the comments at these indexes; the edge rises above the newest of them. */
export function without(watch: Watch, dropped: ReadonlySet<number>): Watch {
  const { remembered, edge, hole } = watch;
  if (dropped.size === 0) return watch;
  return {
    ...watch,
    remembered: remembered.filter((_, index) => !dropped.has(index)),
    edge: raised(
      edge,
      remembered.filter((_, index) => dropped.has(index)),
    ),
    hole: hole && { ...hole, known: hole.known - [...dropped].filter((index) => index < hole.known).length },
  };
}

function raised(edge: Edge, dropped: readonly RememberedComment[]): Edge {
  const newest = Math.max(...dropped.map(({ time }) => time ?? -Infinity));
  if (edge !== null && edge !== 'open' && edge.time > newest) return { time: edge.time, by: edge.by };
  return newest === -Infinity ? null : { time: newest + 1, by: null };
}
