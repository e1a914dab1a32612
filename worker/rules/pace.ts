import type { Pace } from '../model.ts';

/**
 * A bucket of tokens, as the instants at which those that are out were taken (oldest first, ms). Each comes back one
 * `per` after it was taken, so that no span of that length ever sees more than `count` sends: a bucket that refills
 * evenly would let nearly twice as many through, and chats that count by the minute block for it.
 */
export type Bucket = readonly number[];

/** A longer list would be written with each batch: a thousand a minute is sixty in 3.6 s as well. */
const TOKENS = 60;

/** Instant of the next token, ms since the epoch; not after `now`: one is there already. */
export function readyAt(bucket: Bucket, pace: Pace, now: number): number {
  const { count, per } = folded(pace);
  const out = taken(bucket, per, now);
  const first = out[out.length - count];
  return first === undefined ? now : first + per;
}

/** The bucket without the tokens that are back, and none that does not count: at most `TOKENS` are left. */
export function trim(bucket: Bucket, pace: Pace, now: number): Bucket {
  const { count, per } = folded(pace);
  return taken(bucket, per, now).slice(-count);
}

/** The bucket after so many tokens more were taken at `now`, though there be none. */
export function spend(bucket: Bucket, now: number, tokens = 1): Bucket {
  return [...bucket, ...Array.from({ length: tokens }, () => now)];
}

/** Those not yet back. An instant in the future is a clock that was put back: it would hold its token too long. */
function taken(bucket: Bucket, per: number, now: number): Bucket {
  return bucket.filter((instant) => instant <= now && now < instant + per);
}

/** The same pace in a span so short that few tokens are enough for it. */
function folded({ count, per }: Pace): Pace {
  const spans = Math.ceil(count / TOKENS);
  return { count: Math.floor(count / spans), per: per / spans };
}
