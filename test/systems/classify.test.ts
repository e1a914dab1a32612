import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../worker/discovery/discover.ts';
import type { Entry, ParsedFeed } from '../../worker/feed/parsed-feed.ts';
import { commentsOf, isOfPosts } from '../../worker/systems/classify.ts';
import { entry, feedOf } from '../feed/entries.ts';

const PAGE = 'https://x.example/proj/';

/** Makes an entry for each address on the page or under it, which is its id too. */
function at(...paths: readonly string[]): readonly Entry[] {
  return paths.map((path, index) => entry({ id: PAGE + path, url: PAGE + path, title: `Title ${index}` }));
}

/** Gives the entries, each with these facts. */
function all(entries: readonly Entry[], given: Partial<Entry>): readonly Entry[] {
  return entries.map((one) => ({ ...one, ...given }));
}

const by = (generator: string, entries: readonly Entry[]): ParsedFeed => ({ ...feedOf(...entries), generator });

const counts = { replies: { feed: null, count: 1 } };
const answers = { inReplyTo: { id: 'urn:1', url: null, author: null } };
const WORDPRESS = 'https://wordpress.org/?v=6.5';
const topics = ['1', '2'].map((topic) =>
  entry({ id: `talk.example-topic-${topic}`, url: `https://talk.example/t/a/${topic}` }),
);
const reply = entry({ id: 'talk.example-post-9', url: 'https://talk.example/t/a/1/3' });
const reddit = entry({ id: 't3_a', url: PAGE });

test.each([
  ['that count their comments', feedOf(...all(at('a', 'b'), counts)), true],
  ['one of which is about comments', feedOf(...all(at('how-to-comment', 'b'), counts)), true],
  ['whose addresses count readers', feedOf(...all(at('a#xtor=RSS-1', 'b#xtor=RSS-2'), counts)), true],
  ['of a WordPress blog without comments', by(WORDPRESS, at('a')), true],
  ['that are a forum’s topics', feedOf(...topics), true],
  ['of which one is an answer', feedOf(...all(at('a', 'b'), counts), ...all(at('c'), answers)), false],
  ['that are WordPress’s comments', by(WORDPRESS, at('a#comment-1')), false],
  ['that count answers and are places on a page', feedOf(...all(at('#c1', '#c2'), counts)), false],
  ['of which some are a forum’s replies', feedOf(...topics, reply), false],
  ['of which there is one, on which nobody may have commented yet', feedOf(reddit), false],
  ['of which there are none', by(WORDPRESS, []), false],
  ['of which nothing is known', feedOf(...at('a', 'b')), false],
])('entries %s: posts, %#', (_, feed, expected) => {
  expect(isOfPosts(feed)).toBe(expected);
});

describe('a feed that its address alone makes', () => {
  test.each<[Candidate['of'], string, ParsedFeed, boolean]>([
    ['page', 'is the page’s posts', feedOf(...at('a', 'b')), false],
    ['page', 'is posts, of which the page is one', feedOf(...at('', 'b')), false],
    ['page', 'is on the page itself, but for one', feedOf(...at('', '', 'b')), true],
    ['page', 'is the page’s notes, without titles', feedOf(...all(at('1', '2'), { title: null })), false],
    ['page', 'is a section of a newspaper', feedOf(...at('a#xtor=RSS-1', 'b#xtor=RSS-1')), false],
    ['page', 'is a forum’s topics', feedOf(...topics), false],
    ['page', 'is a forum’s only topic', feedOf(...topics.slice(1)), false],
    ['page', 'has no comment yet', feedOf(), true],
    ['page', 'has the post itself and no comment yet', feedOf(reddit), true],
    ['page', 'is on the page itself', feedOf(...at('', '')), true],
    ['page', 'is at places on its page', feedOf(...at('#one', '#two')), true],
    ['page', 'says what it answers', feedOf(...at('a'), ...all(at('b'), answers)), true],
    ['page', 'has comments’ ids', feedOf(...all(at('a'), { id: 'urn:x:comment:8f2' })), true],
    ['page', 'is a thread with a page for each answer', feedOf(...all(at('1', '2'), { title: 'A' })), true],
    [
      'page',
      'is a thread of one message',
      { ...feedOf(...all(at('2'), { title: 'Sour dough' })), title: 'Sour dough' },
      true,
    ],
    ['page', 'has its title in all of theirs', { ...feedOf(...at('1', '2')), title: 'Title' }, true],
    ['page', 'has its title in some of theirs', { ...feedOf(...at('1', '2')), title: 'Title 1' }, false],
    ['page', 'is a thread whose answers say so', feedOf(...all(at('1'), { title: 'Re: A' })), true],
    ['page', 'says so in its title', { ...feedOf(...at('a')), title: 'Kommentare zu: A' }, true],
    ['site', 'is posts on commentary', { ...feedOf(...at('a', 'b')), title: 'Commentary' }, false],
    ['site', 'says so in its title', { ...feedOf(...at('c/a', 'c/b')), title: 'Newest Comments' }, true],
    ['site', 'has no comment yet', feedOf(), true],
    ['posts', 'has a forum’s replies', feedOf(reply), true],
    ['posts', 'is places on this page', feedOf(...at('#p1', '#p2')), true],
    ['posts', 'is places on other pages', feedOf(...at('a#p1', 'b#p2')), false],
    ['posts', 'has nothing', feedOf(), false],
    ['posts', 'tells nothing', feedOf(...at('a')), false],
  ])('one of %s and %s', (of, _, feed, expected) => {
    expect(commentsOf(feed, { of, stated: false }, PAGE) !== null).toBe(expected);
  });

  test.each([
    ['is taken at the page’s word', feedOf(...at('a', 'b')), true],
    ['is taken at the page’s word while it is empty', feedOf(), true],
    ['counts its comments, and is one of posts all the same', feedOf(...all(at('a', 'b'), counts)), false],
  ])('but one that the page states %s', (_, feed, expected) => {
    expect(commentsOf(feed, { of: 'page', stated: true }, PAGE) !== null).toBe(expected);
  });
});

describe('a feed that its address makes one of posts', () => {
  const HERE = { url: PAGE };
  const answered = feedOf(...all(at('1', '2'), { title: 'Re: A' }));
  test.each<[string, ParsedFeed, 'page' | 'site' | null]>([
    [
      'links to this page, and has replies with pages of their own',
      { ...feedOf(...all(at('1'), { title: 'Re: A' })), ...HERE },
      'page',
    ],
    ['links to this page, and is a thread', { ...feedOf(...all(at('1', '2'), { title: 'A' })), ...HERE }, 'page'],
    ['links to this page, and is its posts', { ...feedOf(...at('a', 'b')), ...HERE }, null],
    ['links to this page, and has a page for each reply', { ...feedOf(...at('reply/1', 'reply/2')), ...HERE }, 'page'],
    ['links to this page, and has one beside it', { ...feedOf(...at('../c/1', '../c/2')), ...HERE }, 'page'],
    [
      'links to this page, and names each comment',
      { ...feedOf(...at('x?comment=8f2a', 'x?comment=9')), ...HERE },
      'page',
    ],
    ['links to this page, and is a category', { ...feedOf(...at('../c/kites', '../c/ropes-2')), ...HERE }, null],
    [
      'links to this page, and is titled so',
      { ...feedOf(...at('a', 'b')), title: 'Replies to Kites', ...HERE },
      'page',
    ],
    ['links to this page, and is numbered', { ...feedOf(...at('1', '2')), ...HERE }, null],
    ['has a page for each reply of all the site', feedOf(...at('reply/1', 'reply/2')), null],
    ['links to this page, and has nothing', { ...feedOf(), ...HERE }, null],
    ['has answers of all the site', feedOf(...all(at('1', '2'), { title: 'Kites • Re: A' })), 'site'],
    ['has answers on one other page', { ...answered, url: 'https://x.example/rel/v1.3/' }, null],
    ['has answers on one page, and links to what this one is in', { ...answered, url: 'https://x.example/' }, 'site'],
    ['has answers on one page, and links to no page', answered, 'site'],
    ['has an answer among posts', feedOf(...all(at('1'), { title: 'Re: A' }), ...at('b', 'c')), null],
    ['has a forum’s replies', feedOf(reply), 'site'],
  ])('%s', (_, feed, place) => {
    expect(commentsOf(feed, { of: 'posts', stated: false }, PAGE)).toBe(place);
  });
});

test.each<[Candidate['of'], 'page' | null]>([
  ['site', 'page'],
  ['page', null],
  ['posts', null],
])('a feed of %s by its address that links to this page, and has titles of its own: %s', (of, place) => {
  const feed = { ...feedOf(...at('a', 'b')), url: PAGE };
  expect(commentsOf(feed, { of, stated: false }, PAGE)).toBe(place);
});

test.each(['board/index.php', 'board/', 'board'])(
  'a feed of answers on one topic is the site’s at %s above',
  (path) => {
    const feed = { ...feedOf(...all(at('1', '2'), { title: 'Re: A' })), url: `https://x.example/${path}` };
    const expected = { of: 'posts', stated: false } as const;
    expect(commentsOf(feed, expected, 'https://x.example/board/viewtopic.php?t=7')).toBe('site');
    expect(commentsOf(feed, expected, 'https://x.example/blog/7')).toBeNull();
  },
);

test('a feed that its address makes the page’s own is that with a page and a title for each reply', () => {
  const feed = { ...feedOf(...at('reply/1', 'reply/2')), url: PAGE };
  expect(commentsOf(feed, { of: 'page', stated: false }, PAGE)).toBe('page');
  expect(commentsOf({ ...feed, url: null }, { of: 'page', stated: false }, PAGE)).toBeNull();
});

test('a feed that its address makes the site’s is the page’s where it says so', () => {
  const entries = at('#c1', '#c2');
  expect(commentsOf({ ...feedOf(...entries), url: PAGE }, { of: 'site', stated: false }, PAGE)).toBe('page');
  expect(commentsOf(feedOf(...entries), { of: 'site', stated: false }, 'https://x.example/')).toBe('site');
  expect(commentsOf({ ...feedOf(...entries), url: PAGE }, { of: 'site', stated: true }, PAGE)).toBe('site');
});
