// When a feed is polled next. Slots are a function of the feed's name, of its interval and, where that stretches by itself, of the
// last comment's instant, so that feeds are spread, and an object that was evicted between two ticks polls at the same times as
// one that was not. How long ago the last poll was matters alone where a tick was lost: its slot is made up for by the next one.

import { fnv1a } from '../hash.ts';

const [MINUTE, HOUR, DAY] = [60_000, 60 * 60_000, 24 * 60 * 60_000];

/** The cron's interval (wrangler.toml): nothing is polled more often. */
export const TICK = 5 * MINUTE;

/** Part of the time without a new comment that an automatic interval is: 5 minutes until 6 hours, 10 after 12, 20 after a day … */
const QUIET_SHARE = TICK / (6 * HOUR);
/** … and the longest that it becomes, ms. */
const QUIET_LONGEST = 6 * TICK;
/** Parts of a poll by which they do. */
const DRIFT_PARTS = 997;
/** Largest part that sums of fractions may lack of a whole number. */
const ROUNDING = 1e-6;
/** Time without a new comment, ms, in which feeds that were told of one together drift apart, by one poll at most. */
const DRIFT = { from: 6 * HOUR, to: 12 * HOUR };

const BACKOFF_FIRST = 10 * MINUTE;
const [BACKOFF_LAST, BACKOFF_AWAITED] = [6 * HOUR, HOUR];
/** RFC 9110 section 15.5.11: 410 is meant to be for good, but servers say it by mistake, too. */
const BACKOFF_GONE = DAY;
/** Feeds that broke together come back spread over a quarter of their backoff. */
const BACKOFF_SPREAD = 4;

/** Longest time that a server's `Retry-After` is believed for: "a year" is a mistake. */
const RETRY_AFTER_LONGEST = DAY;
/** Longest `max-age`, in minutes, that slows polling down: many servers send days for everything. */
const MAX_AGE_LONGEST = 30;

/** Facts on which a feed's next poll depends. Instants are ms since the epoch. */
export type PollTiming = {
  /** As configured, ms; `null`: automatic. */
  readonly every: number | null;
  /** Interval that the server asked for, in minutes (`maxAgeMinutes`). */
  readonly maxAge: number;
  /** Instant at which Earshot last saw a comment come; `null`: never. */
  readonly lastNews: number | null;
  readonly failingSince: number | null;
  /** It failed with 410 last; or it may not be there before it holds something, and is asked for hourly at least. */
  readonly gone?: boolean;
  readonly isAwaited?: boolean;
  readonly notBefore: number | null;
};

/** True if the feed's poll is due at `now`. `previous`: up to when that has been decided; `null`: not known any more. */
export function isDue(name: string, timing: PollTiming, previous: number | null, now: number): boolean {
  if (timing.notBefore !== null && now < timing.notBefore) return false;
  // A tick that comes some seconds early or late belongs to the nearest whole one.
  const to = nearestTick(now);
  const from = previous === null ? to - TICK : nearestTick(previous);
  if (timing.failingSince !== null) return retryBetween(name, timing, nearestTick(timing.failingSince), from, to);
  if (timing.every === null) return pollsUntil(name, timing, to) > pollsUntil(name, timing, from);
  const interval = intervalOf(timing, now);
  return slotBetween(interval, spread(name, Math.floor(interval / TICK)) * TICK, from, to);
}

/**
 * Gives the first tick after `now` at which `isDue` will be true, as things are, without asking it of each tick of a week.
 * `previous`: as it is then; `null`: what is decided until each tick is not known any more.
 */
export function nextDue(name: string, timing: PollTiming, previous: number | null, now: number): number {
  const first = tickAfter(Math.max(now, (timing.notBefore ?? now) - 1));
  const from = previous === null ? first - TICK : nearestTick(previous);
  if (timing.failingSince !== null) {
    const since = nearestTick(timing.failingSince);
    for (const instant of retries(name, timing, since)) if (instant > from) return Math.max(instant, first);
  }
  // An automatic interval grows while one waits for its end, to half an hour: those are few ticks.
  let at = first;
  while (!isDue(name, timing, previous, at)) at += timing.every === null ? TICK : waitOf(name, timing, from, at);
  return at;
}

/** Time until the slot that follows `from`, ms, a tick at least. */
function waitOf(name: string, timing: PollTiming, from: number, now: number): number {
  const interval = intervalOf(timing, now);
  const offset = spread(name, Math.floor(interval / TICK)) * TICK;
  const slot = (Math.floor((from - offset) / interval) + 1) * interval + offset;
  return Math.max(Math.ceil((slot - now) / TICK) * TICK, TICK);
}

/** Number of polls of a feed that are due in (from, to], were every tick to come, and its timing what it is now. */
export function pollsBetween(name: string, timing: PollTiming, from: number, to: number): number {
  if (timing.failingSince !== null) {
    let count = 0;
    for (const instant of retries(name, timing, nearestTick(timing.failingSince))) {
      if (instant > to) return count;
      if (instant > from) count += 1;
    }
  }
  if (timing.every === null) return Math.max(pollsUntil(name, timing, to) - pollsUntil(name, timing, from), 0);
  return Math.max(Math.floor((to - from) / intervalOf(timing, to)), 0);
}

/** True if a lost poll has to be made up for, as the next is far away: the feed is polled hourly or less often, or fails. */
export function isRare(timing: PollTiming, now: number): boolean {
  return timing.failingSince !== null || intervalOf(timing, now) >= HOUR;
}

/** True if the feed is polled in every tick. */
export function isConstant(timing: PollTiming, now: number): boolean {
  return timing.failingSince === null && intervalOf(timing, now) <= TICK;
}

/** True if one of the instants at which everything is looked at again, `interval` ms apart, lies in (previous, now]. */
export function isSlot(interval: number, previous: number | null, now: number): boolean {
  const to = nearestTick(now);
  return slotBetween(interval, 0, previous === null ? to - TICK : nearestTick(previous), to);
}

/** Gives the day of a feed's look-back at older pages, by a clock of its own: not all feeds look back at midnight. */
export function lookBackDay(name: string, now: number): number {
  return Math.floor((now - spread(name, DAY / TICK) * TICK) / DAY);
}

/** A server's `max-age` as it is remembered: whole ticks, in minutes, so that a countdown does not change it all the time. */
export function maxAgeMinutes(seconds: number): number {
  const ticks = Math.ceil((seconds * 1000) / TICK);
  return Math.min(Math.max(ticks, 1) * (TICK / MINUTE), MAX_AGE_LONGEST);
}

/** The instant that a `Retry-After` names, ms; `null` where it names none. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
export function retryAfterInstant(value: string | null, now: number): number | null {
  if (value === null) return null;
  // Discord says fractions of a second; a server and the one before it may both say something.
  const [, seconds] = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/.exec(value) ?? [];
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  const at = seconds === undefined ? date : now + Number(seconds) * 1000;
  return Number.isNaN(at) || at <= now ? null : Math.min(at, now + RETRY_AFTER_LONGEST);
}

function intervalOf({ every, maxAge, lastNews }: PollTiming, now: number): number {
  const automatic = lastNews === null ? TICK : Math.min((now - lastNews) * QUIET_SHARE, QUIET_LONGEST);
  return Math.max(every ?? automatic, maxAge * MINUTE, TICK);
}

/**
 * Number of polls, since a feed's last new comment, that an automatic interval has room for until `instant`: what it is at each
 * instant, summed up, so that it stretches without steps, and a new comment begins it anew.
 */
function pollsUntil(name: string, { maxAge, lastNews }: PollTiming, instant: number): number {
  const shortest = Math.max(maxAge * MINUTE, TICK);
  if (lastNews === null) return Math.floor((instant - spread(name, Math.floor(shortest / TICK)) * TICK) / shortest);
  const quiet = Math.max(instant - nearestTick(lastNews), 0);
  const [stretches, stays] = [shortest / QUIET_SHARE, Math.max(QUIET_LONGEST, shortest) / QUIET_SHARE];
  const polls =
    Math.min(quiet, stretches) / shortest +
    Math.log(Math.max(Math.min(quiet, stays) / stretches, 1)) / QUIET_SHARE +
    Math.max(quiet - stays, 0) / Math.max(QUIET_LONGEST, shortest);
  const drifted = Math.min(Math.max((quiet - DRIFT.from) / (DRIFT.to - DRIFT.from), 0), 1);
  return Math.floor(polls - (drifted * spread(name, DRIFT_PARTS)) / DRIFT_PARTS + ROUNDING);
}

function slotBetween(interval: number, offset: number, from: number, to: number): boolean {
  return Math.floor((to - offset) / interval) > Math.floor((from - offset) / interval);
}

function retryBetween(name: string, timing: PollTiming, since: number, from: number, to: number): boolean {
  for (const instant of retries(name, timing, since)) {
    if (instant > to) return false;
    if (instant > from) return true;
  }
  return false;
}

/** The instants at which a feed that fails `since` then is tried again, without end. */
function* retries(
  name: string,
  { gone = false, isAwaited = false }: PollTiming,
  since: number,
): Generator<number, never> {
  let backoff = gone ? BACKOFF_GONE : BACKOFF_FIRST;
  for (let at = since + backoff; ; at += backoff) {
    yield at + spread(name, Math.floor(backoff / BACKOFF_SPREAD / TICK) + 1) * TICK;
    backoff = gone ? BACKOFF_GONE : Math.min(backoff * 2, isAwaited ? BACKOFF_AWAITED : BACKOFF_LAST);
  }
}

/** The first tick after an instant. */
export function tickAfter(instant: number): number {
  return (Math.floor(instant / TICK) + 1) * TICK;
}

/** The whole tick that an instant belongs to: one comes some seconds early or late. */
export function nearestTick(instant: number): number {
  return Math.round(instant / TICK) * TICK;
}

/** Gives the same number below `count` for the same name. */
export function spread(name: string, count: number): number {
  const hash = fnv1a(name);
  // The low bits of such a hash are the poorest.
  return ((hash ^ (hash >>> 15)) >>> 0) % count;
}
