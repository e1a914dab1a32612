import type { Outcome } from '../../worker/rules/attempt.ts';
import { stepCircuit } from '../../worker/rules/circuit-step.ts';
import { type Circuit, HEALTHY, afterArrivals, opensAt, type Trial } from '../../worker/rules/circuit.ts';

export const DELIVERED: Outcome = { kind: 'delivered' };
export const FAILURE: Outcome = { kind: 'failure', reason: 'HTTP 500', wait: null };
export const BROKEN: Outcome = { kind: 'broken', reason: 'HTTP 403', wait: null };
export const REFUSED: Outcome = { kind: 'refused', reason: 'HTTP 400' };

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The messages' numbers, both ends included. */
export function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** Takes everything but one message. */
export function poisoned(bad: number, outcome: Outcome) {
  return (seq: number) => (seq === bad ? outcome : DELIVERED);
}

export type Sent = { readonly seq: number; readonly at: number; readonly outcome: Outcome['kind'] };

/** Messages, 1 … `count`, in the queue of a destination that answers as `receive` says. Sends take no time. */
export class Simulation {
  circuit: Circuit = HEALTHY;
  now = 0;
  jitter = 0.5;
  readonly sent: Sent[] = [];
  readonly states = new Map<number, 'waiting' | 'delivered' | 'dead'>();
  readonly trials = new Map<number, Trial>();
  readonly #failures = new Map<number, number>();
  readonly #tried = new Map<number, number>();
  readonly #receive: (seq: number, now: number) => Outcome;

  constructor(count: number, receive: (seq: number, now: number) => Outcome) {
    this.#receive = receive;
    this.add(count);
  }

  add(count: number): void {
    const first = this.states.size + 1;
    for (let seq = first; seq < first + count; seq++) this.states.set(seq, 'waiting');
    this.circuit = afterArrivals(this.circuit, this.now);
  }

  /** Sends whatever is due until `time`. */
  until(time: number): void {
    for (;;) {
      const at = Math.max(this.now, opensAt(this.circuit));
      const seq = this.#next();
      if (seq === null || at > time) break;
      this.now = at;
      let failingHead = this.#send(seq, null);
      const other = failingHead === null ? null : this.#alternateTo(failingHead);
      if (other !== null) failingHead = this.#send(other, failingHead);
    }
    this.now = time;
  }

  /** The messages in that state. */
  in(state: 'waiting' | 'delivered' | 'dead'): readonly number[] {
    return [...this.states].filter(([, is]) => is === state).map(([seq]) => seq);
  }

  /** Messages that were delivered, in the order of delivery. */
  get delivered(): readonly number[] {
    return this.sent.filter(({ outcome }) => outcome === 'delivered').map(({ seq }) => seq);
  }

  /** From each send to the next, ms. */
  get waits(): readonly number[] {
    return this.sent.slice(1).map(({ at }, before) => at - (this.sent[before]?.at ?? 0));
  }

  /** Messages of that trial. */
  of(trial: Trial): readonly number[] {
    return [...this.trials].filter(([, is]) => is === trial).map(([seq]) => seq);
  }

  #send(seq: number, head: number | null): number | null {
    const outcome = this.#receive(seq, this.now);
    const failures = this.#failures.get(seq) ?? 0;
    const tried = { seq, trial: this.trials.get(seq) ?? null };
    const failingHead = head === null ? null : { seq: head, trial: this.trials.get(head) ?? null };
    const refused = this.of('refused');
    const { now, jitter } = this;
    const step = stepCircuit(this.circuit, { ...tried, failingHead, refused, failures, outcome, now, jitter });
    this.sent.push({ seq, at: now, outcome: outcome.kind });
    this.#tried.set(seq, this.sent.length);
    this.circuit = step.circuit;
    this.states.set(seq, step.message === 'failed' ? 'waiting' : step.message);
    if (step.message === 'failed') this.#failures.set(seq, failures + 1);
    if (head !== null && step.isHeadDead) this.states.set(head, 'dead');
    this.#mark([seq], step.trial);
    if (step.message === 'delivered') this.#mark(this.of('refused'), null);
    if (head === null && (step.message === 'delivered' || step.message === 'dead'))
      this.#mark(this.of('alternate'), null);
    if (step.onTrial !== undefined) this.#mark(this.of('on trial'), null);
    if (step.onTrial !== undefined && step.onTrial !== null) this.#mark([step.onTrial], 'on trial');
    for (const other of step.isRevival ? this.of('refused') : []) this.states.set(other, 'waiting');
    if (step.isRevival) this.#mark(this.of('refused'), 'retried');
    return step.needsAlternate ? seq : null;
  }

  #mark(seqs: readonly number[], trial: Trial | null): void {
    for (const seq of seqs) {
      if (trial === null) this.trials.delete(seq);
      else this.trials.set(seq, trial);
    }
  }

  #next(): number | null {
    const must = this.circuit.failing?.seq ?? this.of('on trial')[0] ?? null;
    if (must !== null && this.states.get(must) === 'waiting') return must;
    return this.in('waiting')[0] ?? null;
  }

  #alternateTo(head: number): number | null {
    const others = this.in('waiting').filter((seq) => seq !== head);
    const turn = (seq: number): number => (this.trials.has(seq) ? (this.#tried.get(seq) ?? 0) : 0);
    return others.toSorted((a, b) => turn(a) - turn(b) || a - b)[0] ?? null;
  }
}
