import type { Feed } from '../model.ts';
import type { Memory } from './memory.ts';
import type { World } from './world.ts';

/** One poll's circumstances. `signal` is the deadline over all its steps. */
export type Job = {
  readonly world: World;
  readonly memory: Memory;
  readonly feed: Feed;
  /** ms since the epoch; the tick's, whatever the clock says. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** The earlier deadline of all that is asked of the web: the rest is for handing over what it brought. */
  readonly web: AbortSignal;
};

/** How a poll ended, for the log. `postponed`: through no fault of the feed; the next tick tries again. */
export type Outcome = {
  readonly outcome: 'watching' | 'read' | 'unchanged' | 'failed' | 'postponed';
  readonly reason?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number | null;
  /** How many comments the feed held, came, and changed. */
  readonly comments?: number;
  readonly news?: number;
  readonly edits?: number;
};

/** An instant as the document and messages have it. */
export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
