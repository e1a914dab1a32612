import type { Feed } from '../model.ts';
import { isConstant, isDue, isRare, type PollTiming, spread, TICK } from '../rules/schedule.ts';
import type { FeedState } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';
import type { FeedView } from './feed-view.ts';

/** Failures of a poll that took all the time that it was given: of the feed's server, and of our own. */
const HUNG = new Set(['timeout', 'deadline']);

/** A server that does not answer in time for so long may be slow, and not away, ms. */
const SLOW_AFTER = 24 * 60 * 60_000;

/** Longest wait for a poll: the longest `every`, and what a server asks for on top. */
const LONGEST_WAIT = 8 * 24 * 60 * 60_000;

/** 2^32 by the golden ratio: what is multiplied by it, and differs little, differs much (Knuth, TAOCP 3, 6.4). */
const GOLDEN = 0x9e3779b1;

/** Decides which polls are due, each slot once in this object's lifetime; what it has forgotten, it decides anew. */
export class Schedule {
  /** Up to when it has been decided for a feed. */
  readonly #decided = new Map<string, number>();
  readonly #polled = new Map<string, number>();

  /** Whether the feed's poll is due. A feed that was never read always is. */
  isDue({ row, feed, feedState }: FeedView, now: number): boolean {
    if (!feed?.ok || feed.value.paused) return false;
    if (feedState === null || row.postponed) return true;
    const rhythm = rhythmOfRow(row, feed.value, feedState);
    const decided = this.#decided.get(row.name) ?? null;
    // What was decided, but not polled (the server had asked to wait), is made up for.
    return isDue(row.name, rhythm, isRare(rhythm, now) ? (row.lastPoll ?? decided) : decided, now);
  }

  /** The first tick after `now` at which the feed's poll will be due as things are; `null`: none. */
  nextPoll(view: FeedView, now: number): number | null {
    if (!view.feed?.ok || view.feed.value.paused) return null;
    const first = (Math.floor(now / TICK) + 1) * TICK;
    for (let at = first; at <= first + LONGEST_WAIT; at += TICK) if (this.isDue(view, at)) return at;
    return null;
  }

  /** The feed's last poll, ms: as noted in its row where polls are rare, else as this object remembers; `null`: not known. */
  lastPoll({ row, feedState }: FeedView): number | null {
    const known = [row.lastPoll, feedState?.watch.whole?.at, this.#polled.get(row.name)];
    const times = known.filter((time) => time !== null && time !== undefined);
    return times.length === 0 ? null : Math.max(...times);
  }

  /** Notes that the feed was polled at `now`. */
  notePoll(feed: string, now: number): void {
    this.#polled.set(feed, now);
    this.decide(feed, now);
  }

  /** Notes that it has been decided up to `now`: it was not due, or has been polled. */
  decide(feed: string, now: number): void {
    this.#decided.set(feed, now);
  }
}

/** Tells that a poll of the feed that ends now is noted in its row: the next one may be missed, and made up for. */
export function isNoted(feed: Feed, feedState: FeedState | null, now: number): boolean {
  return feedState !== null && isRare(rhythmOf(feed, feedState), now);
}

/** Tells that CONFIG is read anew in every tick for the feed, since it is polled or cannot be. */
export function isReadAnyway({ row, feed, feedState }: FeedView, now: number): boolean {
  if (!feed?.ok) return true;
  return !feed.value.paused && (feedState === null || isConstant(rhythmOfRow(row, feed.value, feedState), now));
}

/**
 * Tells that the feed's last poll took all its time, and so may the next. One that has failed for a day is asked so rarely
 * that it costs little: it gets all the time again, for its server may have become slow, and would never be heard.
 */
export function hasHung({ row, feed, feedState }: FeedView, now: number): boolean {
  if (row.trouble === null || !HUNG.has(row.trouble)) return false;
  const failingSince = feed?.ok && feedState !== null ? rhythmOf(feed.value, feedState).failingSince : null;
  return failingSince === null || now - failingSince < SLOW_AFTER;
}

/**
 * The order in which feeds are polled: those that wait longest since a tick's requests ran out; the others, in another
 * order in each tick, so that one that ends a tick early ends it for others each time; those that may hang, last.
 */
export function inTurn(views: readonly FeedView[], now: number): readonly FeedView[] {
  const tick = Math.round(now / TICK);
  return views
    .map((view) => ({
      view,
      queued: view.row.queuedSince ?? Number.POSITIVE_INFINITY,
      hung: hasHung(view, now) ? 1 : 0,
      place: Math.imul(spread(view.row.name, 2 ** 32) ^ tick, GOLDEN) >>> 0,
    }))
    .toSorted((one, other) =>
      one.queued === other.queued
        ? one.hung - other.hung || one.place - other.place
        : one.queued < other.queued
          ? -1
          : 1,
    )
    .map(({ view }) => view);
}

/** What of a feed and its memory says when it is polled. */
function rhythmOf(feed: Feed, feedState: FeedState): PollTiming {
  return {
    every: feed.every,
    maxAge: feedState.maxAge,
    lastNews: feedState.watch.lastNews,
    failingSince: feedState.failing?.from ?? null,
    notBefore: feedState.notBefore,
  };
}

/** The same, with what its row says: a value in CONFIG that was corrected starts without the old backoff. */
function rhythmOfRow(row: FeedRow, feed: Feed, feedState: FeedState): PollTiming {
  const rhythm = rhythmOf(feed, feedState);
  const { failingSince } = rhythm;
  return {
    ...rhythm,
    failingSince: failingSince === null ? null : Math.max(failingSince, row.configAt ?? failingSince),
    gone: row.trouble === 'gone',
  };
}
