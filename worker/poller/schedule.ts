import type { Feed } from '../model.ts';
import { isConstant, isDue, isRare, nextDue, type PollTiming, pollsBetween, spread, TICK } from '../rules/schedule.ts';
import type { FeedState, StateOutline } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';
import type { FeedView, OutlineView } from './feed-view.ts';

/** Reasons of polls that took all their time: the feed's server's, and our own. */
const HUNG = new Set(['timeout', 'deadline']);

/** Time without an answer after which a server is taken for slow, and not for down, ms. */
const SLOW_AFTER = 24 * 60 * 60_000;

/** 2^32 by the golden ratio: what is multiplied by it, and differs little, differs much (Knuth, TAOCP 3, 6.4). */
const GOLDEN = 0x9e3779b1;

/** Decides which polls are due, each slot once in this object's lifetime. */
export class Schedule {
  /** Instant up to which slots have been decided, by feed. */
  readonly #decided = new Map<string, number>();
  readonly #polled = new Map<string, number>();

  /** True if the feed's poll is due. A feed that was never read always is. */
  isDue({ row, feed, feedState }: FeedView, now: number): boolean {
    if (!feed?.ok || feed.value.paused) return false;
    if (feedState === null || row.postponed) return true;
    const timing = rowTimingOf(row, feed.value, feedState);
    return isDue(row.name, timing, this.#decidedUntil(row, timing, now), now);
  }

  /** The first tick after `now` at which the feed's poll will be due as things are; `null`: none. */
  nextPoll({ row, feed, feedState }: OutlineView, now: number): number | null {
    if (!feed?.ok || feed.value.paused) return null;
    if (feedState === null || row.postponed) return (Math.floor(now / TICK) + 1) * TICK;
    const timing = rowTimingOf(row, feed.value, feedState);
    return nextDue(row.name, timing, this.#decidedUntil(row, timing, now), now);
  }

  /** The feed's last poll, ms, as noted in its row or remembered by this object; `null`: not known. */
  lastPoll({ row, feedState }: OutlineView): number | null {
    const noted = [row.lastPoll, feedState?.watch.whole?.at, this.#polled.get(row.name)];
    const times = noted.filter((time) => time !== null && time !== undefined);
    return times.length === 0 ? null : Math.max(...times);
  }

  #decidedUntil(row: FeedRow, timing: PollTiming, now: number): number | null {
    const decided = this.#decided.get(row.name) ?? null;
    // A slot that was decided, but not polled (the server had asked to wait), is made up for.
    return isRare(timing, now) ? (row.lastPoll ?? decided) : decided;
  }

  /** Notes that the feed was polled at `now`. */
  notePoll(feed: string, now: number): void {
    this.#polled.set(feed, now);
    this.decide(feed, now);
  }

  /** Notes that the feed's slots up to `now` are decided: none was due, or it was polled. */
  decide(feed: string, now: number): void {
    this.#decided.set(feed, now);
  }
}

/** True if a poll that ends now is noted in the feed's row, so that a missed one can be made up for. */
export function isNoted(feed: Feed, feedState: FeedState | null, now: number): boolean {
  return feedState !== null && isRare(timingOf(feed, feedState), now);
}

/** True if the feed's value is read in every tick anyway: it is always polled, or is invalid. */
export function isReadAnyway({ row, feed, feedState }: FeedView, now: number): boolean {
  if (!feed?.ok) return true;
  return !feed.value.paused && (feedState === null || isConstant(rowTimingOf(row, feed.value, feedState), now));
}

/**
 * True if the feed's last poll took all its time, and the next may, too. One that has failed for a day is polled so rarely
 * that it costs little: it gets all the time again, for its server may have become slow.
 */
export function hasHung({ row, feed, feedState }: FeedView, now: number): boolean {
  if (row.trouble === null || !HUNG.has(row.trouble)) return false;
  const failingSince = feed?.ok && feedState !== null ? timingOf(feed.value, feedState).failingSince : null;
  return failingSince === null || now - failingSince < SLOW_AFTER;
}

/**
 * Sorts feeds by the order in which they are polled: first those that wait longest since a tick's requests ran out; then
 * the others, shuffled by tick, so that it is never the same ones that come too late; those that may hang come last.
 */
export function inPollOrder(views: readonly FeedView[], now: number): readonly FeedView[] {
  const tick = Math.round(now / TICK);
  return views
    .map((view) => ({
      view,
      queued: view.row.queuedSince ?? Number.POSITIVE_INFINITY,
      hung: hasHung(view, now) ? 1 : 0,
      rank: Math.imul(spread(view.row.name, 2 ** 32) ^ tick, GOLDEN) >>> 0,
    }))
    .toSorted((one, other) =>
      one.queued === other.queued ? one.hung - other.hung || one.rank - other.rank : one.queued < other.queued ? -1 : 1,
    )
    .map(({ view }) => view);
}

/** Number of a feed's polls in (from, to], as its schedule is now; those that failed or were asked for are not counted. */
export function pollsOf({ row, feed, feedState }: OutlineView, from: number, to: number): number {
  if (!feed?.ok || feed.value.paused || feedState === null) return 0;
  const begun = Math.max(from, row.configAt ?? from);
  return pollsBetween(row.name, rowTimingOf(row, feed.value, feedState), begun, to);
}

/** Gives the poll timing of a feed, from its config and its state. */
function timingOf(feed: Feed, feedState: StateOutline): PollTiming {
  return {
    every: feed.every,
    maxAge: feedState.maxAge,
    lastNews: feedState.watch.lastNews,
    failingSince: feedState.failing?.from ?? null,
    notBefore: feedState.notBefore,
  };
}

/** Adds what the feed's row says: a corrected value in CONFIG starts without the old backoff. */
function rowTimingOf(row: FeedRow, feed: Feed, feedState: StateOutline): PollTiming {
  const timing = timingOf(feed, feedState);
  const { failingSince } = timing;
  return {
    ...timing,
    failingSince: failingSince === null ? null : Math.max(failingSince, row.configAt ?? failingSince),
    gone: row.trouble === 'gone',
  };
}
