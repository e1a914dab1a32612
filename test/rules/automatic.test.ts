import { describe, expect, test } from 'vitest';
import { pollsBetween } from '../../worker/rules/schedule.ts';
import { DAY, gaps, lively, MINUTE, polls, START } from './ticked-polls.ts';

describe('an automatic interval', () => {
  const all = polls(lively, 3 * 24 * 60);
  const gapAt = (hours: number) => {
    const at = all.findIndex((minute) => minute > hours * 60);
    return ((all[at + 3] ?? 0) - (all[at - 3] ?? 0)) / 6;
  };

  test.each([
    [1, 5],
    [5, 5],
    [6.5, 5.6],
    [9, 7.5],
    [12, 10],
    [18, 15],
    [24, 20],
    [30, 25],
    [36, 30],
    [60, 30],
  ])('is, %d hours after the last comment, %d minutes on an average', (hours, minutes) => {
    expect(Math.abs(gapAt(hours) - minutes)).toBeLessThanOrEqual(1.5);
  });

  test('stretches without steps: from poll to poll it grows by one tick at most, and never shrinks by more', () => {
    const each = all.slice(1).map((minute, index) => minute - (all[index] ?? 0));
    for (const [index, gap] of each.entries()) expect(Math.abs(gap - (each[index + 1] ?? gap))).toBeLessThanOrEqual(5);
    expect([Math.min(...each), Math.max(...each)]).toEqual([5, 30]);
  });

  test('is five minutes again at once when a comment comes', () => {
    const quiet = { ...lively, lastNews: START - 9 * DAY };
    const [found = 0] = polls(quiet, 60);
    const after = { ...quiet, lastNews: START + found * MINUTE };
    expect(polls(after, found + 60).filter((minute) => minute > found)).toEqual(
      Array.from({ length: 12 }, (_, index) => found + 5 * (index + 1)),
    );
  });

  test.each([10, 15, 30])('is never below the server’s max-age of %d minutes, also right after a comment', (maxAge) => {
    for (const name of ['a', 'b', 'c']) {
      const at = [0, ...polls({ ...lively, maxAge }, 3 * 24 * 60, { name })];
      for (const gap of gaps(at)) expect(gap).toBeGreaterThanOrEqual(maxAge);
    }
  });

  test('brings the feeds apart that had a comment at the same time, within half a day, and costs each a poll at most', () => {
    const firsts = new Map<number, number>();
    for (let number = 0; number < 300; number++) {
      const at = polls(lively, 3 * 24 * 60, { name: `feed-${number}` });
      expect(Math.abs(at.length - all.length)).toBeLessThanOrEqual(1);
      const next = at.find((minute) => minute > 2 * 24 * 60) ?? 0;
      firsts.set(next, (firsts.get(next) ?? 0) + 1);
    }
    expect(firsts.size).toBe(6);
    expect(Math.max(...firsts.values())).toBeLessThan(80);
  });

  test('polls as often as its count says', () => {
    for (const maxAge of [5, 10, 30]) {
      const timing = { ...lively, maxAge };
      expect(pollsBetween('blog', timing, START, START + 2 * DAY)).toBe(polls(timing, 2 * 24 * 60).length);
    }
  });

  test('is five minutes for a feed that never had a comment', () => {
    expect(gaps(polls({ ...lively, lastNews: null }, 9 * 24 * 60))).toEqual([5]);
  });
});
