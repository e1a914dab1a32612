import { isLost, isStrange, LAST_LOOKED, type Progress, progressOf, readsOlderPages } from './continuity.ts';
import { areApprovedLate, firstEdge, loweredEdge, newerByPlace, raisedEdge, sides } from './edge.ts';
import { isElsewhere, type Placed, type Reading, read } from './reading.ts';
import { nothingTaken, remember, type Sorted } from './remember.ts';
import type { Hole, Plan, Seen, Watch, WatchedFeed } from './watch.ts';

const [HOUR, DAY] = [60 * 60_000, 24 * 60 * 60_000];

/** Nobody approves more old comments than this at once: they were imported. */
const IMPORTED = 20;

/**
 * Decides what one answer's comments are: news, edits, held or ignored; and what is then to be remembered. Pure. `day` is
 * that of the feed's look-back. The order of the steps matters, and is that of the design.
 */
export function decide(feed: WatchedFeed, watch: Watch, seen: Seen, day: number, now: number): Plan {
  const isEmpty = seen.page.length === 0;
  if (isEmpty && watch.known.length > 0) return { kind: 'failed', reason: seen.kind === 'cut' ? 'cut' : 'empty' };
  const isFirst = watch.since === null && watch.begun === null && !watch.migrated;
  if (seen.kind === 'cut' && (isFirst || watch.begun !== null)) return { kind: 'failed', reason: 'cut' };
  const reading = read(watch, seen, now);
  if (isFirst) return remember(watch, seen, baseline(feed, watch, reading, day, now), now);
  if (watch.begun !== null) return remember(watch, seen, resumedBaseline(watch, reading, now), now);
  if (isLost(watch, seen, reading)) return { kind: 'failed', reason: 'lost' };
  const isElse = isElsewhere(watch, seen);
  // Nothing was known, and another address shows nothing: the first answer from there is yet to come.
  if (isElse && isEmpty) return nothingTaken(watch);
  if (isElse && isStrange(watch, reading) && isAnotherHost(watch, seen)) {
    if (seen.kind === 'cut') return { kind: 'failed', reason: 'cut' };
    const anew = { ...watch, edge: null, direction: null, shares: false, outOfOrder: false, hole: null, changed: null };
    return remember(anew, seen, baseline(feed, anew, read(anew, seen, now), day, now), now);
  }
  return remember(watch, seen, ordinary(watch, seen, reading, { isElse, day }, now), now);
}

function isAnotherHost({ addresses }: Watch, { address }: Seen): boolean {
  return !addresses.some(({ host }) => host === address.host);
}

/** The first whole answer, or another site's: all but the newest `backfill` of a first one is held. */
function baseline({ backfill }: WatchedFeed, watch: Watch, reading: Reading, day: number, now: number): Sorted {
  const fresh = reading.list.filter(({ known }) => known === null);
  const isSilent = watch.since !== null;
  return {
    reading,
    news: new Set(isSilent ? [] : fresh.slice(0, backfill)),
    held: new Set(isSilent ? fresh : fresh.slice(backfill)),
    again: new Set(),
    edge: (keyOf) => firstEdge(reading, keyOf, now),
    begins: now,
    isBaseline: true,
    gap: null,
    imported: null,
    hole: null,
    lookBack: { day, page: null, url: null, old: 0 },
  };
}

/** A baseline that was begun and may not have reached all: it is offered again, and what has come since is news. */
function resumedBaseline(watch: Watch, reading: Reading, now: number): Sorted {
  const of = sides(reading);
  const fresh = reading.list.filter(({ known }) => known === null);
  return {
    reading,
    news: new Set(fresh.filter((one) => of.get(one) === 'above')),
    held: new Set(fresh.filter((one) => of.get(one) === 'below')),
    again: new Set(reading.list.filter(({ known }) => known !== null)),
    edge: (keyOf) => loweredEdge(reading, keyOf),
    begins: watch.begun ?? now,
    isBaseline: false,
    gap: null,
    imported: null,
    hole: null,
    lookBack: watch.lookBack,
  };
}

type Circumstances = { readonly isElse: boolean; readonly day: number };

function ordinary(watch: Watch, seen: Seen, reading: Reading, around: Circumstances, now: number): Sorted {
  const { isElse, day } = around;
  const isApart = isElse || watch.skips;
  const isPaged = readsOlderPages(watch, seen) && !isElse;
  const progress = isPaged ? progressOf(watch, seen, reading, day, now) : null;
  const { news, held } = (isApart ? elsewhere : sorted)(watch, reading);
  const old = oldOnes(watch, news, now);
  const before = progress?.purpose === 'look-back' && watch.lookBack?.day === day ? watch.lookBack.old : 0;
  const isImport = before + old.length > IMPORTED;
  for (const one of isImport ? old : []) {
    news.delete(one);
    held.add(one);
  }
  const hole = holeAfter(watch, seen, reading, progress, around, now);
  const isGap = progress !== null && !progress.joined && progress.ended && progress.purpose !== 'look-back';
  return {
    reading,
    news,
    held,
    again: new Set(),
    edge: (keyOf) => {
      if (seen.kind === 'cut') return reading.edge;
      if (isApart) return held.size > 0 ? raisedEdge(reading, keyOf) : reading.edge;
      return watch.migrated ? firstEdge(reading, keyOf, now) : loweredEdge(reading, keyOf);
    },
    begins: null,
    isBaseline: false,
    gap: isGap ? { since: watch.hole?.from ?? watch.whole?.at ?? now, missed: missedBefore(watch, reading) } : null,
    imported: isImport && before <= IMPORTED ? { since: watch.whole?.at ?? now, count: old.length } : null,
    hole,
    lookBack: lookBackAfter(watch, seen, progress, before + old.length, day),
  };
}

/** In the first answer from another address, news is what is dated after the last one, or newer by place. */
function elsewhere(watch: Watch, reading: Reading): { readonly news: Set<Placed>; readonly held: Set<Placed> } {
  const isNewer = newerByPlace(reading);
  const [news, held] = [new Set<Placed>(), new Set<Placed>()];
  for (const [at, one] of reading.list.entries()) {
    if (one.known !== null) continue;
    const { time } = one.comment;
    const isDated = time !== null && watch.whole !== null && time > watch.whole.at - HOUR;
    const isNews = !watch.skips && (time === null ? isNewer(at) : isDated);
    (isNews ? news : held).add(one);
  }
  return { news, held };
}

function sorted(watch: Watch, reading: Reading): { readonly news: Set<Placed>; readonly held: Set<Placed> } {
  const of = sides(reading);
  const [news, held] = [new Set<Placed>(), new Set<Placed>()];
  const below = reading.first.filter((one) => of.get(one) === 'below');
  const isNewer = newerByPlace(reading);
  const isLate = areApprovedLate(watch, reading, below.length);
  for (const [at, one] of reading.list.entries()) {
    const side = of.get(one);
    if (side === undefined) continue;
    // Version 1 knew no times: only what stands above a comment that it knew is sure to have come since.
    const isNews = watch.migrated ? isNewer(at) : side === 'above' || (one.page === 0 && isLate);
    if (isNews) news.add(one);
    // Of older pages, what is below the edge is as good as not seen.
    else if (one.page === 0) held.add(one);
  }
  return { news, held };
}

/** Of a hole, news is as old as it is beside the last whole answer before it opened. */
function oldOnes({ whole, hole }: Watch, news: ReadonlySet<Placed>, now: number): readonly Placed[] {
  const from = hole?.from ?? whole?.at ?? now;
  return [...news].filter(({ comment }) => comment.time !== null && comment.time < from - DAY);
}

function holeAfter(
  watch: Watch,
  seen: Seen,
  reading: Reading,
  progress: Progress | null,
  { isElse }: Circumstances,
  now: number,
): Hole | null {
  const { hole, known } = watch;
  const newest = known.reduce((latest, { time }) => Math.max(latest, time ?? -Infinity), -Infinity);
  const lower = newest === -Infinity ? null : newest;
  const opened = { since: now, from: watch.whole?.at ?? now, lower, known: known.length };
  // A cut answer with nothing known in it may hide what lies between; nothing is read on after it.
  if (seen.kind === 'cut')
    return hole ?? (isStrange(watch, reading) ? { ...opened, page: 1, url: null, barren: 0 } : null);
  if (isElse) return null;
  if (progress === null || progress.purpose === 'look-back') return hole;
  if (progress.joined || progress.ended) return null;
  // Where none could be read, it is the same page that is asked for next: the first one, if a burst lies on top.
  const { last: page } = progress;
  const isAtTop = page === 1 || hole === null;
  const unread = isAtTop ? { page: 1, url: null } : { page: hole.page, url: hole.url };
  const reached = seen.older.length > 0 ? { page, url: seen.olderUrl } : unread;
  return { ...(hole ?? opened), ...reached, barren: progress.barren };
}

function lookBackAfter(
  { lookBack }: Watch,
  seen: Seen,
  progress: Progress | null,
  old: number,
  day: number,
): Watch['lookBack'] {
  // Behind nothing there is nothing: an empty feed is read whole once a day.
  if (seen.kind === 'whole' && seen.page.length === 0) return { day, page: null, url: null, old: 0 };
  if (progress?.purpose !== 'look-back') return lookBack;
  // Only our own limit is a reason to go on at the next poll; what fails has tomorrow.
  if (seen.olderEnd !== 'limit' || progress.last >= LAST_LOOKED) return { day, page: null, url: null, old };
  const url = seen.older.length > 0 ? seen.olderUrl : (lookBack?.url ?? null);
  return { day, page: Math.max(progress.last, 2), url, old };
}

/** How many comments may be missing, where the blog system counts them. */
function missedBefore({ serial }: Watch, { list }: Reading): number | null {
  const numbers = list.flatMap(({ known, comment }) => (known === null ? (comment.number ?? []) : []));
  if (serial === null) return null;
  const next = numbers.reduce((least, number) => (number > serial ? Math.min(least, number) : least), Infinity);
  return next === Infinity || next === serial + 1 ? null : next - serial - 1;
}
