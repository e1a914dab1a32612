import { describe, expect, test } from 'vitest';
import { isLookBackDue } from '../../worker/rules/continuity.ts';
import type { PagesEnd, SeenPage } from '../../worker/rules/watch.ts';
import { comment, DAY, HOUR, olderPages, page, PolledFeed } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown, whose look-back of today is done. */
function ten(): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  feed.poll(page(30, 21), { older: olderPages(30) });
  return feed;
}

// Since then all older pages are those of comments that are known by now.
const without = (shown: SeenPage): SeenPage => shown.filter(({ id }) => id !== 'i35');

const budget = (pages: number) => {
  let left = pages;
  return (number: number): SeenPage | PagesEnd => (left-- > 0 ? olderPages(256)(number) : 'limit');
};

const threeOld = (number: number): SeenPage | PagesEnd => (number < 4 ? page(number, number) : 'none');

describe('the look-back', () => {
  test('of an empty feed is over with an empty answer', () => {
    const feed = PolledFeed.of([]);
    feed.poll([], { at: feed.now + 2 * DAY });
    expect(isLookBackDue(feed.watch, Math.floor(feed.now / DAY))).toBe(false);
  });

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

  test('goes on at the address of the page that it read last', () => {
    const feed = PolledFeed.of(page(30, 21));
    for (let top = 31; top <= 260; top += 9) feed.poll(page(top, top - 9), { older: olderPages(top) });
    const last = page(256, 247);
    feed.poll(last, { older: budget(4), olderUrl: 'page-5', at: feed.now + DAY });
    expect(feed.pollAgain({ older: () => 'limit' })).toMatchObject({ asked: [5], askedUrl: 'page-5' });
    expect(feed.pollAgain({ older: budget(9) })).toMatchObject({ askedUrl: 'page-5' });
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
