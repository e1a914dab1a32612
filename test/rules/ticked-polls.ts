import { isDue, type PollTiming } from '../../worker/rules/schedule.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Instant at which the ticks begin. */
export const START = Date.parse('2026-11-02T00:00:00Z');

/** Timing of a feed that had a comment at START. */
export const lively: PollTiming = { every: null, maxAge: 5, lastNews: START, failingSince: null, notBefore: null };

/** The minutes after START, up to `until`, at which a feed is polled by ticks five minutes apart. */
export function polls(timing: PollTiming, until: number, { name = 'blog', forgetful = true, jitter = 0 } = {}) {
  const at: number[] = [];
  let previous: number | null = null;
  for (let tick = 0; tick <= until; tick += 5) {
    const now = START + tick * MINUTE + (tick % 2 === 0 ? jitter : -jitter);
    if (isDue(name, timing, previous, now)) at.push(tick);
    previous = forgetful ? null : now;
  }
  return at;
}

/** Minutes between one poll and the next, each once. */
export const gaps = (at: readonly number[]) => [
  ...new Set(at.slice(1).map((minute, index) => minute - (at[index] ?? 0))),
];
