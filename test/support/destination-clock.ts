import type { Outcome } from '../../worker/rules/attempt.ts';
import { stepCircuit } from '../../worker/rules/circuit-step.ts';
import { type Circuit, HEALTHY, afterArrivals, mustGo, opensAt } from '../../worker/rules/circuit.ts';

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

/** Messages, 1 … `count`, in one line before a destination that answers as `receive` says. Sends take no time. */
export class Simulation {
  clock: Circuit = HEALTHY;
  now = 0;
  jitter = 0.5;
  readonly sent: Sent[] = [];
  readonly states = new Map<number, 'waiting' | 'delivered' | 'dead'>();
  readonly #failures = new Map<number, number>();
  readonly #receive: (seq: number, now: number) => Outcome;
  #stand = 0;

  constructor(count: number, receive: (seq: number, now: number) => Outcome) {
    this.#receive = receive;
    this.add(count);
  }

  add(count: number): void {
    const first = this.states.size + 1;
    for (let seq = first; seq < first + count; seq++) this.states.set(seq, 'waiting');
    this.clock = afterArrivals(this.clock, this.now);
  }

  /** Sends whatever is due until `time`. */
  until(time: number): void {
    for (;;) {
      const at = Math.max(this.now, opensAt(this.clock));
      const seq = this.#next();
      if (seq === null || at > time) break;
      this.now = at;
      let failingHead = this.#send(seq, null);
      const other = failingHead === null ? null : this.#standIn(failingHead);
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

  #send(seq: number, failingHead: number | null): number | null {
    const outcome = this.#receive(seq, this.now);
    const failures = this.#failures.get(seq) ?? 0;
    const step = stepCircuit(this.clock, { seq, failingHead, failures, outcome, now: this.now, jitter: this.jitter });
    this.sent.push({ seq, at: this.now, outcome: outcome.kind });
    this.clock = step.circuit;
    this.states.set(seq, step.message === 'failed' ? 'waiting' : step.message);
    if (step.message === 'failed') this.#failures.set(seq, failures + 1);
    if (step.dead !== null) this.states.set(step.dead, 'dead');
    for (const other of step.revived) this.states.set(other, 'waiting');
    return step.failingHead;
  }

  #next(): number | null {
    const must = mustGo(this.clock);
    if (must !== null && this.states.get(must) === 'waiting') return must;
    return this.in('waiting')[0] ?? null;
  }

  #standIn(failingHead: number): number | null {
    const others = this.in('waiting').filter((seq) => seq !== failingHead);
    this.#stand = others.find((seq) => seq > Math.max(this.#stand, failingHead)) ?? others[0] ?? 0;
    return this.#stand === 0 ? null : this.#stand;
  }
}
