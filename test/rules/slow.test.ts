import { describe, expect, test } from 'vitest';
import { type Attempt, stepCircuit } from '../../worker/rules/circuit-step.ts';
import type { Outcome } from '../../worker/rules/attempt.ts';
import {
  announced,
  announcedOutage,
  announcementDueAt,
  HEALTHY,
  afterConfigChange,
} from '../../worker/rules/circuit.ts';
import {
  DAY,
  DELIVERED,
  HOUR,
  MINUTE,
  numbers,
  poisoned,
  REFUSED,
  SECOND,
  Simulation,
} from '../support/circuit-simulation.ts';

function slow(wait: number | null): Outcome {
  return { kind: 'slow-down', reason: 'HTTP 429', wait };
}

describe('a destination that asks to slow down', () => {
  test('is left alone for as long as it asks, and has not failed', () => {
    const simulation = new Simulation(2, (_seq, now) => (now < 7 * MINUTE ? slow(7 * MINUTE) : DELIVERED));
    simulation.until(HOUR);
    expect(simulation.sent.map(({ seq, at }) => [seq, at])).toEqual([
      [1, 0],
      [1, 7 * MINUTE],
      [2, 7 * MINUTE],
    ]);
  });

  test('is left alone ever longer where it does not say how long', () => {
    const simulation = new Simulation(1, () => slow(null));
    simulation.until(40 * MINUTE);
    expect(simulation.waits).toEqual([30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 15 * MINUTE]);
    expect(simulation.circuit.failing).toBeNull();
  });

  test('fails when it has done so for six hours, and nothing dies', () => {
    const simulation = new Simulation(5, () => slow(HOUR));
    simulation.until(3 * DAY);
    expect(simulation.circuit.failing?.since).toBe(6 * HOUR);
    expect(simulation.in('waiting')).toEqual(numbers(1, 5));
  });

  test('that people were told of fails on under the same instant, though a message on trial alone had failed since', () => {
    const failing = {
      since: HOUR,
      reason: 'HTTP 429',
      seq: 1,
      probes: 3,
      next: DAY,
      notBefore: 0,
      broken: false,
      afterRefusals: false,
    };
    const circuit = { ...HEALTHY, failing: { ...failing, inconclusive: true, announced: true } };
    const attempt: Attempt = {
      seq: 2,
      trial: null,
      failingHead: { seq: 1, trial: 'on trial' },
      refused: [],
      failures: 0,
      outcome: slow(DAY),
      now: 2 * DAY,
      jitter: 0.5,
    };
    const slowCircuit = {
      ...circuit,
      slow: { since: HOUR, until: DAY, times: 9, reason: 'HTTP 429', announced: true },
    };
    expect(stepCircuit(slowCircuit, attempt).circuit.failing).toMatchObject({
      since: HOUR,
      inconclusive: false,
      announced: true,
    });
  });

  test('is told of after six hours, whatever it asks for, and its end under the same instant', () => {
    const simulation = new Simulation(1, () => slow(DAY));
    simulation.until(MINUTE);
    expect(announcementDueAt(simulation.circuit)).toBe(6 * HOUR);
    simulation.circuit = announced(simulation.circuit);
    expect(announcementDueAt(simulation.circuit)).toBeNull();
    simulation.until(2 * DAY);
    expect(simulation.circuit.failing).toMatchObject({ since: 0, announced: true });
    expect(announcedOutage(simulation.circuit)).toMatchObject({ since: 0, reason: 'HTTP 429' });
    expect(announcedOutage(afterConfigChange(simulation.circuit, 2 * DAY))).not.toBeNull();
  });

  test('that refuses a message does not ask for it any more', () => {
    const simulation = new Simulation(2, (seq, now) => (now < HOUR ? slow(HOUR) : seq === 1 ? REFUSED : DELIVERED));
    simulation.until(HOUR - 1);
    expect(simulation.circuit.slow).not.toBeNull();
    simulation.until(HOUR);
    expect(simulation.in('dead')).toEqual([1]);
    expect(simulation.circuit.slow).toBeNull();
  });

  test('is believed twice where it asks for less and less can be true, then left alone ever longer', () => {
    const simulation = new Simulation(1, () => slow(SECOND));
    simulation.until(40 * MINUTE);
    expect(simulation.waits).toEqual([SECOND, SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 15 * MINUTE]);
  });

  test('is asked with another message right after the fourth time, and gets all in order where that is slowed, too', () => {
    const simulation = new Simulation(3, (_seq, now) => (now < 20 * MINUTE ? slow(null) : DELIVERED));
    simulation.until(HOUR);
    expect(simulation.sent.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2, 1, 2, 3]);
    expect(simulation.delivered).toEqual([1, 2, 3]);
  });
});

test.each([null, SECOND, HOUR])(
  'a message that alone is asked to be sent later (in %s ms) costs itself and some time',
  (wait) => {
    const simulation = new Simulation(10, poisoned(4, slow(wait)));
    simulation.until(10 * HOUR);
    expect(simulation.in('dead')).toEqual([4]);
    expect(simulation.delivered).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10]);
    expect(simulation.circuit).toEqual(HEALTHY);
  },
);
