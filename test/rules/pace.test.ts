import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pace } from '../../worker/model.ts';
import { type Bucket, readyAt, spend, trim } from '../../worker/rules/pace.ts';

/** Instants at which `count` messages go that all wait from the beginning. */
function burst(count: number, pace: Pace): readonly number[] {
  const times: number[] = [];
  let bucket: Bucket = [];
  let now = 1_000_000;
  for (let sent = 0; sent < count; sent++) {
    now = Math.max(now, readyAt(bucket, pace, now));
    bucket = spend(trim(bucket, pace, now), now);
    times.push(now);
  }
  return times.map((time) => time - 1_000_000);
}

describe('a bucket of tokens', () => {
  test('lets a burst through up to its size, then one for each that comes back', () => {
    expect(burst(7, { count: 3, per: 60_000 })).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
    expect(burst(4, { count: 1, per: 1000 })).toEqual([0, 1000, 2000, 3000]);
  });

  test('never lets more than `count` through in any span of `per`, and loses little by that', () => {
    const anyPace = fc.record({
      count: fc.integer({ min: 1, max: 500 }),
      per: fc.integer({ min: 1000, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(anyPace, (pace) => {
        const times = burst(pace.count * 3 + 1, pace);
        const spans = times.slice(pace.count).map((time, at) => time - (times[at] ?? 0));
        expect(Math.min(...spans)).toBeGreaterThanOrEqual(pace.per - 0.001);
        expect(times.at(-1)).toBeLessThanOrEqual(pace.per * 3 * 1.1 + 1);
      }),
      { numRuns: 50 },
    );
  });

  test('keeps a short list, whatever the pace', () => {
    let bucket: Bucket = [];
    for (let sent = 0; sent < 1000; sent++) bucket = spend(trim(bucket, { count: 1000, per: 60_000 }, sent), sent);
    expect(bucket.length).toBeLessThanOrEqual(61);
  });

  test('is full again when the clock was put back', () => {
    const bucket = spend([], 1_000_000);
    expect(readyAt(bucket, { count: 1, per: 60_000 }, 500_000)).toBe(500_000);
  });

  test('takes a slower pace as it is told', () => {
    const bucket = [1, 2, 3].reduce<Bucket>((before, at) => spend(before, at), []);
    expect(readyAt(bucket, { count: 1, per: 60_000 }, 10)).toBe(60_003);
  });
});
