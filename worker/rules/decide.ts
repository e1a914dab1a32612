import { isLost, isStrange, progressOf, readsOlderPages } from './continuity.ts';
import { areApprovedLate, firstEdge, loweredEdge, newerByPosition, raisedEdge, sides } from './edge.ts';
import { isElsewhere, type Placed, type Comparison, compare } from './compare.ts';
import { nothingTaken, remember, type Decision } from './remember.ts';
import { edgeOfPost, firstNews, watchFrom } from './first-answer.ts';
import { holeAfter, lookBackAfter, oldBefore } from './older-pages.ts';
import type { Plan } from './plan.ts';
import type { ReadPages, Watch, WatchedFeed } from './watch.ts';

const [HOUR, DAY] = [60 * 60_000, 24 * 60 * 60_000];

/** Nobody approves more old comments than this at once: they were imported. */
const IMPORTED = 20;

/**
 * Decides what one answer's comments are: news, edits, held or ignored; and what is then to be remembered. Pure. `day` is
 * that of the feed's look-back. The order of the steps matters, and is that of the design.
 */
export function decide(feed: WatchedFeed, before: Watch, read: ReadPages, day: number, now: number): Plan {
  const watch = watchFrom(before, feed.first, read, day, now);
  const isEmpty = read.page.length === 0;
  if (isEmpty && watch.remembered.length > 0) return { kind: 'failed', reason: read.kind === 'cut' ? 'cut' : 'empty' };
  const isFirst = watch.since === null && watch.begun === null && !watch.migrated;
  if (read.kind === 'cut' && (isFirst || watch.begun !== null)) return { kind: 'failed', reason: 'cut' };
  const comparison = compare(watch, read, now);
  if (isFirst) return remember(watch, read, baseline(feed, watch, comparison, day, now), now);
  if (watch.begun !== null) return remember(watch, read, resumedBaseline(watch, comparison, now), now);
  if (isLost(watch, read, comparison)) return { kind: 'failed', reason: 'lost' };
  const isNewAddress = isElsewhere(watch, read);
  // Nothing was known, and another address shows nothing: the first answer from there is yet to come.
  if (isNewAddress && isEmpty) return nothingTaken(watch);
  if (isNewAddress && isStrange(watch, comparison) && isAnotherHost(watch, read)) {
    if (read.kind === 'cut') return { kind: 'failed', reason: 'cut' };
    const anew = { ...watch, edge: null, direction: null, shares: false, outOfOrder: false, hole: null, changed: null };
    return remember(anew, read, baseline(feed, anew, compare(anew, read, now), day, now), now);
  }
  // Also where that first answer's poll broke off after its hole was noted.
  const isBegunAnew = before.remembered.length === 0 && before.hole !== null && before.largest > 0;
  const isOldPost = feed.first?.isNew === false && (watch !== before || isBegunAnew);
  return remember(watch, read, laterAnswer(watch, read, comparison, { isNewAddress, isOldPost, day }, now), now);
}

function isAnotherHost({ addresses }: Watch, { address }: ReadPages): boolean {
  return !addresses.some(({ host }) => host === address.host);
}

/** The first whole answer, or another site's: all but the newest `backfill` of a first one is held. */
function baseline(
  { backfill, first }: WatchedFeed,
  watch: Watch,
  comparison: Comparison,
  day: number,
  now: number,
): Decision {
  const fresh = comparison.list.filter(({ knownIndex }) => knownIndex === null);
  const isSilent = watch.since !== null;
  const news = new Set(isSilent ? [] : first === undefined ? fresh.slice(0, backfill) : firstNews(fresh, first));
  return {
    comparison,
    news,
    held: new Set(fresh.filter((one) => !news.has(one))),
    causeOf: () => (isSilent ? 'another address' : 'first poll'),
    again: new Set(),
    edge: (keyOf) =>
      (isSilent ? null : edgeOfPost(first, fresh.length, news.size)) ?? firstEdge(comparison, keyOf, now),
    begins: now,
    isBaseline: true,
    gap: null,
    imported: null,
    hole: null,
    lookBack: { day, page: null, url: null, old: 0 },
  };
}

/** A baseline that was begun and may not have reached all: it is offered again, and what has come since is news. */
function resumedBaseline(watch: Watch, comparison: Comparison, now: number): Decision {
  const of = sides(watch, comparison);
  const fresh = comparison.list.filter(({ knownIndex }) => knownIndex === null);
  const isNews = (one: Placed): boolean => !watch.skips && of.get(one) === 'above';
  return {
    comparison,
    news: new Set(fresh.filter(isNews)),
    held: new Set(fresh.filter((one) => !isNews(one))),
    causeOf: (one) => (of.get(one) === 'above' ? 'paused' : 'first poll'),
    again: new Set(comparison.list.filter(({ knownIndex }) => knownIndex !== null)),
    edge: (keyOf) => loweredEdge(comparison, keyOf),
    begins: watch.begun ?? now,
    isBaseline: false,
    gap: null,
    imported: null,
    hole: null,
    lookBack: watch.lookBack,
  };
}

type Circumstances = {
  readonly isNewAddress: boolean;
  /** It is the first answer of a post that is not new. */
  readonly isOldPost: boolean;
  readonly day: number;
};

function laterAnswer(
  watch: Watch,
  read: ReadPages,
  comparison: Comparison,
  circumstances: Circumstances,
  now: number,
): Decision {
  const { isNewAddress, isOldPost, day } = circumstances;
  const judgesByDate = isNewAddress || watch.skips;
  const isPaged = readsOlderPages(watch, read) && !isNewAddress;
  const progress = isPaged ? progressOf(watch, read, comparison, day, now) : null;
  const { news, held } = judgesByDate ? byDate(watch, comparison) : byEdge(watch, comparison, isOldPost);
  const cause = watch.skips ? 'paused' : isNewAddress ? 'another address' : 'below the edge';
  const old = oldOnes(watch, news, now);
  const before = oldBefore(watch, progress, day);
  const isImport = before + old.length > IMPORTED;
  const imported = new Set(isImport ? old : []);
  for (const one of imported) {
    news.delete(one);
    held.add(one);
  }
  // Where anything came meanwhile, an open hole may hide more of that.
  const isAnew = isNewAddress || (watch.skips && held.size > 0);
  const hole = holeAfter(watch, read, comparison, progress, isAnew, before + old.length, now);
  const isGap = progress !== null && !progress.joined && progress.ended && progress.purpose !== 'look-back';
  return {
    comparison,
    news,
    held,
    causeOf: (one) => (imported.has(one) ? 'import' : cause),
    again: new Set(),
    edge: (keyOf) => {
      if (read.kind === 'cut') return comparison.edge;
      // What lies behind page 1 is in no order: by its time alone the look-back can tell that it came before.
      if (watch.skips && comparison.outOfOrder) return { time: now, by: null };
      if (judgesByDate) return held.size > 0 ? raisedEdge(comparison, keyOf) : comparison.edge;
      return watch.migrated ? firstEdge(comparison, keyOf, now) : loweredEdge(comparison, keyOf);
    },
    begins: null,
    isBaseline: false,
    gap: isGap ? { since: watch.hole?.from ?? watch.whole?.at ?? now, missed: missedBefore(watch, comparison) } : null,
    imported: isImport && before <= IMPORTED ? { since: watch.whole?.at ?? now, count: old.length } : null,
    hole,
    lookBack: lookBackAfter(watch, read, progress, before + old.length, day),
  };
}

/** In the first answer from another address, news is what is dated after the last one, or newer by position. */
function byDate(watch: Watch, comparison: Comparison): { readonly news: Set<Placed>; readonly held: Set<Placed> } {
  const isNewer = newerByPosition(comparison);
  const [news, held] = [new Set<Placed>(), new Set<Placed>()];
  for (const [at, one] of comparison.list.entries()) {
    if (one.knownIndex !== null) continue;
    const { time } = one.comment;
    const isDated = time !== null && watch.whole !== null && time > watch.whole.at - HOUR;
    const isNews = !watch.skips && (time === null ? isNewer(at) : isDated);
    (isNews ? news : held).add(one);
  }
  return { news, held };
}

function byEdge(
  watch: Watch,
  comparison: Comparison,
  isOldPost: boolean,
): { readonly news: Set<Placed>; readonly held: Set<Placed> } {
  const of = sides(watch, comparison);
  const [news, held] = [new Set<Placed>(), new Set<Placed>()];
  const below = comparison.first.filter((one) => of.get(one) === 'below');
  const isNewer = newerByPosition(comparison);
  const isLate = areApprovedLate(watch, comparison, below.length);
  for (const [at, one] of comparison.list.entries()) {
    const side = of.get(one);
    if (side === undefined) continue;
    // Version 1 knew no times: only what stands above a comment that it knew is sure to have come since.
    const isAbove = side === 'above' && !(isOldPost && one.comment.time === null);
    const isNews = watch.migrated ? isNewer(at) : isAbove || (one.page === 0 && isLate);
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

/** Number of comments that may be missing, where the blog system counts them. */
function missedBefore({ newestNumber }: Watch, { list }: Comparison): number | null {
  const numbers = list.flatMap(({ knownIndex, comment }) => (knownIndex === null ? (comment.number ?? []) : []));
  if (newestNumber === null) return null;
  const next = numbers.reduce((least, number) => (number > newestNumber ? Math.min(least, number) : least), Infinity);
  return next === Infinity || next === newestNumber + 1 ? null : next - newestNumber - 1;
}
