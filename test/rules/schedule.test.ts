import { assert, boolean, constantFrom, integer, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMilliseconds } from '../support/cpu.ts';
import {
  isConstant,
  isDue,
  isRare,
  lookBackDay,
  maxAgeMinutes,
  nextDue,
  pollsBetween,
  retryAfterInstant,
  type PollTiming,
  TICK,
} from '../../worker/rules/schedule.ts';
import { DAY, gaps, HOUR, lively, MINUTE, polls, START } from './ticked-polls.ts';

describe('a feed’s interval', () => {
  test.each([
    ['there was news just now', lively, 5],
    ['there was never any news', { ...lively, lastNews: null }, 5],
    ['it has been quiet for 36 hours', { ...lively, lastNews: START - 36 * HOUR }, 30],
    ['it has been quiet for a year', { ...lively, lastNews: START - 365 * DAY }, 30],
    ['every is given', { ...lively, every: 45 * MINUTE }, 45],
    ['every is given and it is quiet', { ...lively, every: 5 * MINUTE, lastNews: START - 9 * DAY }, 5],
    ['every is below the cron’s interval', { ...lively, every: MINUTE }, 5],
    ['the server asks for more than every', { ...lively, every: 5 * MINUTE, maxAge: 20 }, 20],
    ['the server asks for less than every', { ...lively, every: 60 * MINUTE, maxAge: 20 }, 60],
  ])('%s', (_case, timing, minutes) => {
    for (const forgetful of [true, false]) expect(gaps(polls(timing, 4 * 60, { forgetful }))).toEqual([minutes]);
  });

  test('a week is a week, whatever is forgotten between ticks', () => {
    expect(gaps(polls({ ...lively, every: 7 * DAY }, 3 * 7 * 24 * 60))).toEqual([7 * 24 * 60]);
  });

  test('ticks some seconds late or early poll each slot once', () => {
    for (const forgetful of [true, false]) {
      expect(polls({ ...lively, every: 15 * MINUTE }, 240, { forgetful, jitter: 40_000 })).toEqual(
        polls({ ...lively, every: 15 * MINUTE }, 240),
      );
    }
  });

  test('a second tick in the same slot polls nothing', () => {
    expect(isDue('blog', lively, START, START + 20_000)).toBe(false);
  });

  test('a slot that no tick came for is made up for as soon as one comes', () => {
    expect(isDue('blog', { ...lively, every: DAY }, START, START + DAY + 3 * HOUR)).toBe(true);
  });

  test('feeds with the same interval are spread over it', () => {
    const starts = Array.from(
      { length: 120 },
      (_, index) => polls({ ...lively, every: 30 * MINUTE }, 30, { name: `feed-${index}` })[0] ?? -1,
    );
    for (const slot of [5, 10, 15, 20, 25]) expect(starts.filter((start) => start === slot).length).toBeGreaterThan(8);
  });
});

describe('a failing feed', () => {
  const failing: PollTiming = { ...lively, failingSince: START };

  test('is tried again after 10 minutes, then ever more rarely, up to about every 6 hours, for ever', () => {
    const at = polls(failing, 20 * 24 * 60);
    const nominal = [10, 30, 70, 150, 310, 630, 990, 1350, 1710];
    for (const [index, minute] of nominal.entries()) {
      const backoff = minute - (nominal[index - 1] ?? 0);
      expect(at[index]).toBeGreaterThanOrEqual(minute);
      expect(at[index]).toBeLessThanOrEqual(minute + backoff / 4);
    }
    expect(gaps(at.slice(nominal.length))).toEqual([360]);
  });

  test('is tried at the same times whether or not anything was forgotten', () => {
    expect(polls(failing, 2000)).toEqual(polls(failing, 2000, { forgetful: false }));
  });

  test('is left alone until the server’s Retry-After is over', () => {
    const at = polls({ ...failing, notBefore: START + 2 * HOUR }, 600);
    expect(at[0]).toBeGreaterThanOrEqual(120);
  });

  test('with 410 is tried again once a day', () => {
    const at = polls({ ...failing, gone: true }, 5 * 24 * 60);
    expect(at[0]).toBeGreaterThanOrEqual(24 * 60);
    expect(at[0]).toBeLessThanOrEqual(30 * 60);
    expect(gaps(at)).toEqual([24 * 60]);
  });

  test('whose tick never came is tried at the next one', () => {
    const [first = 0, second = 0] = polls(failing, 600);
    const last = START + first * MINUTE;
    expect(isDue('blog', failing, last, START + second * MINUTE - 5 * MINUTE)).toBe(false);
    expect(isDue('blog', failing, last, START + second * MINUTE + 5 * MINUTE)).toBe(true);
  });

  test('does not come back together with the others that broke with it', () => {
    const last = Array.from({ length: 60 }, (_, index) => polls(failing, 2000, { name: `feed-${index}` }).at(-1));
    expect(new Set(last).size).toBeGreaterThan(8);
  });
});

test.each([
  ['polled in every tick', lively, { constant: true, rare: false }],
  ['polled every half hour', { ...lively, every: 30 * MINUTE }, { constant: false, rare: false }],
  ['polled hourly', { ...lively, every: HOUR }, { constant: false, rare: true }],
  ['failing', { ...lively, failingSince: START }, { constant: false, rare: true }],
])('a feed that is %s', (_case, timing, { constant, rare }) => {
  expect([isConstant(timing, START), isRare(timing, START)]).toEqual([constant, rare]);
});

test.each([
  ['120', START + 120_000],
  ['0.35', START + 350],
  ['0', null],
  ['Mon, 02 Nov 2026 00:10:00 GMT', START + 10 * MINUTE],
  ['Sun, 01 Nov 2026 00:10:00 GMT', null],
  ['31536000', START + DAY],
  ['soon', null],
  ['-5', null],
  ['3600;', null],
  ['60, 120', START + 60_000],
  ['Monday, 02-Nov-26 00:10:00 GMT', START + 10 * MINUTE],
  [null, null],
])('Retry-After: %s', (value, instant) => {
  expect(retryAfterInstant(value, START)).toBe(instant);
});

test.each([
  [0, 5],
  [299, 5],
  [300, 5],
  [301, 10],
  [600, 10],
  [1800, 30],
  [86_400, 30],
])('max-age=%i is remembered as %i minutes', (seconds, minutes) => {
  expect(maxAgeMinutes(seconds)).toBe(minutes);
});

const daysOf = (name: string) =>
  Array.from({ length: 3 * 288 }, (_, tick) => lookBackDay(name, START + tick * 5 * MINUTE));

test('each feed looks back at older pages once a day, by a clock of its own', () => {
  const days = daysOf('blog');
  expect(new Set(days).size).toBeLessThanOrEqual(4);
  expect(days.filter((day, at) => at > 0 && day !== days[at - 1])).toHaveLength(3);
  expect(daysOf('other')).not.toEqual(days);
});

describe('the next poll is told at once, and is that of the first tick at which one is due', () => {
  const every = constantFrom(null, 5 * MINUTE, 7 * MINUTE, 40 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY);
  const ago = option(integer({ min: 0, max: 3 * DAY }));
  const timings = record({
    every,
    maxAge: constantFrom(5, 10, 30),
    lastNews: ago.map((ms) => (ms === null ? null : START - ms)),
    failingSince: option(integer({ min: 0, max: 9 * DAY })).map((ms) => (ms === null ? null : START - ms)),
    gone: boolean(),
    notBefore: option(integer({ min: -HOUR, max: DAY })).map((ms) => (ms === null ? null : START + ms)),
  });

  test('whatever its timing is', () => {
    assert(
      property(timings, ago, integer({ min: 0, max: 999 }), (timing, polled, number) => {
        const [name, previous] = [`blog-${number}`, polled === null ? null : START - polled];
        let at = START + TICK;
        while (!isDue(name, timing, previous, at)) at += TICK;
        expect(nextDue(name, timing, previous, START)).toBe(at);
      }),
    );
  });

  test('in no time, for the longest interval, and after years of failing', () => {
    const rare = { ...lively, every: 7 * DAY };
    const broken = { ...lively, failingSince: START - 2000 * DAY };
    const taken = cpuMilliseconds(() => {
      for (let count = 0; count < 200; count++)
        for (const one of [rare, broken]) nextDue(`blog-${count}`, one, null, START);
    });
    expect(taken).toBeLessThan(500);
  });
});

test('a day’s polls are counted by their timing', () => {
  expect(pollsBetween('blog', { ...lively, every: HOUR }, START, START + DAY)).toBe(24);
  expect(pollsBetween('blog', { ...lively, failingSince: START }, START, START + DAY)).toBe(8);
  expect(pollsBetween('blog', lively, START + 1, START)).toBe(0);
});
