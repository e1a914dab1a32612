import type { Placed, Comparison } from './compare.ts';
import type { Edge, Hole, Watch } from './watch.ts';

/** A feed that held fewer than this holds all there is: what it adds was approved late. */
export const HOLDS_ALL = 10;

/** Most older comments that are approved at once; more slide in where others are deleted, or where a window widens. */
const APPROVED_LATE = 3;

/** Side of the edge on which an unknown comment stands: `below` was there before the watch began, as far as can be told. */
export type Side = 'above' | 'below';

/** The edge that the first whole answer sets: its oldest comment in its place. `open`: it holds none. */
export function firstEdge({ first, outOfOrder }: Comparison, keyOf: (one: Placed) => string, now: number): Edge {
  if (first.length === 0) return 'open';
  const lowest = lowestOf(first);
  if (lowest === null) return null;
  return outOfOrder ? { time: now, by: null } : { time: lowest.time, by: keyOf(lowest.one) };
}

/**
 * The edge after a poll: a comment of page 1 that first appears now, in its place and below everything known, lowers it;
 * where no comment had a time so far, the first one that has sets it.
 */
export function loweredEdge({ edge, first, outOfOrder }: Comparison, keyOf: (one: Placed) => string): Edge {
  if (edge === 'open' || outOfOrder) return edge;
  // Where nothing from above the edge is shown, what lies between it and page 1 was never seen: an old copy.
  const isContinued = first.some(
    ({ knownIndex, comment }) => knownIndex !== null && (comment.time ?? 0) >= (edge?.time ?? 0),
  );
  if (edge !== null && !isContinued) return edge;
  const lastKnown = first.findLastIndex(({ knownIndex }) => knownIndex !== null);
  const lowest = lowestOf(
    first.filter(({ knownIndex }, at) => knownIndex === null && (edge === null || at > lastKnown)),
  );
  if (lowest === null || (edge !== null && lowest.time >= edge.time)) return edge;
  return { time: lowest.time, by: keyOf(lowest.one) };
}

/**
 * The edge after comments were held that another address showed, or that came while nothing was to be delivered: what
 * lies behind page 1 is no newer than they are, and would be news for the look-back.
 */
export function raisedEdge(comparison: Comparison, keyOf: (one: Placed) => string): Edge {
  const { edge, first, outOfOrder } = comparison;
  const lowest = lowestOf(first);
  if (lowest === null || outOfOrder) return edge;
  const isHigher = edge === null || edge === 'open' || edge.time < lowest.time;
  return isHigher ? { time: lowest.time, by: keyOf(lowest.one) } : edge;
}

function lowestOf(some: readonly Placed[]): { readonly time: number; readonly one: Placed } | null {
  let lowest: { readonly time: number; readonly one: Placed } | null = null;
  for (const one of some) {
    const { time } = one.comment;
    if (time === null || !one.inPlace || (lowest !== null && lowest.time <= time)) continue;
    lowest = { time, one };
  }
  return lowest;
}

/** Side of the edge of each unknown comment: by time, else by its position among known ones. */
export function sides({ hole, since }: Watch, comparison: Comparison): ReadonlyMap<Placed, Side> {
  const { list, edge } = comparison;
  const isOlder = olderByPosition(comparison, hole);
  return new Map(
    list.flatMap((one, at): readonly [Placed, Side][] => {
      if (one.knownIndex !== null) return [];
      const { time } = one.comment;
      if (edge === 'open') return [[one, 'above']];
      // Where none had a time so far, a time tells only that one was written since.
      const isTold = time !== null && (edge === null ? time > (since ?? time) : time !== edge.time);
      if (!isTold) return [[one, isOlder(at) ? 'below' : 'above']];
      return [[one, edge !== null && time < edge.time ? 'below' : 'above']];
    }),
  );
}

/**
 * By position an unknown one is older than all that is known: after a known one in its place, and before none, nor before
 * any whose time is above the edge. In a hole, only what was known before tells: what has been read since lies above it.
 */
function olderByPosition(
  { list, edge, direction, outOfOrder }: Comparison,
  hole: Hole | null,
): (at: number) => boolean {
  if (edge !== null && edge !== 'open' && edge.isStart === true) return () => false;
  const above = edge === null || edge === 'open' ? Infinity : edge.time;
  // Where none of that is remembered any more, nothing else tells.
  const count = hole === null || hole.known === 0 ? Infinity : hole.known;
  const last = list.findLastIndex(({ knownIndex, inPlace }) => knownIndex !== null && knownIndex < count && inPlace);
  // Where nothing tells which way a page runs, older pages are older than the whole of it.
  const known = direction === null ? list.findLastIndex(({ page }) => page === list[last]?.page) : last;
  const news = list.findLastIndex(({ comment, inPlace }) => inPlace && (comment.time ?? -Infinity) > above);
  return (at) => !outOfOrder && last >= 0 && at > Math.max(known, news);
}

/** Test that an unknown one is newer by position than a known one. */
export function newerByPosition({ list, direction, outOfOrder }: Comparison): (at: number) => boolean {
  const last = list.findLastIndex(({ knownIndex }) => knownIndex !== null);
  return (at) => direction !== null && !outOfOrder && at < last;
}

/**
 * True if what page 1 shows below the edge was approved late, and is news: the comment that set the edge stands where it
 * stood, and either the feed holds all there is, or it is little and nothing has vanished to let older ones slide in.
 */
export function areApprovedLate(watch: Watch, comparison: Comparison, below: number): boolean {
  const { edge, first } = comparison;
  const { remembered, whole } = watch;
  if (edge === null || edge === 'open' || edge.by === null || whole === null) return false;
  const setter = first.find((one) => one.knownIndex !== null && remembered[one.knownIndex]?.key === edge.by);
  if (setter?.knownIndex == null || remembered[setter.knownIndex]?.shown !== true) return false;
  return whole.count < HOLDS_ALL || (below <= APPROVED_LATE && !hasVanished(watch, comparison));
}

/** True if a comment of the last whole answer, newer than page 1's oldest, is not on page 1 any more. */
export function hasVanished({ remembered }: Watch, { first }: Comparison): boolean {
  const oldest = Math.min(...first.map(({ comment }) => comment.time ?? Infinity));
  const here = new Set(first.map((one) => one.knownIndex));
  return remembered.some(({ shown, time }, index) => shown && time !== null && time > oldest && !here.has(index));
}
