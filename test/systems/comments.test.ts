import { expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import type { Entry } from '../../worker/feed/parsed-feed.ts';
import { entry, feedOf, html } from '../feed/entries.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

function found(...entries: readonly Entry[]): readonly string[] {
  return findComments(feedOf(...entries)).map(({ id }) => id);
}

test('a feed gives its comments in its own order, several of one id too', () => {
  const ids = ['c', 'a', 'a', 'b'];
  expect(found(...ids.map((id) => entry({ id })))).toEqual(ids);
});

test('an id of an absurd length becomes a short one, of its own and always the same, which answers name as well', () => {
  const long = 'x'.repeat(5_000);
  const entries = [
    entry({ id: `${long}1`, url: 'https://x.example/#c1', published: '2024-03-01' }),
    entry({
      id: `${long}2`,
      url: 'https://x.example/#c2',
      published: '2024-03-02',
      inReplyTo: { id: `${long}1`, url: null, author: null },
    }),
  ];
  const [first, second] = findComments(feedOf(...entries));
  expect(first?.id).toMatch(/^urn:earshot:[0-9a-f]{16}$/);
  expect(second?.id).toMatch(/^urn:earshot:[0-9a-f]{16}$/);
  expect(second?.id).not.toBe(first?.id);
  expect(found(...entries)).toEqual([first?.id, second?.id]);
  expect(second?.render()).toMatchObject({ id: second?.id, inReplyTo: { id: first?.id } });
});

test.each([
  ['markup', '<p>One <b>two</b></p>', '<div>One\n <i>two</i></div>', true],
  ['entities', 'a &amp; &quot;b&quot;', 'a &#38; "b"', true],
  ['a word', '<p>One two</p>', '<p>One three</p>', false],
  ['what is quoted', '<p>1 &lt; 2</p>', '<p>1 &lt; 3</p>', false],
])('whether a change of %s is one of what is said', (_, one, other, same) => {
  const [first, second] = [one, other].map(
    (value) => findComments(feedOf(entry({ id: 'a', content: html(value) })))[0]?.content,
  );
  expect(first === second).toBe(same);
});

test('nothing is rendered before it is asked for, and ten thousand comments are found in less than a second', () => {
  const content = html(`<p>${'word &amp; word '.repeat(20)}</p>`);
  const entries = Array.from({ length: 10_000 }, (_, index) =>
    entry({ id: `x-${index}`, content, published: '2024-01-01' }),
  );
  const feed = feedOf(...entries);
  expect(findComments(feed)).toHaveLength(10_000);
  expect(cpuMilliseconds(() => findComments(feed))).toBeLessThan(1000);
});
