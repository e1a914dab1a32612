import { expect, test } from 'vitest';
import { atomTwin, isTwin } from '../../../worker/systems/wordpress/atom-twin.ts';
import { entry, feedOf } from '../../feed/entries.ts';

test.each([
  ['https://x.example/feed/', 'https://x.example/feed/atom/'],
  ['https://x.example/a/feed', 'https://x.example/a/feed/atom/'],
  ['https://x.example/a/feed/rss2/', 'https://x.example/a/feed/atom/'],
  ['https://x.example/comments/feed/?a=b', 'https://x.example/comments/feed/atom/?a=b'],
  ['https://x.example/?feed=rss2&p=1', 'https://x.example/?feed=atom&p=1'],
  ['https://x.example/?feed=comments-rss2', 'https://x.example/?feed=comments-atom'],
  ['https://x.example/feed/atom/', null],
  ['https://x.example/?feed=atom', null],
  ['https://x.example/index.xml', null],
  ['no address', null],
])('the Atom twin of %s is %s', (url, twin) => {
  expect(atomTwin(url)).toBe(twin);
});

const URL = 'https://x.example/?p=1#comment-';
const one = entry({ id: `${URL}1`, url: 'https://x.example/a/#comment-1' });
const two = entry({ id: `${URL}2`, url: 'https://x.example/a/#comment-2' });
const post = entry({ id: 'https://x.example/?p=1', url: 'https://x.example/a/', replies: { feed: null, count: 2 } });

test.each([
  ['the same comments', [one, two], [two, one], true],
  ['more of them', [one], [two, one], true],
  ['the same by their addresses', [one], [{ ...one, id: 'urn:1' }], true],
  ['none, as the RSS one', [], [], true],
  ['the first one since', [], [one], true],
  ['others', [one], [two], false],
  ['none, while the RSS one has some', [one], [], false],
  ['the blog’s posts', [one], [post], false],
  ['the blog’s posts, while the RSS one has nothing', [], [post], false],
])('an Atom feed that holds %s', (_, rss, atom, twin) => {
  expect(isTwin({ ...feedOf(...rss), format: 'rss' }, feedOf(...atom))).toBe(twin);
});

test('what is no Atom there is no twin', () => {
  expect(isTwin(feedOf(one), { ...feedOf(one), format: 'rss' })).toBe(false);
});
