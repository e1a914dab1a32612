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

/** Comparable text of a comment by Ann that says nothing, or `value`, in a feed of comments on Lids. */
function compared(title: string, value = '', ...others: readonly Entry[]) {
  const author = { name: 'Ann', url: null, email: null, avatar: null };
  const one = entry({ id: 'a', title, author, content: html(value) });
  return findComments({ ...feedOf(one, ...others), title: 'Comments on: Lids' })[0];
}

test('what stands in the title alone is compared, whatever other comments say', () => {
  const said = { content: 'It squeaks', isTitle: true };
  expect(compared('It squeaks')).toMatchObject(said);
  expect(compared(' It  squeaks', '<p>&shy;</p>')).toMatchObject(said);
  expect(compared('It squeaks', '', entry({ id: 'b', title: 'It squeaks', content: html('No') }))).toMatchObject(said);
  expect(compared('It squeaks', '<p>Indeed</p>')).toMatchObject({ content: 'Indeed', isTitle: false });
  expect(compared('It squeaks', '<img src="https://x.example/a.png">')).toMatchObject({ content: '', isTitle: false });
});

test.each(['By: Ann', 'Lids', 'Comment #5', 'Re: Lids', 'Re: whatever'])('the label %j is not compared', (title) => {
  expect(compared(title)).toMatchObject({ content: '', isTitle: false });
});

test.each([
  ['1970-01-01T00:00:00Z', null],
  ['1899-12-30T00:00:00Z', null],
  ['1989-12-31T23:59:59Z', null],
  ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z'],
])('a time %s, of nothing on the web before 1990, is %s', (served, time) => {
  const [published, both, updated] = findComments(
    feedOf(
      entry({ id: 'a', published: served }),
      entry({ id: 'b', published: served, updated: '2026-11-01T10:00:00Z' }),
      entry({ id: 'c', published: '2026-11-01T10:00:00Z', updated: served }),
    ),
  );
  expect(published?.published).toBe(time);
  expect(published?.render().published).toBe(time);
  expect(both?.published).toBe(time ?? '2026-11-01T10:00:00Z');
  expect(updated?.render().updated).toBe(time);
});

test('nothing is rendered before it is asked for, and ten thousand comments are found in less than a second', () => {
  const content = html(`<p>${'word &amp; word '.repeat(20)}</p>`);
  const entries = Array.from({ length: 10_000 }, (_, index) =>
    entry({ id: `x-${index}`, content, published: '2024-01-01' }),
  );
  const feed = feedOf(...entries);
  expect(findComments(feed)).toHaveLength(10_000);
  expect(cpuMilliseconds(() => findComments(feed))).toBeLessThan(1000);
  const titled = feedOf(...entries.map((one, at) => ({ ...one, title: `It squeaks ${at}`, content: null })));
  expect(cpuMilliseconds(() => findComments(titled))).toBeLessThan(1000);
});
