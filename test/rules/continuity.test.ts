import { describe, expect, test } from 'vitest';
import type { PagesEnd, SeenPage } from '../../worker/rules/watch.ts';
import { comment, MINUTE, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown, whose look-back of today is done. */
function ten(): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  feed.poll(page(30, 21), { older: olderPages(30) });
  return feed;
}

/** Comments from one number to another. */
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

const joins = (feed: PolledFeed, shown: SeenPage): boolean => feed.poll(shown).asked.length === 0;

const belowEdge = (number: number): SeenPage => (number === 2 ? page(15, 6) : page(5, 1));

const counted = (n: number): { number: number } => ({ number: n });

describe('an answer joins the last one', () => {
  test.each([
    ['if it holds a known comment in its place', page(39, 30), true],
    ['not if it holds none', page(40, 31), false],
    ['not if that one stands at the head, before newer ones', [comment(30), ...page(49, 41)], false],
    ['if it holds at most half as many', page(45, 41), true],
    ['not if it holds more than half as many', page(46, 41), false],
  ])('%s', (_when, shown, expected) => {
    expect(joins(ten(), shown)).toBe(expected);
  });

  test('nothing lies between, where page 1 reaches below the edge', () => {
    const feed = PolledFeed.of(page(30, 21));
    expect(feed.poll(page(20, 11))).toMatchObject({ told: [], gap: null, asked: [] });
  });

  test('of what it held last, not of the most that it ever held', () => {
    const feed = PolledFeed.of(page(60, 11));
    feed.poll(page(60, 51), { older: olderPages(60) });
    expect(feed.poll(page(75, 66))).toMatchObject({ told: numbers(66, 75), gap: { since: timeOf(60) + 6 * MINUTE } });
  });

  test('where nothing is known yet', () => {
    const feed = PolledFeed.of([]);
    feed.poll([]);
    expect(feed.poll(page(10, 1)).gap).toBeNull();
  });

  test('where nothing was there, and all of many came at once, up to the last page', () => {
    const feed = PolledFeed.of([]);
    const pages = olderPages(25);
    const { told, gap, asked } = feed.poll(page(25, 16), { older: (number) => (number > 3 ? 'none' : pages(number)) });
    expect(told.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
    expect([gap, asked]).toEqual([null, [2, 3, 4]]);
  });

  test('where nothing was there, and the pages of many that came at once could not be read at first', () => {
    const feed = PolledFeed.of([]);
    expect(feed.poll(page(25, 16), { older: () => 'failed' }).told).toHaveLength(10);
    const { told, gap } = feed.pollAgain({ older: olderPages(25) });
    expect([told.length, gap]).toEqual([15, null]);
    expect(feed.pollAgain({ older: () => 'failed' }).asked).toEqual([]);
  });

  test('where it never held more than one', () => {
    const feed = PolledFeed.of(page(1, 1));
    feed.poll(page(1, 1));
    expect(feed.poll(page(3, 3)).gap).toBeNull();
  });

  test('though it never held more than one, not if it holds so many that it may not show all', () => {
    const feed = PolledFeed.of([comment(1)]);
    const { told, gap } = feed.poll(page(30, 21), { older: olderPages(30) });
    expect([told.toSorted((one, other) => one - other), gap]).toEqual([numbers(2, 30), null]);
    expect(joins(PolledFeed.of([comment(1)]), page(10, 1))).toBe(true);
  });

  test('in a feed that is out of order by any known comment', () => {
    const votes = [25, 21, 29, 23, 30, 22].map((n) => comment(n));
    const feed = PolledFeed.of(votes);
    feed.poll(votes);
    expect(feed.poll([comment(21), ...page(40, 36)]).gap).toBeNull();
  });
});

describe('where it does not join, older pages are read', () => {
  test('until one holds a known comment: a burst of 25 is told whole', () => {
    expect(ten().poll(page(55, 46), { older: olderPages(55) })).toMatchObject({
      told: numbers(31, 55),
      asked: [2, 3],
      gap: null,
    });
  });

  test('or one below the edge', () => {
    const feed = ten();
    expect(feed.poll(page(40, 31), { older: belowEdge })).toMatchObject({
      told: numbers(31, 40),
      asked: [2],
      gap: null,
    });
  });

  test.each<[string, (number: number) => SeenPage | PagesEnd]>([
    ['there are none', () => 'none'],
    ['one shows nothing', () => []],
    ['one shows what the pages before it showed', () => page(50, 41)],
  ])('to the end, where %s: that is a gap since the last answer', (_what, older) => {
    const feed = ten();
    const since = feed.now;
    expect(feed.poll(page(50, 41), { older })).toMatchObject({ told: numbers(41, 50), gap: { since, missed: null } });
    expect(feed.watch.hole).toBeNull();
  });

  test('the number of those missed is told where the system counts them', () => {
    const feed = PolledFeed.of(page(30, 21, counted));
    expect(feed.poll(page(50, 41, counted)).gap?.missed).toBe(10);
  });

  test('ten a poll, and the rest at the next one', () => {
    const feed = ten();
    const first = feed.poll(page(250, 241), { older: olderPages(250) });
    expect(first).toMatchObject({ told: numbers(141, 250), asked: numbers(2, 11), gap: null });
    expect(feed.watch.hole).toMatchObject({ page: 11 });
    const second = feed.poll(page(250, 241), { older: olderPages(250) });
    expect(second.asked[0]).toBe(11);
    feed.poll(page(250, 241), { older: olderPages(250) });
    expect(feed.watch.hole).toBeNull();
    expect(feed.watch.remembered.map(({ id }) => id)).toEqual(
      expect.arrayContaining(numbers(21, 250).map((n) => `i${n}`)),
    );
  });

  test('never after a first answer, a cut one, or one of another address', () => {
    expect(PolledFeed.of([]).poll([]).asked).toEqual([]);
    expect(new PolledFeed().poll(page(30, 21)).asked).toEqual([]);
    expect(ten().poll(page(50, 46), { kind: 'cut' }).asked).toEqual([]);
    expect(ten().poll(page(50, 41), { url: 'blog/other' }).asked).toEqual([]);
  });
});
