import { expect, test } from 'vitest';
import { findComments } from '../../worker/feed/comments.ts';
import type { Entry } from '../../worker/feed/parsed-feed.ts';
import { entry, feedOf, html } from './entries.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const NOW = Date.parse('2024-06-01T12:00:00Z');

function order(...entries: readonly Entry[]): readonly string[] {
  return findComments(feedOf(...entries), NOW).map(({ id }) => id);
}

function at(id: string, published: string | null, updated: string | null = null): Entry {
  return entry({ id, published, updated });
}

test.each([
  ['newest first', ['c', '2024-03-03'], ['b', '2024-03-02'], ['a', '2024-03-01']],
  ['oldest first', ['a', '2024-03-01'], ['b', '2024-03-02'], ['c', '2024-03-03']],
  ['in no order', ['b', '2024-03-02'], ['a', '2024-03-01'], ['c', '2024-03-03']],
  ['newest first without times', ['c', null], ['b', null], ['a', null]],
  ['newest first, one without a time', ['c', '2024-03-03'], ['b', null], ['a', '2024-03-01']],
  ['oldest first, one without a time', ['a', '2024-03-01'], ['b', null], ['c', '2024-03-03']],
  ['newest first, one from the future', ['c', '2024-03-03'], ['b', '2031-01-01'], ['a', '2024-03-01']],
  ['oldest first, one from the future', ['a', '2024-03-01'], ['b', '2031-01-01'], ['c', '2024-03-03']],
  ['newest first, one with no date for a time', ['c', '2024-03-03'], ['b', 'yesterday'], ['a', '2024-03-01']],
] as const)('a feed %s gives its comments oldest first', (_, first, second, third) => {
  expect(order(...[first, second, third].map(([id, time]) => at(id, time)))).toEqual(['a', 'b', 'c']);
});

test('where a comment has no time of publication, its update orders it', () => {
  expect(order(at('b', null, '2024-03-02'), at('a', '2024-03-01'), at('c', '2024-03-03'))).toEqual(['a', 'b', 'c']);
});

test('comments of the same second are in the order of their numbers', () => {
  const second = '2024-03-01T10:00:00Z';
  expect(order(at('x#c10', second), at('x#c9', second), at('x#c11', second))).toEqual(['x#c9', 'x#c10', 'x#c11']);
  expect(order(at('z', second), at('y', second))).toEqual(['y', 'z']);
});

test('several entries with one id are several comments: the first keeps it, others get their link as well', () => {
  const ids = order(
    entry({ id: 'post', url: 'https://x.example/#2', published: '2024-03-02' }),
    entry({ id: 'post', url: 'https://x.example/#1', published: '2024-03-01' }),
    entry({ id: 'post', url: 'https://x.example/#1', published: '2024-03-03' }),
  );
  expect(ids).toEqual(['post', 'post|https://x.example/#2', 'post|https://x.example/#1']);
});

test('several entries with one id and one link are told by their time, and then by what they say', () => {
  const url = 'https://x.example/post';
  const ids = order(
    entry({ id: url, url, published: '2024-03-01' }),
    entry({ id: url, url, published: '2024-03-02' }),
    entry({ id: url, url, published: '2024-03-03' }),
    entry({ id: url, url, published: '2024-03-03', content: html('Another') }),
    entry({ id: url, url, published: '2024-03-03', content: html('A third') }),
  );
  expect(ids.slice(0, 3)).toEqual([url, `${url}|${url}`, `${url}|${url}|2024-03-03`]);
  expect(ids[3]).toMatch(/\|2024-03-03\|[0-9a-f]{16}$/);
  expect(new Set(ids).size).toBe(5);
});

const said = (text: string, name: string) =>
  entry({ id: 'post', content: html(text), author: { name, url: null, email: null, avatar: null } });

test('several without any time are as many comments as there are texts and authors', () => {
  expect(order(...['A', 'B', 'C', 'D', 'E'].map((text) => said(text, 'Bob')), said('A', 'Eve'))).toHaveLength(6);
});

test('one that is served twice is one', () => {
  const twice = entry({ id: 'post', url: 'https://x.example/post', published: '2024-03-01', content: html('A') });
  expect(order(twice, { ...twice }, entry({ id: 'other', published: '2024-03-02' }))).toEqual(['post', 'other']);
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
  const [first, second] = findComments(feedOf(...entries), NOW);
  expect(first?.id).toMatch(/^urn:earshot:[0-9a-f]{16}$/);
  expect(second?.id).toMatch(/^urn:earshot:[0-9a-f]{16}$/);
  expect(second?.id).not.toBe(first?.id);
  expect(order(...entries)).toEqual([first?.id, second?.id]);
  expect(second?.render()).toMatchObject({ id: second?.id, inReplyTo: { id: first?.id } });
});

test('what is rendered has the id that it was seen by', () => {
  const [, second] = findComments(feedOf(entry({ id: 'a', url: 'u' }), entry({ id: 'a', url: 'v' })));
  expect(second?.render().id).toBe(second?.id);
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
  expect(findComments(feed, NOW)).toHaveLength(10_000);
  expect(cpuMilliseconds(() => findComments(feed, NOW))).toBeLessThan(1000);
});
