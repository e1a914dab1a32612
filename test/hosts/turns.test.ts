import { describe, expect, test } from 'vitest';
import { askTurn, closeTurns, turnsOf, type Turns } from '../../worker/hosts/turns.ts';

const TICK = 5 * 60_000;
const NOON = Date.UTC(2026, 10, 23, 12, 0);

/** A host's turns, asked one after the other. */
class Asked {
  turns: Turns = turnsOf(undefined);

  /** `at`: ticks after noon. */
  ask(feed: string | null, lastPolled: number | null, at: number): boolean {
    const { granted, after } = askTurn(this.turns, feed, lastPolled, NOON + at * TICK);
    this.turns = turnsOf(structuredClone(after));
    return granted;
  }
}

describe('a host’s turn', () => {
  test('is one feed’s a tick, whoever asks, and whatever it did before', () => {
    const asked = new Asked();
    expect([asked.ask('a', null, 0), asked.ask('a', null, 0), asked.ask('b', null, 0)]).toEqual([true, false, false]);
    expect([asked.ask('b', null, 1), asked.ask('a', null, 1)]).toEqual([true, false]);
  });

  test('is that of the feed that waits longest, of those that asked in the last two ticks', () => {
    const asked = new Asked();
    asked.ask('x', 9, 0);
    for (const [feed, lastPolled] of [
      ['late', 30],
      ['early', 10],
      ['middle', 20],
    ] as const)
      asked.ask(feed, lastPolled, 0);
    expect(asked.ask('late', 30, 1)).toBe(false);
    expect(asked.ask('middle', 20, 1)).toBe(false);
    expect(asked.ask('early', 10, 1)).toBe(true);
    expect(asked.ask('late', 30, 2)).toBe(false);
    expect(asked.ask('middle', 20, 2)).toBe(true);
  });

  test('is not kept for one that did not ask for two ticks', () => {
    const asked = new Asked();
    asked.ask('x', null, 0);
    asked.ask('gone', 10, 0);
    expect(asked.ask('there', 20, 1)).toBe(false);
    expect(asked.ask('there', 20, 2)).toBe(true);
  });

  test('goes round, though none of the feeds can note that it was polled', () => {
    const asked = new Asked();
    const feeds = ['a', 'b', 'c', 'd'];
    const had = Array.from({ length: 8 }, (_, tick) => feeds.filter((feed) => asked.ask(feed, null, tick)));
    expect(had).toEqual([['a'], ['b'], ['c'], ['d'], ['a'], ['b'], ['c'], ['d']]);
  });

  test('between two ticks is that of the nearer one, and half a tick lies between two', () => {
    const asked = new Asked();
    expect(asked.ask('a', null, 0)).toBe(true);
    expect(asked.ask('b', null, 0.4)).toBe(false);
    expect(asked.ask('b', null, 0.6)).toBe(true);
    expect(asked.ask('a', null, 1)).toBe(false);
    expect(asked.ask('a', null, 1.45)).toBe(false);
    expect(asked.ask('a', null, 1.55)).toBe(true);
  });

  test('goes to a look that waits for nothing only where nobody waits, and keeps no place for it', () => {
    const asked = new Asked();
    expect(asked.ask(null, null, 0)).toBe(true);
    expect(asked.ask('a', 10, 0)).toBe(false);
    expect(asked.ask(null, null, 1)).toBe(false);
    expect(asked.ask('a', 10, 1)).toBe(true);
  });

  test('is nobody’s while the host has asked to be left alone', () => {
    const asked = new Asked();
    asked.turns = closeTurns(closeTurns(asked.turns, NOON + 2 * TICK), NOON + TICK);
    expect(asked.ask('a', null, 1)).toBe(false);
    expect(asked.ask('a', null, 2)).toBe(true);
  });

  test('is given however many ask: the longest waiting of them keep their places', () => {
    const asked = new Asked();
    asked.ask('x', null, 0);
    for (let at = 0; at < 600; at++) asked.ask(`f${at}`, 1000 - at, 0);
    expect(asked.turns.places).toHaveLength(500);
    expect(asked.ask('f599', 401, 1)).toBe(true);
  });

  test('what is stored and cannot be read is forgotten', () => {
    expect(turnsOf({ waiting: 'all' })).toEqual(turnsOf(undefined));
  });
});
