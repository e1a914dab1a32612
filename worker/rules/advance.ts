import type { Outcome } from './attempt.ts';
import { announcedOf, type Clock, type Failing, HEALTHY, SLOW_LONGEST } from './clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the first probes; the last one stays. */
const PROBES = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR];

/** How far a wait strays, so that destinations on one server that broke together do not probe it together. */
const JITTER = 0.1;

/**
 * A message that has failed so often, and then once more, may be the cause itself. Not earlier: a receiver that is down for
 * three attempts is to get everything in order.
 */
const DOUBTED_AFTER = 3;

/** So many different messages refused in a row are the destination's doing (our own bug, its new rules), not theirs. */
const REFUSED_IN_A_ROW = 5;

/** Waits where "slow down" comes without a time. */
const SLOW = [30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
/** So often in a row a shorter time is believed; who then still says "in a second" would be asked all day. */
const SLOW_BELIEVED = 2;

/** One send, judged. */
export type Attempt = {
  readonly seq: number;
  /** The message that has just failed, where this one was sent to find out whose fault that was. */
  readonly accused: number | null;
  /** How often this message has failed before. */
  readonly failures: number;
  readonly outcome: Outcome;
  readonly now: number;
  /** 0 … 1 */
  readonly jitter: number;
};

/** What follows from an attempt. */
export type Step = {
  readonly clock: Clock;
  /** What becomes of the message that was sent; `failed` waits on. */
  readonly message: 'delivered' | 'dead' | 'failed' | 'waiting';
  /** Another message that is dead by this: the accused. */
  readonly condemned: number | null;
  /** Dead messages that wait again. */
  readonly revived: readonly number[];
  /** Another message is to be sent right now, to find out about this one. */
  readonly accused: number | null;
};

const NOTHING = { condemned: null, revived: [], accused: null } as const;

/** Moves the clock on by one attempt. */
export function advance(clock: Clock, attempt: Attempt): Step {
  const { outcome } = attempt;
  switch (outcome.kind) {
    case 'untried':
      return { ...NOTHING, clock, message: 'waiting' };
    case 'delivered':
      return passed(clock, attempt);
    case 'slow-down':
      return slowed(clock, attempt, outcome);
    case 'refused':
      return refused(clock, attempt, outcome.reason);
    case 'failure':
    case 'broken':
      return failed(clock, attempt, { ...outcome, broken: outcome.kind === 'broken' });
    default:
      return outcome satisfies never;
  }
}

function passed(clock: Clock, { seq, accused }: Attempt): Step {
  const { suspect, pardoned } = clock;
  // The same clock, so that nothing has to be written of a message that simply passed.
  if (isHealthy(clock)) return { ...NOTHING, clock, message: 'delivered' };
  const open: Clock = { ...HEALTHY, pardoned, suspect: suspect === seq ? null : suspect };
  if (accused === null) return { ...NOTHING, clock: open, message: 'delivered' };
  const dead = suspect === accused;
  return {
    ...NOTHING,
    clock: { ...open, suspect: dead ? null : accused },
    message: 'delivered',
    condemned: dead ? accused : null,
  };
}

function isHealthy({ failing, slow, suspect, refused: row }: Clock): boolean {
  return failing === null && slow === null && suspect === null && row.length === 0;
}

function slowed(clock: Clock, attempt: Attempt, { reason, wait }: { reason: string; wait: number | null }): Step {
  const { seq, accused, now } = attempt;
  const { since, times, announced } = clock.slow ?? { since: now, times: 0, announced: false };
  const slow = { since, reason, until: now + restFor(times, wait), times: times + 1, announced };
  if (now - since >= SLOW_LONGEST) return failed({ ...clock, slow }, attempt, { reason, wait, broken: false });
  // It may be this message alone to which that is said, however long it waits.
  const doubted = accused === null && times >= DOUBTED_AFTER;
  return { ...NOTHING, clock: { ...clock, slow }, message: 'waiting', accused: doubted ? seq : null };
}

/** How long a destination is left alone that asks for it, after as many times before, ms. */
function restFor(times: number, asked: number | null): number {
  const step = asked === null ? times : times - SLOW_BELIEVED;
  const own = step < 0 ? 0 : (SLOW[Math.min(step, SLOW.length - 1)] ?? MINUTE);
  return Math.max(own, asked ?? 0);
}

function refused(clock: Clock, attempt: Attempt, reason: string): Step {
  const { seq, now, jitter } = attempt;
  if (clock.failing?.doubt === true) return failed(clock, attempt, { reason, wait: null, broken: true });
  const suspect = clock.suspect === seq ? null : clock.suspect;
  // Who looks at a message and refuses it does not ask to be left alone.
  const slow = clock.slow?.announced === true ? clock.slow : null;
  const dead: Step = { ...NOTHING, clock: { ...clock, slow, suspect }, message: 'dead' };
  if (clock.pardoned.includes(seq)) return dead;
  const row = [...clock.refused, seq];
  if (row.length < REFUSED_IN_A_ROW) return { ...dead, clock: { ...dead.clock, refused: row } };
  // Nothing is lost by a mistake of that kind: all of them wait again. In doubt, each probe tries another message as
  // well; once that passes they go again, and those refused even then are dead.
  const failing: Failing = {
    since: sinceOf(clock, now),
    reason,
    seq: row[0] ?? seq,
    probes: 0,
    next: now + waitBefore(0, jitter),
    broken: true,
    doubt: true,
    quiet: false,
    announced: announcedOf(clock) !== null,
  };
  const revived = row.filter((other) => other !== seq);
  return {
    ...NOTHING,
    clock: { ...clock, failing, suspect: null, refused: [], pardoned: row },
    message: 'failed',
    revived,
  };
}

type Fault = { readonly reason: string; readonly wait: number | null; readonly broken: boolean };

function failed(clock: Clock, attempt: Attempt, { reason, wait, broken }: Fault): Step {
  const { seq, accused, failures, now, jitter } = attempt;
  const before = clock.failing;
  // The one that was sent to find out has failed as well: it is the destination after all, and no probe of its own.
  if (accused !== null && before !== null) {
    // What only a suspect failed says nothing of the destination; but what people were told of keeps its instant.
    const isNew = before.quiet && !before.announced;
    const known = isNew ? { since: now, broken } : { since: before.since, broken: before.broken || broken };
    const failing = { ...before, ...known, reason, quiet: false, next: Math.max(before.next, now + (wait ?? 0)) };
    return { ...NOTHING, clock: { ...clock, failing, suspect: null }, message: 'failed' };
  }
  const probes = before === null ? 0 : before.probes + 1;
  const failing: Failing = {
    since: sinceOf(clock, now),
    reason,
    seq,
    probes,
    next: now + Math.max(waitBefore(probes, jitter), wait ?? 0),
    broken: broken || before?.broken === true,
    doubt: before?.doubt ?? false,
    quiet: clock.suspect === seq,
    announced: announcedOf(clock) !== null,
  };
  const doubted = failures >= DOUBTED_AFTER || failing.doubt || failing.quiet;
  return { ...NOTHING, clock: { ...clock, failing }, message: 'failed', accused: doubted ? seq : null };
}

/** Since when the destination fails: what people have been told of goes on under the same instant. */
function sinceOf(clock: Clock, now: number): number {
  return clock.failing?.since ?? announcedOf(clock)?.since ?? now;
}

function waitBefore(probe: number, jitter: number): number {
  const wait = PROBES[Math.min(probe, PROBES.length - 1)] ?? HOUR;
  return wait * (1 - JITTER + 2 * JITTER * jitter);
}
