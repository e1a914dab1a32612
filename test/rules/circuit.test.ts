import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../worker/rules/attempt.ts';
import { announced, announcementDueAt, HEALTHY, opensAt, probedNow } from '../../worker/rules/circuit.ts';
import {
  BROKEN,
  DAY,
  DELIVERED,
  FAILURE,
  HOUR,
  MINUTE,
  numbers,
  poisoned,
  REFUSED,
  SECOND,
  Simulation,
} from '../support/circuit-simulation.ts';

describe('a destination that is down', () => {
  test('is probed after 1 s, 5 s, 1 min, 5 min, 30 min, then hourly', () => {
    const simulation = new Simulation(1, () => FAILURE);
    simulation.until(4 * HOUR);
    expect(simulation.waits).toEqual([SECOND, 5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, HOUR, HOUR]);
  });

  test.each([
    [0, 0.9],
    [1, 1.1],
  ])('strays from that with a jitter of %d by a factor of %d', (jitter, factor) => {
    const simulation = new Simulation(1, () => FAILURE);
    simulation.jitter = jitter;
    simulation.until(30 * SECOND);
    expect(simulation.waits).toEqual([SECOND * factor, 5 * SECOND * factor]);
  });

  test('is left alone at least as long as it asks', () => {
    const simulation = new Simulation(1, () => ({ kind: 'failure', reason: 'HTTP 500', wait: 10 * MINUTE }));
    simulation.until(30 * MINUTE);
    expect(simulation.waits).toEqual([10 * MINUTE, 10 * MINUTE, 10 * MINUTE]);
  });

  test('is left alone as long as it asks also where another message was sent to find out', () => {
    const asks: Outcome = { kind: 'failure', reason: 'HTTP 500', wait: 10 * HOUR };
    const simulation = new Simulation(2, (seq) => (seq === 1 ? FAILURE : asks));
    simulation.until(12 * HOUR);
    expect(simulation.sent.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2, 1, 2]);
    expect(simulation.waits.at(-2)).toBe(10 * HOUR);
  });

  test('is sent nothing but its oldest message for three attempts, and everything in order then', () => {
    const simulation = new Simulation(5, () => (simulation.sent.length < 3 ? FAILURE : DELIVERED));
    simulation.until(HOUR);
    expect(simulation.sent.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2, 3, 4, 5]);
  });

  test.each([
    ['with 500', FAILURE],
    ['with 403', BROKEN],
  ])('for three days %s gets all of it in order afterwards, and nothing dies', (_how, outcome) => {
    const simulation = new Simulation(200, (_seq, now) => (now < 3 * DAY ? outcome : DELIVERED));
    simulation.until(4 * DAY);
    expect(simulation.delivered).toEqual(numbers(1, 200));
    expect(simulation.in('dead')).toEqual([]);
    expect(simulation.circuit).toEqual(HEALTHY);
  });

  test('and is back for moments only loses nothing and keeps the order', () => {
    const spells = fc.array(
      fc.record({ down: fc.integer({ min: 1, max: 5 * HOUR }), up: fc.integer({ min: 0, max: HOUR }) }),
    );
    fc.assert(
      fc.property(spells, fc.integer({ min: 1, max: 20 }), (script, count) => {
        const ends: number[] = [];
        for (const { down, up } of script) ends.push((ends.at(-1) ?? 0) + down, (ends.at(-1) ?? 0) + down + up);
        const isUp = (now: number) => ends.filter((end) => end <= now).length % 2 === 1 || now >= (ends.at(-1) ?? 0);
        const simulation = new Simulation(count, (_seq, now) => (isUp(now) ? DELIVERED : FAILURE));
        simulation.until((ends.at(-1) ?? 0) + 2 * HOUR);
        expect(simulation.delivered).toEqual(numbers(1, count));
      }),
    );
  });
});

describe('a message that alone is not taken', () => {
  test.each([
    ['500', FAILURE],
    ['403', BROKEN],
  ])('with %s costs itself and some minutes', (_status, outcome) => {
    const simulation = new Simulation(10, poisoned(4, outcome));
    simulation.until(10 * MINUTE);
    expect(simulation.in('dead')).toEqual([4]);
    expect(simulation.delivered).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10]);
    expect(simulation.circuit).toEqual(HEALTHY);
  });

  test('is dead only after it failed between two that passed', () => {
    const simulation = new Simulation(3, poisoned(1, FAILURE));
    simulation.until(DAY);
    expect(simulation.sent.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2, 1, 3]);
  });

  test('waits for company where it is alone, is no reason to tell anyone, and is judged when another comes', () => {
    const simulation = new Simulation(2, poisoned(1, BROKEN));
    simulation.until(DAY);
    expect(simulation.in('waiting')).toEqual([1]);
    expect(announcementDueAt(simulation.circuit)).toBeNull();
    simulation.add(1);
    expect(opensAt(simulation.circuit)).toBeLessThanOrEqual(simulation.now);
    simulation.until(DAY + SECOND);
    expect([simulation.in('delivered'), simulation.in('dead')]).toEqual([[2, 3], [1]]);
  });

  test('is not sent before the destination wants it, though another comes', () => {
    const asks: Outcome = { kind: 'failure', reason: 'HTTP 500', wait: HOUR };
    const simulation = new Simulation(2, (seq) => (seq === 1 ? asks : DELIVERED));
    simulation.until(DAY);
    const last = simulation.sent.at(-1)?.at ?? 0;
    simulation.until(last + HOUR + MINUTE);
    const asked = simulation.sent.at(-1)?.at ?? 0;
    simulation.add(1);
    expect(opensAt(simulation.circuit)).toBe(asked + HOUR);
  });

  test('is taken when it was only unlucky: the destination came back just after it', () => {
    const simulation = new Simulation(3, (seq) => (seq === 1 && simulation.sent.length < 4 ? FAILURE : DELIVERED));
    simulation.until(HOUR);
    expect(simulation.in('delivered')).toEqual([1, 2, 3]);
    expect(simulation.sent.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2, 1, 3]);
  });

  test('is not on trial any more when what is sent after it fails as well', () => {
    const simulation = new Simulation(4, (seq, now) => (seq === 1 || now >= MINUTE ? FAILURE : DELIVERED));
    simulation.until(5 * HOUR);
    expect(simulation.in('dead')).toEqual([]);
    expect(simulation.of('on trial')).toEqual([]);
  });
});

describe('messages that are refused', () => {
  test('are dead at once, and the next one goes', () => {
    const simulation = new Simulation(5, (seq) => (seq <= 4 ? REFUSED : DELIVERED));
    simulation.until(0);
    expect([simulation.in('dead'), simulation.in('delivered')]).toEqual([numbers(1, 4), [5]]);
  });

  test('five in a row are a failure, announced at once, and all five wait', () => {
    const simulation = new Simulation(8, () => REFUSED);
    simulation.until(0);
    expect(simulation.sent.length).toBe(5);
    expect(simulation.in('waiting')).toEqual(numbers(1, 8));
    expect(announcementDueAt(simulation.circuit)).toBe(0);
  });

  test('as long as everything is refused nothing is dead, and all of it goes in order once it is not', () => {
    const simulation = new Simulation(8, (_seq, now) => (now < DAY ? REFUSED : DELIVERED));
    simulation.until(2 * DAY);
    expect(simulation.delivered).toEqual(numbers(1, 8));
  });

  test('however many they are, those behind them are delivered', () => {
    const simulation = new Simulation(30, (seq) => (seq <= 12 ? REFUSED : DELIVERED));
    simulation.until(DAY);
    expect(simulation.in('dead')).toEqual(numbers(1, 12));
    expect(simulation.in('delivered')).toEqual(numbers(13, 30));
  });

  test('a delivery between them begins the count anew', () => {
    const simulation = new Simulation(20, (seq) => (seq % 3 === 0 ? DELIVERED : REFUSED));
    simulation.until(0);
    expect(simulation.in('waiting')).toEqual([]);
  });
});

describe('people are told', () => {
  test('of a failure that lasts an hour, not of one that may be a restart', () => {
    const simulation = new Simulation(1, () => FAILURE);
    simulation.until(MINUTE);
    expect(announcementDueAt(simulation.circuit)).toBe(HOUR);
  });

  test('at once of what only they can mend', () => {
    const simulation = new Simulation(1, () => BROKEN);
    simulation.until(0);
    expect(announcementDueAt(simulation.circuit)).toBe(0);
  });

  test('once', () => {
    const simulation = new Simulation(1, () => BROKEN);
    simulation.until(0);
    simulation.circuit = announced(simulation.circuit);
    simulation.until(DAY);
    expect(announcementDueAt(simulation.circuit)).toBeNull();
  });
});

test('a probe can be brought forward', () => {
  const simulation = new Simulation(1, () => FAILURE);
  simulation.until(10 * MINUTE);
  expect(opensAt(probedNow(simulation.circuit, simulation.now))).toBe(simulation.now);
});
