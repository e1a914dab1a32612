import { expect, test } from 'vitest';
import { headAndTail, parseFeed } from '../../worker/feed/parse.ts';

function read(numbers: readonly number[], fill = '') {
  const entries = numbers.map((number) => `<entry><id>c${number}</id>${fill}</entry>`);
  const body = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Comments</title>${entries.join('')}</feed>`;
  const parsed = parseFeed(new TextEncoder().encode(body), { url: 'http://blog.example/c', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  return { ids: parsed.value.entries.map(({ id }) => id), truncated: parsed.value.truncated };
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

test.each([
  ['entries, oldest first', upTo(20_000), '', 'c1', 'c20000'],
  ['entries, newest first', upTo(20_000).toReversed(), '', 'c20000', 'c1'],
  ['elements', upTo(6_000), '<x/>'.repeat(60), 'c1', 'c6000'],
])(
  'of a feed with more %s than are read, both ends are, and it is said to be cut',
  (_what, numbers, fill, first, last) => {
    const { ids, truncated } = read(numbers, fill);
    expect([ids[0], ids.at(-1), truncated]).toEqual([first, last, true]);
    expect(ids.length).toBeGreaterThan(numbers.length * 0.3);
  },
);

test('of one that is read whole nothing is left out', () => {
  const { ids, truncated } = read(upTo(12_000), '<x/>'.repeat(15));
  expect([ids.length, truncated]).toEqual([12_000, false]);
});

test('one whose end is an entry without end is read from its beginning', () => {
  const { ids, truncated } = read(upTo(100), '<x/>'.repeat(20_000));
  expect([ids[0], truncated]).toEqual(['c1', true]);
});

test('what has no entries has no middle', () => {
  expect(headAndTail('<feed>'.padEnd(1000), 0, 100)).toBeNull();
});
