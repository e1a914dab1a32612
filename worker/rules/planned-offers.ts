import type { CommentStep } from './comment-step.ts';
import type { Comparison, Placed } from './compare.ts';
import type { PlannedOffer } from './plan.ts';
import type { Watch } from './watch.ts';

/** Held comments of one poll that get a row in the log, newest ones: each row counts against the Free plan's. */
const HELD_ROWS = 200;

/** Gives each comment the key of its messages: the one under which it was first offered, for good. */
export function keys({ remembered }: Watch, { shares }: Comparison): (one: Placed) => string {
  const used = shares ? new Set(remembered.map(({ key }) => key)) : null;
  return ({ comment, knownIndex: index, twin }) => {
    const key = index === null ? null : (remembered[index]?.key ?? null);
    if (key !== null) return key;
    // What version 1 knew was offered under its ID alone.
    if (used === null || index !== null) return comment.key;
    const named = `${comment.qualified} ${comment.author ?? ''} ${comment.time ?? ''}`;
    return twin || used.has(named) ? `${named} ${comment.content}` : named;
  };
}

/** Oldest first by time; what has none goes with the one before it. Of what is held only the newest are offered. */
export function plannedOffers(steps: readonly (readonly [Placed, CommentStep])[]): {
  readonly offers: readonly PlannedOffer[];
  readonly unlisted: number;
} {
  let last = -Infinity;
  const timed = steps.map(([{ comment }, { offer }]) => {
    last = comment.time ?? last;
    return { time: last, number: comment.number ?? 0, offer };
  });
  const all = timed.toSorted((a, b) => a.time - b.time || a.number - b.number).flatMap(({ offer }) => offer ?? []);
  let unlisted = Math.max(all.filter(isHeld).length - HELD_ROWS, 0);
  const count = unlisted;
  return { offers: all.filter((offer) => !isHeld(offer) || unlisted-- <= 0), unlisted: count };
}

/** True if the comment is not to be sent. */
export function isHeld({ hold }: PlannedOffer): boolean {
  return hold !== null;
}
