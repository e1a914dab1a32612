import { describe, expect, test } from 'vitest';
import { forget } from '../../worker/rules/retention.ts';
import { freshWatch, type RememberedComment, type Watch } from '../../worker/rules/watch.ts';
import { DAY, page, PolledFeed, timeOf } from '../support/watch.ts';

function known(n: number, fields: Partial<RememberedComment> = {}): RememberedComment {
  return {
    id: `i${n}`,
    fingerprint: null,
    author: null,
    time: timeOf(n),
    content: null,
    key: `feed i${n}`,
    held: false,
    shown: false,
    restless: null,
    ...fields,
  };
}

/** A watch that remembers comments 1 to `count`. */
function remembering(count: number, fields: Partial<Watch> = {}, of = known): Watch {
  return {
    ...freshWatch(''),
    largest: 10,
    edge: { time: timeOf(1), by: 'feed i1' },
    remembered: Array.from({ length: count }, (_, at) => of(at + 1)),
    ...fields,
  };
}

const first = (watch: Watch): string | undefined => watch.remembered[0]?.id;

const timeless = (n: number): object => (n % 5 === 0 ? { time: null } : {});

describe('forgotten is', () => {
  test('nothing of a thousand, or of twice the largest window', () => {
    expect(forget(remembering(1000)).remembered).toHaveLength(1000);
    expect(forget(remembering(1600, { largest: 800 })).remembered).toHaveLength(1600);
  });

  test.each([
    [1001, 10, 1000],
    [1601, 800, 1600],
    [5000, 10, 1000],
  ])('the excess: of %i, where a page held %i, %i are remembered', (count, largest, left) => {
    expect(forget(remembering(count, { largest })).remembered).toHaveLength(left);
  });

  test('the oldest by time, not the first seen', () => {
    const late = [...remembering(1000).remembered, known(0)];
    expect(forget(remembering(0, { remembered: late })).remembered.map(({ id }) => id)).not.toContain('i0');
  });

  test('the first seen, where none has a time', () => {
    expect(first(forget(remembering(1001, {}, (n) => known(n, { time: null }))))).toBe('i2');
  });

  test('one without a time as if it were as old as the one first seen before it', () => {
    const feed = PolledFeed.of(page(10, 1, timeless));
    for (let n = 15; n <= 1200; n += 5) feed.poll(page(n, n - 9, timeless));
    const all = page(1200, 1, timeless);
    const older = (number: number) => all.slice((number - 2) * 100, (number - 1) * 100);
    expect(feed.poll(page(1200, 1191, timeless), { at: feed.now + DAY, older }).told).toEqual([]);
  });

  test('and the first ones, where they have none, as if they were as old as the first that has one', () => {
    const watch = remembering(1001, {}, (n) =>
      known(n, n === 1 ? { time: null } : n > 500 ? { time: timeOf(-n) } : {}),
    );
    expect(first(forget(watch))).toBe('i1');
  });

  test('nothing that page 1 shows', () => {
    const watch = remembering(1001, {}, (n) => known(n, { shown: n === 1 }));
    expect(forget(watch).remembered.map(({ id }) => id)).toEqual(expect.arrayContaining(['i1', 'i3']));
    expect(forget(watch).remembered.map(({ id }) => id)).not.toContain('i2');
  });
});

describe('the edge rises', () => {
  test('to just above the newest one forgotten, and no comment set it', () => {
    expect(forget(remembering(1005)).edge).toEqual({ time: timeOf(5) + 1, by: null });
  });

  test('also where it was open', () => {
    expect(forget(remembering(1001, { edge: 'open' })).edge).toEqual({ time: timeOf(1) + 1, by: null });
  });

  test('not where it is higher already', () => {
    const edge = { time: timeOf(9), by: 'feed i9' };
    expect(forget(remembering(1001, { edge })).edge).toEqual(edge);
  });

  test('from the start of a new post’s comments: from there on place decides of those without a time', () => {
    const edge = { time: timeOf(9), by: null, isStart: true as const };
    const watch = remembering(1001, { edge }, (n) => known(n, { time: null }));
    expect(forget(watch).edge).toEqual({ time: timeOf(9), by: null });
  });

  test('to none where it was open and times are not known: place decides', () => {
    expect(forget(remembering(1001, { edge: 'open' }, (n) => known(n, { time: null }))).edge).toBeNull();
  });
});

test('a hole still knows which comments were known before it', () => {
  const hole = { since: 0, from: 0, lower: null, known: 20, page: 2, url: null, notBefore: null, barren: 0, old: 0 };
  expect(forget(remembering(1005, { hole })).hole?.known).toBe(15);
});
