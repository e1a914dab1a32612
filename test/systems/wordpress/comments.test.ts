import { describe, expect, test } from 'vitest';
import { findComments, type FoundComment } from '../../../worker/systems/comments.ts';
import { oldestFirst } from '../../feed/entries.ts';
import type { ParsedFeed } from '../../../worker/feed/parsed-feed.ts';
import { COMMENTS, POSTS } from './kept.ts';
import { commentOn, feedOf, firstOf, ids, older } from './older.ts';
import { atom, rest, rss } from './served.ts';

/** All by which a comment is known, and what a message says of it. */
function facts(feed: ParsedFeed): readonly object[] {
  return findComments(feed).map((found: FoundComment) => {
    const { id, url, author, published, content } = found;
    const { author: _, ...comment } = found.render();
    return { id, url, author, published, content, comment };
  });
}

describe('the same comments', () => {
  test.each([
    ['Atom', atom],
    ['RSS', rss],
  ] as const)('are the same in every fact through the interface as through an %s feed', (_, write) => {
    const first = firstOf(write(COMMENTS));
    expect(facts(older(rest(COMMENTS), first).feed)).toEqual(facts(first.feed));
  });

  test('have their authors’ addresses and the largest of their pictures beside', () => {
    const [, tom] = older(rest(COMMENTS), firstOf(rss(COMMENTS))).feed.entries;
    expect(tom?.author).toMatchObject({
      url: 'https://tom.example/?a=1&b=2',
      avatar: 'https://pictures.example/44?s=96',
    });
  });

  test('name the author of what they answer, be that on their page or on the first one', () => {
    const first = firstOf(atom(COMMENTS.slice(1, 4)));
    const page = older(rest(COMMENTS.filter(({ id }) => id === 45 || id === 41 || id === 40)), first);
    const parents = oldestFirst(findComments(page.feed)).map(({ render }) => render().inReplyTo);
    expect(parents).toEqual([
      null,
      {
        id: 'https://blog.example/?p=12#comment-40',
        url: 'https://blog.example/2026/10/kites/#comment-40',
        author: 'Ada',
      },
      {
        id: 'https://blog.example/2026/10/mailed-in/#comment-44',
        url: 'https://blog.example/2026/10/mailed-in/#comment-44',
        author: 'Tom & Jerry',
      },
    ]);
  });

  test('keep the feed’s scheme where the interface takes another one', () => {
    const first = firstOf(atom(COMMENTS));
    const page = older(rest(COMMENTS).replaceAll('https:\\/\\/blog', 'http:\\/\\/blog'), first);
    expect(facts(page.feed)).toEqual(facts(first.feed));
  });

  test('have an e-mail address for a name only where the feed shows it as one', () => {
    const kept = [{ ...commentOn(POSTS.kites, 50), author: 'uma@mail.example' }];
    for (const write of [atom, rss]) {
      const first = firstOf(write(kept));
      expect(older(rest(kept), first).feed.entries[0]?.author).toMatchObject({
        name: first.feed.entries[0]?.author.name,
        email: first.feed.entries[0]?.author.email,
      });
    }
  });
});

describe('a comment that the feed does not show', () => {
  const first = firstOf(atom(COMMENTS));

  test.each(Object.entries(POSTS))('has the post’s own guid where the feed shows another on it: %s', (_, post) => {
    const page = older(rest([commentOn(post, 9)]), first);
    expect(ids(page)).toEqual([`${post.guid.replace('&#038;', '&')}#comment-9`]);
    expect(page.otherIds.size).toBe(0);
  });

  test.each([
    ['post', 'https://blog.example/?p=3'],
    ['page', 'https://blog.example/?page_id=3'],
    ['event', 'https://blog.example/?post_type=event&p=3'],
  ])('has the guid that its kind of post is given as a draft: %s', (type, guid) => {
    const post = { id: 3, type, guid, link: 'https://blog.example/2025/first/', title: 'First' };
    const page = older(rest([commentOn(post, 9)]), first);
    expect(ids(page)).toEqual([`${guid}#comment-9`]);
    expect(page.otherIds.get(`${guid}#comment-9`)).toEqual(['https://blog.example/2025/first/#comment-9']);
  });

  test('has its post’s permalink where the feed shows most posts by theirs', () => {
    const post = { ...POSTS.mailed, id: 3, link: 'https://blog.example/2025/first/' };
    const page = older(rest([commentOn(post, 9)]), firstOf(rss(COMMENTS.slice(0, 2))));
    expect(ids(page)).toEqual(['https://blog.example/2025/first/#comment-9']);
    expect(page.otherIds.get('https://blog.example/2025/first/#comment-9')).toEqual([
      'https://blog.example/?p=3#comment-9',
    ]);
  });

  test('may have a guid with the scheme or the host that the site had before', () => {
    const moved = { ...POSTS.about, type: 'post', guid: 'http://old.example/?p=7' };
    const page = older(
      rest([commentOn({ ...POSTS.kites, id: 3, link: 'https://blog.example/2025/first/' }, 9)]),
      firstOf(atom([...COMMENTS, commentOn(moved, 10)])),
    );
    expect(page.otherIds.get('https://blog.example/?p=3#comment-9')).toContain('http://old.example/?p=3#comment-9');
  });

  test('has its link for an id where the feed has no ids', () => {
    const xml = rss(COMMENTS).replaceAll(/<guid.*<\/guid>/g, '');
    const page = older(rest([commentOn(POSTS.kites, 9), ...COMMENTS]), firstOf(xml));
    expect(ids(page)[0]).toBe('https://blog.example/2026/10/kites/#comment-9');
    expect(ids(page).slice(1).toSorted()).toEqual(
      feedOf(xml)
        .entries.map(({ id }) => id)
        .toSorted(),
    );
  });

  test('has its post’s title where the feed names that, in any language', () => {
    const german = rss(COMMENTS).replaceAll(/Comment on (.*) by (.*\S)/g, 'Kommentar zu $1 von $2');
    const page = older(
      rest([commentOn(POSTS.kites, 9), commentOn({ ...POSTS.kites, id: 3, link: 'https://blog.example/x/' }, 8)]),
      firstOf(german),
    );
    expect(page.feed.entries.map(({ title }) => title)).toEqual(['Kommentar zu Kites & string von Uma', null]);
  });

  test('has no author where nobody is named', () => {
    const page = older(rest([{ ...commentOn(POSTS.kites, 9), author: '' }]), first);
    expect(page.feed.entries[0]).toMatchObject({ author: { name: null }, title: null });
  });
});
