// The first answer of the comments on a post of a site that is followed. Instants are ms since the epoch.

import type { Placed } from './compare.ts';
import type { Edge, FirstAnswer } from './watch.ts';

const [HOUR, DAY] = [60 * 60_000, 24 * 60 * 60_000];

/** More old comments than this on a post that is new were imported with it. */
const IMPORTED = 20;

/** Gives what of a child's first answer is news: all of a new post's, unless it was imported; else what came since. */
export function firstNews(
  fresh: readonly Placed[],
  { newsSince, isNew, madeAt, count = null }: FirstAnswer,
): readonly Placed[] {
  // Of a post that had no comments: then there are no more than are counted by now, or they never were.
  const hadNone = isNew && newsSince === 0;
  const isCounted = count === null || fresh.length <= count;
  const since = hadNone && !isCounted ? madeAt - HOUR : newsSince;
  const undated = isNew && (!hadNone || isCounted) ? Infinity : -Infinity;
  const news = fresh.filter((one) => (one.comment.time ?? undated) > since);
  const isOld = (one: Placed): boolean => (one.comment.time ?? Infinity) < madeAt - DAY;
  const isImport = hadNone && news.filter(isOld).length > IMPORTED;
  return isImport ? news.filter((one) => !isOld(one)) : news;
}

/**
 * Instant after which comments on a post that is new are news, ms: a draft of last year's is published with what was said of it
 * there, and an old post under another ID. A day before the last answer that did not have it: servers' clocks are wrong by hours,
 * and a cache shows the post later than its comments. `readAt`: that answer's instant.
 */
export function newsSinceOfNew(readAt: number | null): number {
  return readAt === null ? 0 : readAt - DAY;
}

/**
 * The edge of a post's comments where none of these sets it. Before a post that is new there was nothing, so whatever shows later
 * has come since; of an old one that shows nothing, though there was something, what shows later is told by its time.
 */
export function edgeOfPost(first: FirstAnswer | undefined, count: number, news: number): Edge {
  if (first?.isNew === true && news === count) return 'open';
  return first !== undefined && count === 0 ? { time: first.newsSince + 1, by: null } : null;
}
