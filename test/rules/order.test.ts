import { describe, expect, test } from 'vitest';
import { believed, directionByNews, orderOf } from '../../worker/rules/order.ts';
import type { SeenPage } from '../../worker/rules/watch.ts';
import { comment, page, PolledFeed } from '../support/watch.ts';

/** Comments with these times, in minutes. */
const timed = (...minutes: readonly (number | null)[]) =>
  minutes.map((time, n) => comment(n, { time: time === null ? null : time * 60_000 }));

describe('a page’s direction', () => {
  test.for<[string, SeenPage, string | null]>([
    ['times that fall', timed(5, 4, 3), 'newest-first'],
    ['times that rise', timed(1, 2, 3), 'oldest-first'],
    ['one comment', timed(1), null],
    ['equal times', timed(1, 1, 1), null],
    ['no times', timed(null, null, null), null],
    ['times that fall, below one that is pinned at the head', timed(1, 9, 8, 7), 'newest-first'],
  ])('of %s', ([_what, comments, direction]) => {
    expect(orderOf(comments, null).direction).toBe(direction);
  });

  test('comes from the numbers of IDs where there are no times', () => {
    const counted = page(3, 1, (n) => ({ time: null, number: n }));
    expect(orderOf(counted, null).direction).toBe('newest-first');
    expect(orderOf(counted.toReversed(), null).direction).toBe('oldest-first');
  });

  test('is the usual one where neither tells', () => {
    expect(orderOf(timed(null, null), 'oldest-first').direction).toBe('oldest-first');
    expect(orderOf(timed(null, null), 'oldest-first').order).toEqual([1, 0]);
  });
});

describe('an answer is out of order', () => {
  test.each([
    ['where one of three neighbours runs against the rest', timed(9, 8, 10, 7), true],
    ['not where one of six does', timed(9, 8, 7, 6, 5, 6.5, 4), false],
    ['where one of five does', timed(9, 8, 7, 6, 6.5, 4), true],
    ['not where there are but two neighbours', timed(9, 8, 10), false],
    ['not where one is pinned at the head', timed(1, 9, 8, 7), false],
    ['where times are equal, but for a few', timed(5, 5, 5, 4, 6, 3), true],
    ['not where it has no times', timed(null, null, null, null), false],
  ])('%s', (_when, comments, expected) => {
    expect(orderOf(comments, null).isOutOfOrder).toBe(expected);
  });
});

test('what is pinned at the head of a feed is known by the usual direction of what stands behind it', () => {
  expect(orderOf(timed(1, 9, 8, 7), 'newest-first').isOutOfOrder).toBe(false);
  expect(orderOf(timed(9, 6, 7, 8), 'oldest-first').isOutOfOrder).toBe(false);
  expect(orderOf(timed(9, 6, 7, 8), 'newest-first').isOutOfOrder).toBe(true);
});

test('a comment is in its place where nothing newer stands on its older side', () => {
  expect(orderOf(timed(1, 9, 8, 7), null).inPlace).toEqual([false, true, true, true]);
  expect(orderOf(timed(1, 2, 3, 0.5), null).inPlace).toEqual([true, true, true, false]);
  expect(orderOf(timed(9, null, 8), null).inPlace).toEqual([true, true, true]);
});

test('where as many rise as fall, a comment is in its place that is so on either side', () => {
  // The last one was known before the first came: what shows it is no gap.
  expect(orderOf(timed(9, 1, 8), null).inPlace).toEqual([true, false, true]);
  expect(orderOf(timed(9, 1, 8), 'oldest-first').inPlace).toEqual([true, false, true]);
});

test('a time after the poll is none; a poll is made within five minutes of its run of the cron', () => {
  expect(believed(timed(10, 11, null), 5 * 60_000).map(({ time }) => time)).toEqual([10 * 60_000, null, null]);
});

describe('by the place of new ones', () => {
  test.for([
    ['before all known ones', [false, false, true, true], true, 'newest-first'],
    ['after all known ones, and none has vanished', [true, true, false], false, 'oldest-first'],
    ['after all known ones, where others have vanished: older ones may have slid in', [true, true, false], true, null],
    ['before and after', [false, true, false], false, null],
    ['among them', [true, false, true], false, null],
    ['with no known one', [false, false], false, null],
    ['with none new', [true, true], false, null],
  ] as const)('%s', ([_where, isKnown, hasVanished, direction]) => {
    expect(directionByNews(isKnown, hasVanished)).toBe(direction);
  });
});

const timeless = (): object => ({ time: null });

test('a feed without times that turns its order round is read in the new one', () => {
  const feed = PolledFeed.of(page(30, 21, timeless));
  feed.poll(page(31, 22, timeless));
  expect(feed.poll(page(23, 32, timeless)).told).toEqual([32]);
  expect(feed.poll(page(24, 33, timeless)).told).toEqual([33]);
});
