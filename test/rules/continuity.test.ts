import { describe, expect, test } from 'vitest';
import type { PagesEnd, SeenPage } from '../../worker/rules/watch.ts';
import { comment, DAY, HOUR, MINUTE, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

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

const failing = (): PagesEnd => 'failed';

const threePages = (number: number): SeenPage | PagesEnd => (number < 4 ? olderPages(75)(number) : 'failed');

// Since then all older pages are those of comments that are known by now.
const without = (shown: SeenPage): SeenPage => shown.filter(({ id }) => id !== 'i35');

const budget = (pages: number) => {
  let left = pages;
  return (number: number): SeenPage | PagesEnd => (left-- > 0 ? olderPages(256)(number) : 'limit');
};

const threeOld = (number: number): SeenPage | PagesEnd => (number < 4 ? page(number, number) : 'none');

/** Page 11 over again, then one that was read before. */
function readBefore(number: number): SeenPage | PagesEnd {
  return number === 11 ? olderPages(400)(11) : number === 12 ? page(310, 305) : 'failed';
}

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

  test('where it never held more than one', () => {
    const feed = PolledFeed.of(page(1, 1));
    feed.poll(page(1, 1));
    expect(feed.poll(page(3, 3)).gap).toBeNull();
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
    expect(feed.watch.known.map(({ id }) => id)).toEqual(expect.arrayContaining(numbers(21, 250).map((n) => `i${n}`)));
  });

  test('never after a first answer, a cut one, or one of another address', () => {
    expect(PolledFeed.of([]).poll([]).asked).toEqual([]);
    expect(new PolledFeed().poll(page(30, 21)).asked).toEqual([]);
    expect(ten().poll(page(50, 46), { kind: 'cut' }).asked).toEqual([]);
    expect(ten().poll(page(50, 41), { url: 'blog/other' }).asked).toEqual([]);
  });
});

describe('a hole', () => {
  test.each(['failed', 'limit'] as const)(
    'is left by a page that cannot be read (%s), and read at the next poll',
    (end) => {
      const feed = ten();
      const broken = feed.poll(page(55, 46), { older: () => end });
      expect(broken).toMatchObject({ told: numbers(46, 55), gap: null });
      expect(feed.watch.hole).toMatchObject({ known: 10, page: 1, lower: timeOf(30) });
      expect(feed.pollAgain({ older: olderPages(55) })).toMatchObject({
        told: numbers(31, 45),
        gap: null,
      });
      expect(feed.watch.hole).toBeNull();
    },
  );

  test('is stored before its first comments are offered', () => {
    const { plan } = ten().poll(page(55, 46), { older: failing });
    expect(plan).toMatchObject({ before: { hole: { page: 1 } } });
  });

  test('is read on with the last page that was read', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: (number) => (number < 4 ? olderPages(75)(number) : 'failed') });
    expect(feed.watch.hole).toMatchObject({ page: 3 });
    expect(feed.poll(page(75, 66), { older: olderPages(75) })).toMatchObject({
      asked: [3, 4, 5],
      told: numbers(31, 45),
      gap: null,
    });
  });

  test('at its address, where each page names the next one', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: threePages, olderUrl: 'page-3' });
    expect(feed.poll(page(75, 66), { older: olderPages(75) }).askedUrl).toBe('page-3');
  });

  test('is made larger by a later burst, which is read from its top', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll(page(75, 66), { older: olderPages(75) })).toMatchObject({
      told: [...numbers(31, 45), ...numbers(56, 75)],
      asked: [2, 3, 4, 5],
      gap: null,
    });
  });

  test('does not count as barren what the burst pushed down', () => {
    const feed = ten();
    feed.poll(page(250, 241), { older: olderPages(250) });
    expect(feed.poll(page(260, 251), { older: olderPages(260) })).toMatchObject({ asked: numbers(2, 11), gap: null });
    expect(feed.watch.hole).not.toBeNull();
  });

  test('is closed by what is not newer than its lower end, though nothing is known there any more', () => {
    const feed = ten();
    const late = comment(900, { time: timeOf(29) + 1 });
    const older = (number: number): SeenPage | PagesEnd => (number === 2 ? [...page(45, 37), late] : 'failed');
    expect(feed.poll(page(55, 46), { older: failing })).toMatchObject({ gap: null });
    expect(feed.poll(page(55, 46), { older })).toMatchObject({ asked: [2], gap: null });
    expect(feed.watch.hole).toBeNull();
  });

  test('is closed by a page 1 that shows what was known before it', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll([...page(55, 53), ...page(32, 28)])).toMatchObject({ asked: [], gap: null });
    expect(feed.watch.hole).toBeNull();
  });

  test('is given up after a day, with the last answer before it as `since`', () => {
    const feed = ten();
    const [since, opened] = [feed.now, timeOf(55) + MINUTE];
    feed.poll(page(55, 46), { older: failing, at: opened });
    expect(feed.poll(page(55, 46), { older: failing, at: opened + DAY - 1 }).gap).toBeNull();
    expect(feed.poll(page(55, 46), { older: failing, at: opened + DAY }).gap).toEqual({ since, missed: null });
    expect(feed.watch.hole).toBeNull();
  });

  test.each([
    [8, false],
    [9, true],
  ])('is given up after ten pages in a row that show nothing unknown: with %i before, %s', (barren, isGivenUp) => {
    const feed = ten();
    feed.poll(page(400, 391), { older: olderPages(400) });
    const hole = feed.watch.hole;
    feed.watch = { ...feed.watch, hole: hole && { ...hole, barren } };
    expect(feed.pollAgain({ older: readBefore }).gap !== null).toBe(isGivenUp);
  });

  test('is given up where there are no more pages', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll(page(55, 46), { older: () => 'none' }).gap).not.toBeNull();
  });
});

describe('the look-back', () => {
  test('finds once a day what was approved late behind page 1, down to the edge', () => {
    const feed = ten();
    for (const top of [39, 48, 57]) feed.poll(without(page(top, top - 9)));
    expect(feed.poll(page(57, 48), { older: olderPages(57) })).toMatchObject({ told: [], asked: [] });
    const next = feed.poll(page(57, 48), { older: olderPages(57), at: feed.now + DAY });
    expect(next).toMatchObject({ told: [35], asked: [2, 3, 4] });
    expect(feed.poll(page(57, 48), { older: olderPages(57) }).asked).toEqual([]);
  });

  test('also where page 1 is the same as before', () => {
    const feed = ten();
    expect(feed.pollAgain({ older: olderPages(30), at: feed.now + DAY }).asked).toEqual([2]);
  });

  test('reads ten pages at most, in as many polls as it takes', () => {
    const feed = PolledFeed.of(page(30, 21));
    for (let top = 31; top <= 260; top += 9) feed.poll(page(top, top - 9), { older: olderPages(top) });
    const asked = [feed.poll(page(256, 247), { older: budget(4), at: feed.now + DAY }).asked];
    while (feed.watch.lookBack?.page !== null) asked.push(feed.pollAgain({ older: budget(4) }).asked);
    expect(Math.max(...asked.flat())).toBe(11);
    expect(asked[1]?.[0]).toBe(5);
  });

  test('opens no hole and tells no gap where a page fails, and waits for the next day', () => {
    const feed = ten();
    const polled = feed.poll(page(30, 21), { older: () => 'failed', at: feed.now + DAY });
    expect(polled).toMatchObject({ asked: [2], gap: null });
    expect(feed.watch).toMatchObject({ hole: null, lookBack: { page: null } });
    expect(feed.poll(page(30, 21), { at: feed.now + HOUR }).asked).toEqual([]);
  });

  test('does not stop at the edge of a feed that is out of order', () => {
    const votes = [25, 21, 29, 23, 30, 22].map((n) => comment(n));
    const feed = PolledFeed.of(votes);
    feed.now += DAY;
    expect(feed.poll(votes, { older: threeOld }).asked).toEqual([2, 3, 4]);
  });
});
