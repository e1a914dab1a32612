// The first answer of the comments on a post of a site that is followed. Instants are ms since the epoch.

import type { Placed } from './compare.ts';
import { HOLDS_ALL } from './edge.ts';
import type { Edge, FirstAnswer, ReadPages, SeenComment, Watch } from './watch.ts';

const [HOUR, DAY] = [60 * 60_000, 24 * 60 * 60_000];

/** More old comments than this on a post that is new were imported with it. */
const IMPORTED = 20;

/**
 * Watch that the first answer of a post's comments is compared with. Where all that it shows is news, and more were counted, or it may
 * not hold all, that is as of an answer without any: older pages are read, and what they do not bring is missing. Else, and of
 * any other answer, the watch as it is.
 */
export function watchFrom(
  watch: Watch,
  first: FirstAnswer | undefined,
  read: ReadPages,
  day: number,
  now: number,
): Watch {
  const { page, older, olderEnd } = read;
  const isBegun = watch.since !== null || watch.begun !== null;
  if (first === undefined || isBegun || read.kind === 'cut' || page.length < HOLDS_ALL) return watch;
  const { newsSince, isNew, madeAt, count = null } = first;
  const isNews = ({ time }: SeenComment): boolean => (time === null ? isNew : time > newsSince);
  if (!page.some(isNews) || page.some(({ time }) => time !== null && time <= newsSince)) return watch;
  // A count that is lower than what is shown tells nothing of how much there was.
  if (count !== null && count < page.length && newsSince === 0) return watch;
  // Where no more are counted, and there are no older pages, it is taken for all there is. Counts are older than what they count.
  if ((count === null || count <= page.length) && older.length === 0 && olderEnd === 'none') return watch;
  const at = newsSince === 0 ? madeAt : isNew ? newsSince + DAY : newsSince;
  const start = { time: newsSince + 1, by: null };
  const edge = newsSince === 0 ? 'open' : isNew ? { ...start, isStart: true as const } : start;
  const lookBack = { day, page: null, url: null, old: 0 };
  const since = newsSince === 0 ? now : newsSince;
  return { ...watch, since, whole: { at, count: 0 }, largest: page.length, edge, lookBack, lastNews: now };
}

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
