import { describe, expect, test } from 'vitest';
import { comment, DAY, MINUTE, page, PolledFeed, START, timeOf } from '../support/watch.ts';

const nothing = (): readonly [] => [];

describe('what was there before the watch began is not news', () => {
  test('three are deleted, three older ones slide in', () => {
    const feed = PolledFeed.of(page(30, 21));
    const shown = page(30, 18).filter(({ id }) => !['i29', 'i27', 'i25'].includes(id));
    expect(feed.poll(shown)).toMatchObject({ told: [], held: [18, 19, 20] });
  });

  test('nor what slides in below one that was pinned at the head of the first answer', () => {
    const feed = PolledFeed.of([comment(3), ...page(30, 22)]);
    expect(feed.watch.edge).toMatchObject({ time: timeOf(22) });
    expect(feed.poll([comment(3), ...page(29, 21)])).toMatchObject({ told: [], held: [21] });
  });

  test('a window of ten is widened to fifty', () => {
    const feed = PolledFeed.of(page(60, 51));
    const polled = feed.poll(page(61, 12));
    expect(polled.told).toEqual([61]);
    expect(polled.held).toHaveLength(39);
  });

  test('and stays so when it leaves the page and comes back', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.poll(page(30, 18).slice(3));
    feed.poll(page(30, 21));
    expect(feed.poll(page(30, 18).slice(3))).toMatchObject({ told: [], held: [] });
  });

  test('nor what an old copy of the feed shows, or what lies between that and the edge', () => {
    const feed = PolledFeed.of(page(60, 51));
    expect(feed.poll(page(40, 31))).toMatchObject({ told: [] });
    expect(feed.poll(page(36, 27))).toMatchObject({ told: [] });
    expect(feed.poll([...page(61, 57), ...page(50, 46)], { older: nothing })).toMatchObject({
      told: [61],
      held: [46, 47, 48, 49, 50],
    });
  });
});

describe('an open edge', () => {
  test('has nothing below: after an empty first answer all is news, in whatever order it is approved', () => {
    const feed = PolledFeed.of([]);
    expect(feed.watch.edge).toBe('open');
    expect(feed.poll(page(5, 5)).told).toEqual([5]);
    expect(feed.poll(page(5, 1)).told).toEqual([1, 2, 3, 4]);
  });

  test('stays open whatever is shown, also out of order', () => {
    const feed = PolledFeed.of([]);
    feed.poll([comment(5), comment(9), comment(2), comment(8), comment(1)]);
    expect(feed.watch).toMatchObject({ edge: 'open', outOfOrder: true });
  });
});

describe('approved late is news below the edge', () => {
  const few = page(29, 21);
  const ten = page(30, 21);
  test.each([
    ['any number where the last answer held nine', few, [...few, ...page(20, 12)], 9, 0],
    ['three where it held ten', ten, [...ten, ...page(20, 18)], 3, 0],
    ['not four where it held ten', ten, [...ten, ...page(20, 17)], 0, 4],
    ['not where one newer than the oldest shown has vanished', ten, [...ten.slice(1), ...page(20, 18)], 0, 3],
    ['not where the comment that set the edge is gone', ten, [...ten.slice(0, 9), ...page(20, 19)], 0, 2],
    ['nor then in a feed of nine', few, [...few.slice(0, 8), ...page(20, 18)], 0, 3],
  ])('%s', (_what, first, then, news, rest) => {
    const { told, held } = PolledFeed.of(first).poll(then);
    expect([told.length, held.length]).toEqual([news, rest]);
  });

  test('not where the comment that set the edge did not stand in the last answer', () => {
    const feed = PolledFeed.of(page(29, 21));
    feed.poll(page(29, 22));
    expect(feed.poll([...page(29, 21), comment(20)])).toMatchObject({ told: [], held: [20] });
  });

  test('also in a feed that is oldest first', () => {
    const feed = PolledFeed.of(page(21, 29));
    expect(feed.poll(page(19, 29)).told).toEqual([19, 20]);
  });
});

describe('the edge is lowered', () => {
  test('after the poll that shows an older one, by what first appears on page 1 in its place', () => {
    const feed = PolledFeed.of(page(29, 21));
    expect(feed.poll(page(29, 19)).told).toEqual([19, 20]);
    expect(feed.watch.edge).toEqual({ time: timeOf(19), by: 'feed i19' });
  });

  test('not by one that is pinned at the head', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.poll([comment(3), ...page(31, 22)]);
    expect(feed.watch.edge).toEqual({ time: timeOf(21), by: 'feed i21' });
  });

  test('not by one above a known one', () => {
    const feed = PolledFeed.of([comment(30), comment(21, { time: null })]);
    feed.poll([comment(30), comment(5), comment(21, { time: null })]);
    expect(feed.watch.edge).toEqual({ time: timeOf(30), by: 'feed i30' });
  });

  test('not by an older page, of which nothing below the edge is remembered', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.now += DAY;
    const polled = feed.poll(page(31, 22), { older: (number) => (number === 2 ? page(21, 11) : 'none') });
    expect(polled).toMatchObject({ told: [31], held: [], asked: [2] });
    expect(feed.watch.edge).toMatchObject({ time: timeOf(21) });
    expect(feed.watch.remembered).toHaveLength(11);
  });

  test('not by a time after the poll, which is no time', () => {
    const feed = PolledFeed.of([comment(1, { time: START + 3000 * DAY })]);
    expect(feed.watch.edge).toBeNull();
    expect(feed.poll([comment(1, { time: START + 3000 * DAY }), comment(2)]).told).toEqual([2]);
    expect(feed.watch.edge).toEqual({ time: timeOf(2), by: 'feed i2' });
  });
});

describe('a feed that is out of order', () => {
  const votes = [25, 21, 29, 23, 30, 22, 26].map((n) => comment(n));
  test('has its edge at the first answer: older unknown ones are held wherever they stand, newer ones are news', () => {
    const feed = PolledFeed.of(votes);
    expect(feed.watch).toMatchObject({ outOfOrder: true, edge: { time: feed.now, by: null } });
    expect(feed.poll([comment(27), ...votes, comment(3), comment(40)])).toMatchObject({ told: [40], held: [3, 27] });
  });

  test('is known for it for good, and before the answer that shows it is judged', () => {
    const feed = PolledFeed.of(page(30, 21));
    expect(
      feed.poll([...votes, comment(28), comment(24), comment(20), comment(27), comment(10), comment(31)]),
    ).toMatchObject({
      told: [31],
      held: [10, 20],
    });
    feed.poll(page(31, 21));
    expect(feed.watch.outOfOrder).toBe(true);
  });

  test('is also known by its older pages', () => {
    const feed = PolledFeed.of(page(30, 21));
    const older = [29, 12, 28, 5, 27, 26].map((n) => comment(n));
    feed.now += DAY;
    feed.poll(page(31, 22), { older: (number) => (number === 2 ? older : 'none') });
    expect(feed.watch.outOfOrder).toBe(true);
  });

  test('keeps its edge, and takes what has no time for news, whatever stands at the end of an answer', () => {
    const feed = PolledFeed.of(votes);
    const { edge } = feed.watch;
    const sorted = [40, 30, 29, 26, 25, 23, 22, 21].map((n) => comment(n));
    feed.watch = { ...feed.watch, direction: 'newest-first' };
    feed.poll(sorted);
    expect(feed.poll([...sorted, comment(4, { time: null })]).told).toEqual([4]);
    expect(feed.poll([...sorted, comment(3)])).toMatchObject({ told: [], held: [3] });
    expect(feed.watch.edge).toEqual(edge);
  });
});

describe('the edge moves along', () => {
  test('where all times move by as much: a zone put right', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.poll(page(30, 21, (n) => ({ time: timeOf(n) - 2 * 60 * MINUTE })));
    expect(feed.watch.edge).toEqual({ time: timeOf(21) - 2 * 60 * MINUTE, by: 'feed i21' });
    expect(feed.poll(page(31, 22, (n) => ({ time: timeOf(n) - 2 * 60 * MINUTE }))).told).toEqual([31]);
  });

  test.each([
    ['one alone moves', [comment(5, { time: timeOf(5) + MINUTE })], page(5, 5)],
    ['not all do', [comment(6, { time: timeOf(6) + MINUTE }), comment(5)], page(6, 5)],
    [
      'they do not do so by as much',
      [comment(6, { time: timeOf(6) + MINUTE }), comment(5, { time: timeOf(5) + 1 })],
      page(6, 5),
    ],
  ])('not where %s', (_what, then, first) => {
    const feed = PolledFeed.of(first);
    feed.poll(then);
    expect(feed.watch.edge).toEqual({ time: timeOf(5), by: 'feed i5' });
  });
});
