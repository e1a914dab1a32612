import { isDue } from '../../worker/rules/schedule.ts';
import type { Failing } from './failing-file.ts';
import { INTERVAL } from './ticker.ts';

/** Longest time that is looked ahead: a feed that is gone is asked daily, ms. */
const LONGEST = 2 * 24 * 60 * 60_000;

/** Failing feed, with its name and the current tick, ms. */
export type FailingFeed = Failing & { readonly name: string; readonly now: number };

/** The tick at which a feed that fails is polled again, ms: the Worker's own schedule, asked for each tick to come. */
export function nextPoll({ name, since, now, gone }: FailingFeed): number {
  const timing = { every: null, maxAge: 0, lastNews: null, failingSince: since, gone, notBefore: null };
  const first = nextTick(now);
  for (let at = first, before = now; at < now + LONGEST; before = at, at += INTERVAL) {
    if (isDue(name, timing, before, at)) return at;
  }
  return first;
}

/** The full five minutes that come next, as the cron has them, ms. */
export function nextTick(now: number): number {
  return (Math.floor(now / INTERVAL) + 1) * INTERVAL;
}
