const MINUTE = 60_000;

/** Waits before what concerns no receiver is tried again: our own configuration, KV, another object. */
const WAITS = [MINUTE, 5 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 60 * MINUTE];

/** Wait after the try numbered `tries` (from 0) has failed, ms. */
export function retryIn(tries: number): number {
  return WAITS[Math.min(tries, WAITS.length - 1)] ?? MINUTE;
}
