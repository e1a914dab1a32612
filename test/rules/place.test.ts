import { describe, expect, test } from 'vitest';
import { comment, DAY, page, PolledFeed, START, timeOf } from '../support/watch.ts';

const timeless = (): { time: null } => ({ time: null });

const numbered = (n: number): { time: null; number: number } => ({ time: null, number: n });

const oneDay = (): { time: number } => ({ time: START });

describe('without times, place decides', () => {
  test.each([
    ['before a known one: news', [12, 11, 10, 9, 8], [11, 12]],
    ['between known ones: news', [10, 15, 9, 8], [15]],
    ['after the last known one: held', [10, 9, 8, 7, 6], []],
    ['without a known one: news', [19, 18, 17], [17, 18, 19]],
  ])('%s', (_what, shown, told) => {
    const feed = PolledFeed.of(page(10, 8, timeless));
    feed.poll(page(11, 8, timeless).slice(1));
    // Its direction is known by the place of a new one.
    feed.watch = { ...feed.watch, direction: 'newest-first' };
    expect(
      feed.poll(
        shown.map((n) => comment(n, timeless())),
        { older: () => 'none' },
      ).told,
    ).toEqual(told);
  });

  test('of a feed whose direction is not known, all is news', () => {
    const feed = PolledFeed.of(page(10, 8, timeless));
    expect(feed.poll(page(10, 6, timeless)).told).toEqual([7, 6]);
  });

  test.each<[string, number, (n: number) => { time?: null }]>([
    ['states one time', 30, (n) => (n === 25 ? {} : { time: null })],
    ['states two, apart from each other', 30, (n) => (n === 25 || n === 27 ? {} : { time: null })],
    ['has had three comments', 23, timeless],
  ])('older pages of a feed that %s are older', (_, newest, timing) => {
    const shown = page(newest, 21, timing);
    const feed = PolledFeed.of(shown);
    const older = (number: number) => page(20 - (number - 2) * 10, 11 - (number - 2) * 10, timing);
    const at = feed.now + DAY;
    const nextDay = feed.poll(shown, { at, older: (number) => (number < 4 ? older(number) : 'none') });
    expect(nextDay).toMatchObject({ told: [] });
    expect(feed.poll([comment(31, timing(31)), ...shown]).told).toEqual([31]);
  });

  test('also of those with a time on older pages, where none on page 1 has one', () => {
    const shown = page(30, 21, timeless);
    const feed = PolledFeed.of(shown, { at: timeOf(30) });
    const nextDay = feed.poll(shown, { at: feed.now + DAY, older: (number) => (number === 2 ? page(20, 11) : 'none') });
    expect(nextDay).toMatchObject({ asked: [2, 3], told: [] });
    expect(feed.poll([...shown, comment(31)]).told).toEqual([31]);
  });

  test('its direction is where new ones came first', () => {
    const feed = PolledFeed.of(page(8, 10, timeless));
    feed.poll(page(8, 11, timeless));
    expect(feed.watch.direction).toBe('oldest-first');
    expect(feed.poll(page(6, 11, timeless))).toMatchObject({ told: [], held: [6, 7] });
  });

  test('or where their numbers grow', () => {
    expect(PolledFeed.of(page(10, 8, numbered)).poll(page(11, 6, numbered))).toMatchObject({
      told: [11],
      held: [6, 7],
    });
  });

  test('also where the time is that of the edge', () => {
    const older = page(30, 26);
    const feed = PolledFeed.of([...older, ...page(25, 21, oneDay)]);
    const shown = [...older, comment(50, oneDay()), ...page(25, 21, oneDay), ...page(54, 51, oneDay)];
    expect(feed.poll(shown)).toMatchObject({ told: [50], held: [51, 52, 53, 54] });
  });
});

const ahead = (n: number) => comment(n, { time: timeOf(n) + 300 * DAY });

describe('one without a time is not held by its place', () => {
  test('behind a known one that is pinned at the head', () => {
    const feed = PolledFeed.of(page(30, 21));
    const pinned = comment(25);
    feed.poll([pinned, ...page(30, 26), ...page(24, 22)]);
    const burst = page(39, 31, (n) => (n === 31 || n === 35 ? { time: null } : {}));
    expect(feed.poll([pinned, ...burst]).held).toEqual([]);
  });

  test('behind one that is dated ahead, with new ones behind it', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.poll([ahead(31), ...page(30, 22)]);
    const shown = [ahead(31), ahead(35), ...page(40, 36), ...page(34, 32)];
    expect(feed.poll(shown, { at: timeOf(41) }).held).toEqual([]);
  });
});
