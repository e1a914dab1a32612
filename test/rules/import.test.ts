import { describe, expect, test } from 'vitest';
import type { PagesEnd } from '../../worker/rules/watch.ts';
import { comment, DAY, MINUTE, page, PolledFeed, timeOf } from '../support/watch.ts';

const oldOnes = (count: number) => page(-1000, -1000 - count + 1, (n) => ({ time: timeOf(n) }));

const pages = (number: number) => page(-1000 - (number - 1) * 10, -1009 - (number - 1) * 10);

describe('an import', () => {
  test.each([
    [20, 20, 0],
    [21, 0, 21],
  ])('of %i old comments at once: %i are told, %i are held', (count, told, held) => {
    const feed = PolledFeed.of([]);
    feed.poll([comment(300)]);
    const polled = feed.poll([comment(301), comment(300), ...oldOnes(count)]);
    expect(polled.told).toHaveLength(told + 1);
    expect(polled.held).toHaveLength(held);
    expect([polled.imported?.count ?? 0, polled.imported?.kept ?? 0]).toEqual([held, held]);
  });

  test('is what is older than the last whole answer by a day', () => {
    const feed = PolledFeed.of([]);
    feed.poll([comment(300)]);
    const at = feed.now;
    const dated = (ago: number) => page(-1, -21, () => ({ time: at - ago }));
    expect(feed.poll([comment(300), ...dated(DAY)]).told).toHaveLength(21);
    expect(PolledFeed.of([comment(300)], { at }).watch.whole?.at).toBe(at);
  });

  test('is held in all the polls of one hole, once it is more than people approve at once', () => {
    const feed = PolledFeed.of([]);
    const polls = [1, 3, 5, 7].map((last) =>
      feed.poll(pages(1), { at: feed.now + 5 * MINUTE, older: (number) => (number > last ? 'limit' : pages(number)) }),
    );
    expect(polls.map(({ told, held }) => [told.length, held.length])).toEqual([
      [10, 0],
      [0, 20],
      [0, 20],
      [0, 20],
    ]);
    expect(polls.map(({ imported }) => imported?.count ?? 0)).toEqual([0, 20, 0, 0]);
  });

  test('is not what a poll that broke off had found before', () => {
    const feed = PolledFeed.of(page(320, 311), { at: timeOf(320) + 3 * DAY });
    const at = feed.now + DAY;
    const old = page(342, 331, (n) => ({ time: timeOf(n) }));
    const options = { at, older: (): PagesEnd => 'failed' };
    expect(feed.poll(old, { ...options, crash: true }).told).toHaveLength(12);
    expect(feed.watch.hole).not.toBeNull();
    expect(feed.poll(old, { ...options, at: at + 5 * MINUTE })).toMatchObject({ held: [], imported: null });
  });

  test('is held in all the polls of one look-back, and told once', () => {
    const feed = PolledFeed.of([]);
    feed.poll(page(310, 301), { older: () => 'none' });
    const some = [oldOnes(15), page(-2000, -2009), page(-3000, -3009)];
    const at = feed.now + DAY;
    const older = (limit: number) => (number: number) =>
      number < limit ? (some[number - 2] ?? []) : ('limit' as const);
    const [first, second, third] = [3, 4, 9].map((limit, index) =>
      feed.poll(page(310, 301), { older: older(limit), at: at + index * 5 * MINUTE }),
    );
    expect(first).toMatchObject({ imported: null });
    expect(first?.told).toHaveLength(15);
    // Of those that are held from now on.
    expect(second).toMatchObject({ told: [], imported: { count: 10, kept: 10 } });
    expect(third).toMatchObject({ told: [], imported: null });
  });
});
