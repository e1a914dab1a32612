// Posts of a site that is followed: each has a comment feed of its own, its child. Instants are ms since the epoch.

import type { Taken } from './plan.ts';
import { forget, without } from './retention.ts';
import { isDue, isRare, nextDue, type PollTiming, tickAfter } from './schedule.ts';
import type { Watch } from './watch.ts';

const [HOUR, DAY] = [60 * 60_000, 24 * 60 * 60_000];

/** Most children that a site has: beyond them the quietest retire. */
export const CHILDREN = 500;

/** Fewest and most comments that are remembered of a child; of others twice the largest window is. */
const [REMEMBERED_AT_LEAST, REMEMBERED_AT_MOST] = [100, 2_000];

/** Time after a post's count moved for which its feed is polled as a busy one: caches show the comment later than the count. */
const SETTLED_AFTER = 2 * HOUR;

/** Time for which the feed of a new post that cannot be read yet is asked for hourly at least, ms. */
const AWAITED_FOR = 2 * DAY;

/** Facts on which a child's next poll depends, beside its timing. */
export type ChildFacts = {
  /** Number of comments that the feed of posts states; `null`: it states none. */
  readonly count: number | null;
  /** The post stands in the last whole answer of the feed of posts. */
  readonly isListed: boolean;
  /** Instant at which the feed of posts last showed another count, or time of the last comment. */
  readonly movedAt: number | null;
  /** Instant of the child's last poll; `null`: it was never read. */
  readonly polledAt: number | null;
  /** Older pages are to be read on: comments are missing. */
  readonly hasHole?: boolean;
  /** Instant at which the post was first seen, where it was new then. */
  readonly newSince?: number | null;
};

/** Facts by which the quietest are told. */
export type ChildAge = {
  readonly madeAt: number;
  readonly lastNews: number | null;
  readonly movedAt: number | null;
  readonly retiredAt: number | null;
};

/**
 * True if a child's poll is due at `now`. What its site's feed of posts counts is polled when that moves, for a while after
 * that, and once a day; the others as any feed. `previous`: up to when that has been decided; `null`: not known any more, and
 * what is polled rarely goes by its last poll as stored.
 */
export function isChildDue(
  name: string,
  facts: ChildFacts,
  timing: PollTiming,
  previous: number | null,
  now: number,
  storedAt: number | null = null,
): boolean {
  if (timing.notBefore !== null && now < timing.notBefore) return false;
  const by = pollsBy(facts, timing, now);
  return by === 'now' || isDue(name, by, previous ?? (isRare(by, now) ? storedAt : null), now);
}

/** Gives the first tick after `now` that polls a child as things are, from the same facts. */
export function nextChildPoll(
  name: string,
  facts: ChildFacts,
  timing: PollTiming,
  previous: number | null,
  now: number,
  storedAt: number | null = null,
): number {
  const by = pollsBy(facts, timing, now);
  if (by === 'now') return tickAfter(Math.max(now, (timing.notBefore ?? now) - 1));
  const nextBy = (one: PollTiming, from: number): number =>
    nextDue(name, one, previous ?? (isRare(one, from) ? storedAt : null), from);
  const next = nextBy(by, now);
  const settled = (facts.movedAt ?? now) + SETTLED_AFTER;
  const later = pollsBy(facts, timing, next);
  // What has settled until then is polled more rarely from there on.
  return typeof later === 'string' || later.every === by.every ? next : nextBy(later, settled - 1);
}

/** The timing that a child is polled by at `now`, or that it is to be read at once. */
function pollsBy(
  { count, isListed, movedAt, polledAt, hasHole = false, newSince = null }: ChildFacts,
  timing: PollTiming,
  now: number,
): PollTiming | 'now' {
  // A count that moves says that there is something to be had: its server is asked at once, and as patiently as in the beginning.
  if (timing.failingSince !== null) {
    // Some blogs make a post's feed with its first comment, and nobody counts.
    const isAwaited =
      isListed && count === null && polledAt === null && newSince !== null && now - newSince < AWAITED_FOR;
    return movedAt === now
      ? 'now'
      : { ...timing, failingSince: Math.max(timing.failingSince, movedAt ?? 0), isAwaited };
  }
  if (movedAt !== null && movedAt > (polledAt ?? movedAt - 1)) return 'now';
  const isCounted = isListed && count !== null;
  // Behind "no comments" there is nothing to be read, or nobody counts.
  if (polledAt === null && !(isCounted && count === 0)) return 'now';
  if (!isCounted) return timing;
  const isSettled = !hasHole && (movedAt === null || now - movedAt >= SETTLED_AFTER);
  return isSettled ? { ...timing, every: Math.max(timing.every ?? DAY, DAY) } : timing;
}

/** Instant since which nothing was heard of a child. */
export function quietSince({ madeAt, lastNews, movedAt }: Pick<ChildAge, 'madeAt' | 'lastNews' | 'movedAt'>): number {
  return Math.max(madeAt, lastNews ?? madeAt, movedAt ?? madeAt);
}

/** True if nothing was heard of a child for longer than `follow`. One that retired, and is not so quiet, was one too many. */
export function isTooQuiet(
  child: Pick<ChildAge, 'madeAt' | 'lastNews' | 'movedAt'>,
  follow: number,
  now: number,
): boolean {
  return now - quietSince(child) > follow;
}

/**
 * Gives the children that retire: those quiet for longer than `follow`, and the quietest of those that are too many. `crowded`:
 * so many of them go for the latter reason. `revived`: the liveliest of those that retired, but not for such a quiet, for as
 * many as there is room.
 */
export function retiring<C extends ChildAge>(
  children: readonly C[],
  follow: number,
  now: number,
): { readonly retired: readonly C[]; readonly revived: readonly C[]; readonly crowded: number } {
  const isQuiet = (child: C): boolean => isTooQuiet(child, follow, now);
  const active = children.filter(({ retiredAt }) => retiredAt === null);
  const [quiet, others] = [active.filter(isQuiet), byQuiet(active.filter((child) => !isQuiet(child)))];
  const crowd = others.slice(0, Math.max(others.length - CHILDREN, 0));
  const back = byQuiet(children.filter((child) => child.retiredAt !== null && !isQuiet(child)));
  const revived = back.slice(Math.max(back.length - Math.max(CHILDREN - others.length, 0), 0));
  return { retired: [...quiet, ...crowd], revived, crowded: crowd.length };
}

/** Sorts the quietest first; of equals the last one made, for a feed begins with its newest post. */
function byQuiet<C extends ChildAge>(children: readonly C[]): readonly C[] {
  return children.toReversed().toSorted((one, other) => quietSince(one) - quietSince(other));
}

/** The plan of a child's poll: nobody is told that it is watched, and less is remembered of it. */
export function childPlan(plan: Taken): Taken {
  return { ...plan, watching: null, after: forget(plan.after, rememberedOf(plan.after)) };
}

/** Gives how many comments are remembered of a child. What is forgotten raises the edge, and what is still to be read lies below it. */
function rememberedOf({ largest, hole }: Watch): number {
  return hole === null ? Math.min(Math.max(REMEMBERED_AT_LEAST, 2 * largest), REMEMBERED_AT_MOST) : REMEMBERED_AT_MOST;
}

/**
 * Reduces what is remembered of a child to its edge: above the newest comment, and none of them. An edge is a time: of those that
 * have none, the ones that were shown last are what tells the old ones.
 */
export function reducedToEdge(watch: Watch): Watch {
  const dropped = watch.remembered.flatMap(({ shown, time }, index) => (shown && time === null ? [] : index));
  return { ...without(watch, new Set(dropped)), hole: null };
}
