import type { Comparison } from './compare.ts';
import { isStrange, LAST_LOOKED, type Progress } from './continuity.ts';
import type { Hole, ReadPages, Watch } from './watch.ts';

/**
 * Hole after a poll: opened, extended, read on, or closed (`null`). `isAnew`: page 1 was read at another address, or what came
 * meanwhile is not to be sent. `old`: old unknown comments that its polls have found.
 */
export function holeAfter(
  watch: Watch,
  read: ReadPages,
  comparison: Comparison,
  progress: Progress | null,
  isAnew: boolean,
  old: number,
  now: number,
): Hole | null {
  const { hole, remembered } = watch;
  const newest = remembered.reduce((latest, { time }) => Math.max(latest, time ?? -Infinity), -Infinity);
  const lower = newest === -Infinity ? null : newest;
  const opened = { since: now, from: watch.whole?.at ?? now, lower, known: remembered.length, notBefore: null, old };
  // A cut answer with nothing known in it may hide what lies between; nothing is read on after it.
  if (read.kind === 'cut')
    return hole ?? (isStrange(watch, comparison) ? { ...opened, page: 1, url: null, barren: 0 } : null);
  if (isAnew) return null;
  if (progress === null || progress.purpose === 'look-back') return hole;
  if (progress.joined || progress.ended) return null;
  // Where none could be read, it is the same page that is asked for next: the first one, if a burst lies on top.
  const { last: page } = progress;
  const isAtTop = page === 1 || hole === null;
  const unread = isAtTop ? { page: 1, url: null } : { page: hole.page, url: hole.url };
  const reached = read.older.length > 0 ? { page, url: read.olderUrl } : unread;
  const isAsked = read.older.length > 0 || read.olderEnd !== null;
  const notBefore = isAsked ? read.olderUntil : (hole?.notBefore ?? null);
  return { ...(hole ?? opened), ...reached, barren: progress.barren, notBefore, old };
}

/** Look-back after a poll. `old`: old unknown comments that it has found on this day. */
export function lookBackAfter(
  { lookBack }: Watch,
  read: ReadPages,
  progress: Progress | null,
  old: number,
  day: number,
): Watch['lookBack'] {
  // Behind nothing there is nothing: an empty feed is read whole once a day.
  if (read.kind === 'whole' && read.page.length === 0) return { day, page: null, url: null, old: 0 };
  if (progress?.purpose !== 'look-back') return lookBack;
  // Only our own limit is a reason to go on at the next poll; what fails has tomorrow.
  if (read.olderEnd !== 'limit' || progress.last >= LAST_LOOKED) return { day, page: null, url: null, old };
  const url = read.older.length > 0 ? read.olderUrl : (lookBack?.url ?? null);
  return { day, page: Math.max(progress.last, 2), url, old };
}

/** Number of old unknown comments that earlier polls of the same look-back, or hole, have found. */
export function oldBefore({ hole, lookBack }: Watch, progress: Progress | null, day: number): number {
  if (progress?.purpose !== 'look-back') return hole?.old ?? 0;
  return lookBack?.day === day ? lookBack.old : 0;
}
