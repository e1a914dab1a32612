import { isElsewhere, type Placed, type Comparison, compare } from './compare.ts';
import { HOLDS_ALL } from './edge.ts';
import type { Edge, Hole, ReadPages, SeenPage, Watch } from './watch.ts';

const DAY = 24 * 60 * 60_000;

/** Older pages in one poll: each is a request, and the Free plan has fifty for all feeds of a shard. */
const PAGES_A_POLL = 10;

/** The last older page of a look-back, also of one that goes on from poll to poll. */
export const LAST_LOOKED = 1 + PAGES_A_POLL;

/** A hole is given up after so many pages in a row that show nothing unknown, or after a day. */
const BARREN_PAGES = 10;

/** Older pages are read to join what is known (`join`), to go on with that (`hole`), or once a day (`look-back`). */
export type Purpose = 'join' | 'hole' | 'look-back';

/** Progress of reading older pages. */
export type Progress = {
  readonly purpose: Purpose | null;
  /** The older page to read next, from 2; `null`: none. */
  readonly next: number | null;
  /** The last older page that was read; 1: none. */
  readonly last: number;
  /** Nothing lies between page 1 and what is known, or all of it has been read. */
  readonly joined: boolean;
  /** There is nothing more to be had. */
  readonly ended: boolean;
  readonly barren: number;
};

const NONE: Progress = { purpose: null, next: null, last: 1, joined: true, ended: true, barren: 0 };

/** Older page to ask for next. `url`: its address, if pages name the next one. */
export type PageRequest = { readonly page: number; readonly url: string | null; readonly isLookBack: boolean };

/** Tells which older page a poll needs next; `null`: none. `day`: the look-back's, by the feed's own clock. */
export function olderPage(watch: Watch, read: ReadPages, day: number, now: number): PageRequest | null {
  if (!readsOlderPages(watch, read) || (watch.hole?.notBefore ?? now) > now) return null;
  const comparison = compare(watch, read, now);
  if (isLost(watch, read, comparison)) return null;
  const { next, purpose } = progressOf(watch, read, comparison, day, now);
  if (next === null) return null;
  const isResumed = read.older.length === 0 && next > 2;
  const resumed = purpose === 'hole' ? watch.hole : watch.lookBack;
  return { page: next, url: isResumed ? (resumed?.url ?? null) : null, isLookBack: purpose === 'look-back' };
}

/** Older pages continue the last whole answer of the same address; a baseline, a cut answer and a new address do not. */
export function readsOlderPages(watch: Watch, read: ReadPages): boolean {
  const isEmpty = read.page.length === 0;
  return (
    read.kind !== 'cut' &&
    !isEmpty &&
    (watch.since !== null || watch.migrated) &&
    watch.begun === null &&
    !watch.skips &&
    !isElsewhere(watch, read)
  );
}

/**
 * True if the feed's own address answers with nothing known, and in the name of another host's home page. Not where a person
 * has put another URL into CONFIG, also one of before.
 */
export function isLost(watch: Watch, read: ReadPages, comparison: Comparison): boolean {
  if (isElsewhere(watch, read) || watch.source !== read.source || watch.home === null || read.home === null)
    return false;
  return watch.home !== read.home && isStrange(watch, comparison);
}

/** True if page 1 shows nothing that is known, though something is. */
export function isStrange(watch: Watch, { first }: Comparison): boolean {
  return watch.remembered.length > 0 && first.every(({ knownIndex }) => knownIndex === null);
}

/** Decides why older pages are read, and whether enough of them have been. */
export function progressOf(watch: Watch, read: ReadPages, comparison: Comparison, day: number, now: number): Progress {
  const { hole } = watch;
  const joinsHere = joins(watch, comparison);
  if (hole !== null && isWithin(comparison.first, hole, comparison.outOfOrder)) return { ...NONE, purpose: 'hole' };
  const purpose = hole !== null ? 'hole' : !joinsHere ? 'join' : isLookBackDue(watch, day) ? 'look-back' : null;
  if (purpose === null) return NONE;
  const start = startOf(watch, purpose, joinsHere, day);
  const last = start + read.older.length - 1;
  // What a burst pushed down shows nothing unknown once more, as far as it had been read.
  const isRestarted = hole !== null && !joinsHere;
  let barren = hole === null ? 0 : hole.barren - (isRestarted ? hole.page : 0);
  let [joined, ended, isLast] = [false, false, read.olderEnd === 'none'];
  read.older.forEach((page, index) => {
    const here = comparison.list.filter((one) => one.page === index + 1);
    const isNew = here.some(({ knownIndex }) => knownIndex === null);
    const isDeeper = isRestarted || start + index > (hole?.page ?? 1);
    barren = isNew ? Math.min(barren, 0) : barren + (isDeeper ? 1 : 0);
    isLast ||= showsNothing(page, here);
    ended ||= isLast || barren >= BARREN_PAGES;
    joined ||= isReached(watch, comparison, here, purpose);
  });
  const isOld = hole !== null && now - hole.since >= DAY;
  const isEnough = read.older.length >= PAGES_A_POLL || (purpose === 'look-back' && last >= LAST_LOOKED);
  // Before nothing there is nothing to join but the end; where no older page could be had, what is shown is all, if nobody knows more.
  const isAll = last > 1 || (hole === null && watch.edge === 'open' && watch.largest === 0);
  if (isLast) joined ||= isAll && (hole?.known ?? watch.remembered.length) === 0;
  const isOver = joined || ended || read.olderEnd !== null || isEnough;
  return {
    purpose,
    next: isOver ? null : last + 1,
    last: Math.max(last, 1),
    joined,
    ended: ended || read.olderEnd === 'none' || (isOld && (read.older.length > 0 || read.olderEnd !== null)),
    barren,
  };
}

function startOf({ hole, lookBack }: Watch, purpose: Purpose, joinsHere: boolean, day: number): number {
  // A burst on top of a hole makes it larger: it is read from its new top.
  if (purpose === 'hole') return joinsHere ? Math.max(2, hole?.page ?? 2) : 2;
  return purpose === 'look-back' && lookBack?.day === day ? (lookBack.page ?? 2) : 2;
}

/** True if older pages are to be read once more, as they are once a day. */
export function isLookBackDue({ lookBack }: Watch, day: number): boolean {
  return lookBack === null || lookBack.day < day || lookBack.page !== null;
}

/**
 * True if page 1 continues what is known: it shows a known comment in its place, holds at most half as many, or reaches
 * below the edge.
 */
function joins(watch: Watch, { first, outOfOrder, edge }: Comparison): boolean {
  if (isFromNothing(watch)) return first.length < HOLDS_ALL;
  // Some feeds show one comment at most.
  if (watch.largest <= 1 && first.length < HOLDS_ALL) return true;
  if (isBelow(first, edge)) return true;
  if (watch.whole !== null && first.length * 2 <= watch.whole.count) return true;
  return first.some(({ knownIndex, inPlace }) => knownIndex !== null && (inPlace || outOfOrder));
}

/** True if nothing was there when it was read last: whatever comes now is news, however far back it goes. */
function isFromNothing({ remembered, edge }: Watch): boolean {
  return remembered.length === 0 && edge === 'open';
}

function isReached(watch: Watch, comparison: Comparison, page: readonly Placed[], purpose: Purpose): boolean {
  const { edge, outOfOrder } = comparison;
  const isReachedBelow = isBelow(page, edge);
  if (purpose === 'look-back') return isReachedBelow && !outOfOrder;
  if (isReachedBelow) return true;
  if (purpose === 'hole' && watch.hole !== null) return isWithin(page, watch.hole, outOfOrder);
  return page.some(({ knownIndex, inPlace }) => knownIndex !== null && (inPlace || outOfOrder));
}

function isBelow(page: readonly Placed[], edge: Edge): boolean {
  return edge !== null && edge !== 'open' && page.some((one) => isOlder(one, edge.time));
}

/** True if a page reaches what was known before the hole opened. */
function isWithin(page: readonly Placed[], { known: count, lower }: Hole, outOfOrder: boolean): boolean {
  return page.some((one) => {
    if (one.knownIndex !== null && one.knownIndex < count && (one.inPlace || outOfOrder)) return true;
    return lower !== null && isOlder(one, lower + 1);
  });
}

function isOlder({ comment, inPlace }: Placed, time: number): boolean {
  return inPlace && comment.time !== null && comment.time < time;
}

/** A page that shows nothing which the pages before it did not is the end. */
function showsNothing(page: SeenPage, here: readonly Placed[]): boolean {
  return page.length === 0 || here.length === 0;
}
