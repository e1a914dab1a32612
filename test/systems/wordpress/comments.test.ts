import { array, assert, constant, jsonValue, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findComments, type Sighting } from '../../../worker/feed/comments.ts';
import { parseFeed } from '../../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../../worker/feed/parsed-feed.ts';
import type { FirstPage } from '../../../worker/systems/wordpress/addresses.ts';
import { type OlderPage, readOlderPage } from '../../../worker/systems/wordpress/comments.ts';
import { COMMENTS, type Kept, POSTS } from './kept.ts';
import { atom, rest, restComment, rss } from './served.ts';

const SITE = 'https://blog.example/comments/feed/';

function feedOf(xml: string, url = SITE): ParsedFeed {
  const feed = parseFeed(new TextEncoder().encode(xml), { url, contentType: null });
  if (!feed.ok) throw new Error(feed.detail);
  return feed.value;
}

function firstOf(xml: string, url = SITE): FirstPage {
  return { feed: feedOf(xml, url), url, link: null };
}

function older(text: string, first: FirstPage): OlderPage {
  const page = readOlderPage(text, first);
  if (!page.ok) throw new Error(page.detail);
  return page.value;
}

/** All by which a comment is known, and what a message says of it. */
function facts(feed: ParsedFeed): readonly object[] {
  return findComments(feed).map((sighting: Sighting) => {
    const { id, url, author, published, content } = sighting;
    const { author: _, ...comment } = sighting.render();
    return { id, url, author, published, content, comment };
  });
}

function ids(page: OlderPage): readonly string[] {
  return page.feed.entries.map(({ id }) => id);
}

function commentOn(post: Kept['post'], id: number): Kept {
  return { id, post, author: 'Uma', time: '2026-09-01T08:00:00', html: '<p>Long ago.</p>\n' };
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
    const parents = findComments(page.feed).map(({ render }) => render().inReplyTo);
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

describe('not taken is', () => {
  test('what another site answers', () => {
    const other = { ...POSTS.kites, link: 'https://elsewhere.example/2026/10/kites/' };
    expect(ids(older(rest([commentOn(other, 9)]), firstOf(atom(COMMENTS))))).toEqual([]);
  });

  test('what is on another post than all of the feed’s comments', () => {
    const first = firstOf(atom(COMMENTS.slice(4)), 'https://blog.example/2026/10/kites/feed/atom/');
    const page = older(rest([commentOn(POSTS.kites, 9), commentOn(POSTS.about, 8)]), {
      ...first,
      feed: { ...first.feed, self: null },
    });
    expect(ids(page)).toEqual(['https://blog.example/?p=12#comment-9']);
  });

  test('what is not approved, or has no number or link', () => {
    const comments = [
      { ...restComment(commentOn(POSTS.kites, 9)), status: 'hold' },
      { ...restComment(commentOn(POSTS.kites, 8)), id: 'eight' },
      { ...restComment(commentOn(POSTS.kites, 7)), link: null },
      null,
      [],
      7,
    ];
    expect(ids(older(JSON.stringify(comments), firstOf(atom(COMMENTS))))).toEqual([]);
  });

  test.each([
    ['closed', '{"code":"rest_not_logged_in","message":"…","data":{"status":401}}'],
    ['closed', '<!DOCTYPE html><html><body>A blog</body></html>'],
    ['closed', ''],
    ['closed', '"[]"'],
    ['cut', rest(COMMENTS).slice(0, -40)],
    ['cut', '['],
  ])('%s: %s', (reason, text) => {
    expect(readOlderPage(text, firstOf(atom(COMMENTS)))).toMatchObject({ ok: false, reason });
  });
});

test('an empty page is the end, and no failure', () => {
  expect(older(' []\n', firstOf(atom(COMMENTS))).feed.entries).toEqual([]);
});

test('whatever a site answers, nothing is thrown', () => {
  const first = firstOf(atom(COMMENTS));
  const usual = restComment(commentOn(POSTS.kites, 9));
  const members = record(
    Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, oneof(constant(value), jsonValue())])),
    { requiredKeys: ['link', 'id'] },
  );
  assert(
    property(array(oneof(members, jsonValue())), (value) => {
      const page = older(JSON.stringify(value), first);
      expect(findComments(page.feed).map(({ render }) => render()).length).toBeLessThanOrEqual(value.length);
    }),
  );
});
