import { expect, test } from 'vitest';
import { nextPoll } from '../../scripts/local/run-log.ts';

const MINUTE = 60_000;
const NINE = Date.UTC(2026, 10, 2, 9);

/** Minutes after nine at which a feed is polled again that has failed since nine, and failed again at `now`. */
function minutes(now: number, gone = false, started = 0): number {
  const at = nextPoll({ name: 'blog.example', since: NINE + started, now: NINE + now * MINUTE + started, gone });
  return (at - NINE) / MINUTE;
}

test('a feed that fails is tried again after ten minutes, then twice as long each time', () => {
  expect(minutes(0)).toBe(10);
  expect(minutes(10)).toBeGreaterThanOrEqual(30);
  expect(minutes(10)).toBeLessThanOrEqual(35);
});

test('a run that began between two ticks of the cron names one of them', () => {
  expect(minutes(0, false, 100_000)).toBe(10);
  expect(minutes(0, false, 200_000)).toBe(15);
});

test('a feed that is gone is tried again after a day', () => {
  expect(minutes(0, true)).toBeGreaterThanOrEqual(24 * 60);
});
