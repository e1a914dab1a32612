import { describe, expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import type { Entry } from '../../worker/feed/parsed-feed.ts';
import { generic } from '../../worker/systems/generic.ts';
import { entry, feedOf } from '../feed/entries.ts';

const PAGE = 'https://x.example/topic/foo/';

function at(url: string | null, given: Partial<Entry> = {}): Entry {
  return entry({ id: given.id ?? `id of ${url}`, title: 'Foo', url, ...given });
}

const answer = { id: 'urn:other', url: null, author: null };
const [reply, other] = [at(`${PAGE}#post-12`), at(`${PAGE}#post-13`)];

test.each([
  ['the page within which the others are', [at(PAGE), reply, other], null],
  ['the same in any order, over https or http', [other, at('http://x.example/topic/foo'), reply], null],
  ['one with a single comment', [at(PAGE), reply], null],
  ['one with comments on further pages', [at(PAGE), reply, at(`${PAGE}page/2/#post-30`)], null],
  ['the feed’s own page, whatever else is there', [at(PAGE), reply, at('https://x.example/topic/bar/')], PAGE],
])('%s is the post, and the comments’ post', (_, entries, url) => {
  const feed = { ...feedOf(...entries), url };
  const read = generic.reader(feed);
  const post = entries.find((one) => one.url?.endsWith('/topic/foo/') || one.url?.endsWith('/topic/foo'));
  expect(entries.filter((one) => read(one) === null)).toEqual([post]);
  for (const one of entries.filter(({ url: place }) => place?.includes('#'))) {
    expect(read(one)?.post).toEqual({ id: post?.id, url: post?.url, title: 'Foo' });
  }
});

const topic = (title: string, ...entries: readonly Entry[]) => ({ ...feedOf(...entries), url: PAGE, title });

test.each([
  ['whose others have pages below it', [at(PAGE), at(`${PAGE}2`), at(`${PAGE}3`)]],
  ['whose others have pages elsewhere', [at(PAGE), at('https://x.example/reply/2')]],
  ['whose others have pages of their own and places there', [at(PAGE), at('https://x.example/t?p=21#p21')]],
  ['that is alone, and what its feed is about', [at(PAGE)]],
])('the entry at the feed’s own page %s is the post', (_, entries) => {
  const read = generic.reader(topic('Foo', ...entries));
  const [post, ...others] = entries.map((one) => read(one));
  expect(post).toBeNull();
  for (const draft of others) expect(draft?.post).toEqual({ id: `id of ${PAGE}`, url: PAGE, title: 'Foo' });
});

test.each([
  ['alone, in a feed about something else', { ...topic('Comments on Foo', at(PAGE)) }],
  [
    'the site’s front page',
    { ...feedOf(at('https://x.example/'), at('https://x.example/a')), url: 'https://x.example/', title: 'Foo' },
  ],
])('an entry at the feed’s own page that is %s is no post', (_, feed) => {
  expect(findComments(feed)).toHaveLength(feed.entries.length);
});

test('a comment’s own page is not that of its post, whatever place it has there', () => {
  const entries = [at('https://x.example/t?p=21#p21'), at('https://x.example/t?p=22#p22'), at(`${PAGE}#post-1`)];
  const posts = findComments(feedOf(...entries)).map(({ render }) => render().post?.url ?? null);
  expect(posts).toEqual([null, null, PAGE]);
});

test.each([
  ['a comment that is alone', [at(PAGE)], PAGE],
  ['one of two pages', [at(PAGE), reply, at('https://x.example/topic/bar/')], null],
  ['a page beside comments on another', [at(PAGE), reply, at('https://x.example/topic/bar/#post-1')], null],
  ['a page within which nothing is', [at(PAGE), at('https://x.example/topic/bar/#post-1')], PAGE],
  ['a comment whose link opens at no place', [at(PAGE, { id: 'comment-11' }), reply], PAGE],
  ['a comment that answers', [at(PAGE, { inReplyTo: answer }), reply], PAGE],
  ['one of two entries at one page', [at(PAGE), at(PAGE, { id: 'b' }), reply], PAGE],
  ['a page beside an entry that is nowhere', [at(PAGE), reply, at(null)], null],
])('%s is no post', (_, entries, url) => {
  expect(findComments({ ...feedOf(...entries), url })).toHaveLength(entries.length);
});

const topicPage = 'https://bread.example/d/4-sour-dough';

/** Comments of a feed of the topic at `page`, whose messages have these numbers. */
const read = (page: string, ...numbers: readonly number[]) => {
  const entries = numbers.map((number) => at(`${page}/${number}`));
  return findComments({ ...feedOf(...entries), url: page, title: 'Foo' }).map(({ render }) => render());
};

describe('Flarum’s opening post, by its number', () => {
  test('is the topic, and no comment', () => {
    const post = { id: `id of ${topicPage}/1`, url: topicPage, title: 'Foo' };
    const found = read(topicPage, 3, 2, 1);
    expect(found).toMatchObject([2, 3].map(() => ({ post })));
    expect(read(topicPage, 1)).toEqual([]);
  });

  test.each(['https://x.example/kites', 'https://x.example/d/kites'])('is a comment at %s, which is none', (page) => {
    expect(read(page, 3, 2, 1)).toHaveLength(3);
  });

  test('is a comment in the feed of something else', () => {
    const feed = { ...feedOf(at(`${topicPage}/1`), at(`${topicPage}/2`)), url: 'https://bread.example/', title: 'Foo' };
    expect(findComments(feed)).toHaveLength(2);
  });
});
