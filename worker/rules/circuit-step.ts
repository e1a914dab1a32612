import type { Outcome } from './attempt.ts';
import { announcedOutage, type Circuit, type CircuitFailing, HEALTHY, SLOW_LONGEST, type Trial } from './circuit.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the first probes, ms; the last one stays. */
const PROBES = [SECOND, 5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR];

/** Random share of a wait, added or taken off: destinations on one server that broke together do not probe it together. */
const JITTER = 0.1;

/**
 * A message that has failed so often, and then once more, may be the cause itself. Not earlier: a receiver that is down for
 * three attempts is to get everything in order.
 */
const ALTERNATE_AFTER = 3;

/** Number of different messages refused in a row that is the destination's doing (our own bug, its new rules), not theirs. */
const REFUSED_IN_A_ROW = 5;

/** Waits where "slow down" comes without a time, ms. */
const SLOW = [30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
/** Number of Retry-Afters in a row that are believed however short they are; from then on our own growing wait is the least. */
const SLOW_BELIEVED = 2;

/** A message, as far as the circuit knows it. */
export type TriedMessage = { readonly seq: number; readonly trial: Trial | null };

/** One send, judged. */
export type Attempt = TriedMessage & {
  /** The message that has just failed, where this one was sent to find out whose fault that was. */
  readonly failingHead: TriedMessage | null;
  /** Messages (`seq`) that are `refused`. */
  readonly refused: readonly number[];
  /** Failed attempts of this message before. */
  readonly failures: number;
  readonly outcome: Outcome;
  readonly now: number;
  /** 0 … 1 */
  readonly jitter: number;
};

/** Consequences of an attempt. */
export type CircuitStep = {
  readonly circuit: Circuit;
  /** New state of the message that was sent; `failed` waits on. */
  readonly message: 'delivered' | 'dead' | 'failed' | 'waiting';
  readonly trial: Trial | null;
  /** Message that is on trial from now on, alone; `null`: none is. Left out: nothing changes but for what was sent. */
  readonly onTrial?: number | null;
  /** The failing head is dead by this. */
  readonly isHeadDead: boolean;
  /** All that are `refused` wait again, `retried`. */
  readonly isRevival: boolean;
  /** Another message is to be sent right now, to find out about this one. */
  readonly needsAlternate: boolean;
};

const NOTHING = { isHeadDead: false, isRevival: false, needsAlternate: false } as const;

/** Moves the circuit on by one attempt. */
export function stepCircuit(circuit: Circuit, attempt: Attempt): CircuitStep {
  const { outcome } = attempt;
  switch (outcome.kind) {
    case 'untried':
      return { ...NOTHING, circuit, message: 'waiting', trial: attempt.trial };
    case 'delivered':
      return passed(circuit, attempt);
    case 'slow-down':
      return slowed(circuit, attempt, outcome);
    case 'refused':
      return refused(circuit, attempt, outcome.reason);
    case 'failure':
    case 'broken':
      return failed(circuit, attempt, { ...outcome, broken: outcome.kind === 'broken' });
    default:
      return outcome satisfies never;
  }
}

function passed(circuit: Circuit, { failingHead }: Attempt): CircuitStep {
  // The same circuit, so that nothing has to be written of a message that simply passed.
  const isHealthy = circuit.failing === null && circuit.slow === null;
  const step: CircuitStep = {
    ...NOTHING,
    circuit: isHealthy ? circuit : HEALTHY,
    message: 'delivered',
    trial: null,
  };
  if (failingHead === null) return step;
  const isHeadDead = failingHead.trial === 'on trial';
  return { ...step, onTrial: isHeadDead ? null : failingHead.seq, isHeadDead };
}

function slowed(
  circuit: Circuit,
  attempt: Attempt,
  { reason, wait }: { reason: string; wait: number | null },
): CircuitStep {
  const { failingHead, now } = attempt;
  const { since, times, announced } = circuit.slow ?? { since: now, times: 0, announced: false };
  const slow = { since, reason, until: now + pauseFor(times, wait), times: times + 1, announced };
  if (now - since >= SLOW_LONGEST) return failed({ ...circuit, slow }, attempt, { reason, wait, broken: false });
  // It may be this message alone to which that is said, however long it waits.
  const needsAlternate = failingHead === null && times >= ALTERNATE_AFTER;
  const trial = trialAfter(attempt);
  return { ...NOTHING, circuit: { ...circuit, slow }, message: 'waiting', trial, needsAlternate };
}

/** Trial of a message that waits on: one that was sent as an alternate is marked so, unless it is `retried`, which stays. */
function trialAfter({ trial, failingHead }: Attempt): Trial | null {
  return failingHead === null || trial === 'retried' ? trial : 'alternate';
}

/** Pause of a destination that asks for one, after as many such answers in a row, ms. */
function pauseFor(times: number, asked: number | null): number {
  const step = asked === null ? times : times - SLOW_BELIEVED;
  const own = step < 0 ? 0 : (SLOW[Math.min(step, SLOW.length - 1)] ?? MINUTE);
  return Math.max(own, asked ?? 0);
}

function refused(circuit: Circuit, attempt: Attempt, reason: string): CircuitStep {
  const { seq, trial, now, jitter } = attempt;
  if (circuit.failing?.afterRefusals === true) return failed(circuit, attempt, { reason, wait: null, broken: true });
  // Who looks at a message and refuses it does not ask to be left alone.
  const slow = circuit.slow?.announced === true ? circuit.slow : null;
  const dead: CircuitStep = { ...NOTHING, circuit: { ...circuit, slow }, message: 'dead', trial: 'refused' };
  if (trial === 'retried') return { ...dead, trial };
  const row = new Set([...attempt.refused, seq]);
  if (row.size < REFUSED_IN_A_ROW) return dead;
  // Nothing is lost by a mistake of that kind: all of them wait again. In doubt, each probe tries another message as
  // well; once that passes they go again, and those refused even then are dead.
  const failing: CircuitFailing = {
    since: sinceOf(circuit, now),
    reason,
    seq: Math.min(...row),
    probes: 0,
    next: now + waitBefore(0, jitter),
    notBefore: now,
    broken: true,
    afterRefusals: true,
    inconclusive: false,
    announced: announcedOutage(circuit) !== null,
  };
  return {
    ...NOTHING,
    circuit: { ...circuit, failing },
    message: 'failed',
    trial: 'retried',
    onTrial: null,
    isRevival: true,
  };
}

type Fault = { readonly reason: string; readonly wait: number | null; readonly broken: boolean };

function failed(circuit: Circuit, attempt: Attempt, { reason, wait, broken }: Fault): CircuitStep {
  const { seq, failingHead, failures, now, jitter } = attempt;
  const trial = trialAfter(attempt);
  const before = circuit.failing;
  // The one that was sent to find out has failed as well: it is the destination after all, and no probe of its own.
  if (failingHead !== null && before !== null) {
    // What only a message on trial failed says nothing of the destination; but what people were told of keeps its instant.
    const isNew = before.inconclusive && !before.announced;
    const beginning = isNew ? { since: now, broken } : { since: before.since, broken: before.broken || broken };
    const next = Math.max(before.next, now + (wait ?? 0));
    const failing = { ...before, ...beginning, reason, inconclusive: false, next };
    return { ...NOTHING, circuit: { ...circuit, failing }, message: 'failed', trial, onTrial: null };
  }
  const probes = before === null ? 0 : before.probes + 1;
  const failing: CircuitFailing = {
    since: sinceOf(circuit, now),
    reason,
    seq,
    probes,
    next: now + Math.max(waitBefore(probes, jitter), wait ?? 0),
    notBefore: now + (wait ?? 0),
    broken: broken || before?.broken === true,
    afterRefusals: before?.afterRefusals ?? false,
    inconclusive: trial === 'on trial',
    announced: announcedOutage(circuit) !== null,
  };
  const needsAlternate = failures >= ALTERNATE_AFTER || failing.afterRefusals || failing.inconclusive;
  return { ...NOTHING, circuit: { ...circuit, failing }, message: 'failed', trial, needsAlternate };
}

/** Since when the destination fails: what people have been told of goes on under the same instant. */
function sinceOf(circuit: Circuit, now: number): number {
  return circuit.failing?.since ?? announcedOutage(circuit)?.since ?? now;
}

function waitBefore(probe: number, jitter: number): number {
  const wait = PROBES[Math.min(probe, PROBES.length - 1)] ?? HOUR;
  return wait * (1 - JITTER + 2 * JITTER * jitter);
}
