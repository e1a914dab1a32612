import { describe, expect, test } from 'vitest';
import type { FirstAnswer, PagesEnd, SeenPage } from '../../worker/rules/watch.ts';
import { DAY, page, PolledFeed, timeOf } from '../support/watch.ts';

/** Comments from one number to another. */
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

const sorted = (some: readonly number[]): readonly number[] => some.toSorted((one, other) => one - other);

/** Fields of comment n: those that `isDated` is true of state a time. */
const dated = (isDated: (n: number) => boolean) => (n: number) => (isDated(n) ? {} : { time: null });
type Fields = ReturnType<typeof dated>;

const newest = dated((n) => n > 42);

/** A post that appeared after the site's first answer, and whose comments a draft may have had a day before. */
const NEW: FirstAnswer = { newsSince: timeOf(0), isNew: true, madeAt: timeOf(0) + DAY, count: null };

/** Older pages of comments 1 to 51, ten each. */
const pagesOf =
  (fields: Fields) =>
  (number: number): SeenPage | PagesEnd => {
    const from = 51 - (number - 1) * 10;
    return from < 1 ? 'none' : page(from, Math.max(from - 9, 1), fields);
  };

/** The feed of a post's comments, before its first answer. */
function ofPost(first: Partial<FirstAnswer> = {}): PolledFeed {
  const feed = new PolledFeed();
  feed.now = NEW.madeAt;
  feed.first = { ...NEW, ...first };
  return feed;
}

describe.each<[string, Fields]>([
  ['some of which state a time on each page', dated((n) => n % 3 === 0)],
  ['of which those on page 1 alone state a time', dated((n) => n > 41)],
  ['of which those on page 1 state one but for the last', newest],
  ['of which a page in the middle states none', dated((n) => n > 31 || n <= 21)],
  ['of which the first on page 1 states one', dated((n) => n === 51)],
])('comments on a new post %s', (_, fields) => {
  test.each([null, 51])('are told whole where older pages fail at first (%s counted)', (count) => {
    const feed = ofPost({ count });
    const pages = pagesOf(fields);
    const polls = [
      feed.poll(page(51, 42, fields), { older: () => 'failed' }),
      feed.pollAgain({ older: (number) => (number < 4 ? pages(number) : 'failed') }),
      feed.pollAgain({ older: (number) => (number < 5 ? pages(number) : 'limit') }),
      feed.pollAgain({ older: pages }),
      feed.pollAgain({ older: pages }),
    ];
    expect(sorted(polls.flatMap(({ told }) => told))).toEqual(numbers(1, 51));
    expect(polls.flatMap(({ held, gap }) => [...held, gap])).toEqual([null, null, null, null, null]);
    expect(feed.watch.hole).toBeNull();
  });
});

test.each([
  ['as many as are shown', 10],
  ['fewer', 8],
])('a new post is told whole though %s were counted before it was read', (_, count) => {
  const feed = ofPost({ count });
  expect(sorted(feed.poll(page(51, 42), { older: pagesOf(() => ({})) }).told)).toEqual(numbers(1, 51));
  expect(ofPost({ count }).poll(page(51, 42), { older: () => 'none' })).toMatchObject({
    told: numbers(42, 51),
    gap: null,
  });
});

describe('comments on a new post that state no time', () => {
  test('are told though they show only after a gap', () => {
    const feed = ofPost({ count: 30 });
    expect(feed.poll(page(51, 42, newest), { older: () => 'none' }).gap).not.toBeNull();
    expect(feed.poll(page(51, 39, newest))).toMatchObject({ told: [39, 40, 41], held: [] });
  });

  test('are told, and what others state was said of its draft is not', () => {
    const feed = ofPost({ newsSince: timeOf(30) });
    const fields = dated((n) => n > 42 || n < 20);
    feed.poll(page(51, 42, fields), { older: () => 'failed' });
    expect(sorted(feed.pollAgain({ older: pagesOf(fields) }).told)).toEqual(numbers(20, 41));
  });
});

test.each([true, false])('a burst in no order is told, though more are counted (on a new post: %s)', (isNew) => {
  const feed = ofPost({ isNew, count: 30 });
  const threaded = [45, 51, 50, 42, 49, 48, 41, 47, 46, 44, 43].flatMap((n) => page(n, n));
  expect(sorted(feed.poll(threaded, { older: () => 'failed' }).told)).toEqual(numbers(41, 51));
  expect(sorted(feed.poll(threaded, { older: (number) => (number === 2 ? page(35, 40) : 'none') }).told)).toEqual(
    numbers(35, 40),
  );
});

describe('of an old post that is read for the first time', () => {
  const fields = dated((n) => n > 20 && n !== 49);
  const firstPoll = () => {
    const feed = ofPost({ newsSince: timeOf(20), isNew: false, madeAt: timeOf(51) });
    return feed.poll(page(51, 42, fields), { older: pagesOf(fields) });
  };

  test('a burst is told whole, though one on page 1 states no time', () => {
    expect(sorted(firstPoll().told)).toEqual(numbers(21, 51).filter((n) => n !== 49));
  });

  test('what states no time is held, or not seen', () => {
    expect(firstPoll().held).toEqual([49]);
  });

  test('what states no time is held, or not seen, also where the first poll broke off', () => {
    const feed = ofPost({ newsSince: timeOf(20), isNew: false, madeAt: timeOf(51) });
    const broken = feed.poll(page(51, 42, fields), { older: () => 'failed', crash: true });
    expect([feed.watch.hole === null, broken.held]).toEqual([false, [49]]);
    const again = feed.pollAgain({ older: pagesOf(fields) });
    expect(sorted(again.told)).toEqual(numbers(21, 51).filter((n) => n !== 49));
    expect(again.held).toEqual([49]);
  });
});
