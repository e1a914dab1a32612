import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';
import { type FirstPage, olderPages } from '../../../worker/systems/wordpress/addresses.ts';
import { COMMENTS, type Kept, POSTS } from './kept.ts';
import { atom, rss } from './served.ts';

const ON_KITES = COMMENTS.filter(({ post }) => post === POSTS.kites);
const ON_MAILED = COMMENTS.filter(({ post }) => post === POSTS.mailed);

/** The header that a site sends with its feeds: its interface, and with those of a post also the post's place there. */
const NAMED = '<https://blog.example/wp-json/>; rel="https://api.w.org/"';
const NAMED_POST = `${NAMED}, <https://blog.example/wp-json/wp/v2/posts/15>; rel="alternate"; type="application/json"`;

function first(xml: string, url: string, link: string | null = null): FirstPage {
  const feed = parseFeed(new TextEncoder().encode(xml), { url, contentType: null });
  if (!feed.ok) throw new Error(feed.detail);
  return { feed: feed.value, url, link };
}

/** The feed that was read at `url`, and says of itself that it is there. */
function at(url: string, comments: readonly Kept[] = COMMENTS, link: string | null = null): FirstPage {
  return first(atom(comments, url.replaceAll('&', '&#038;')), url, link);
}

/** Comments of a blog that is in a folder of its site. */
function inFolder(folder: string, comments: readonly Kept[]): readonly Kept[] {
  const moved = (url: string): string => url.replace('https://blog.example/', `https://blog.example/${folder}/`);
  return comments.map((comment) => ({
    ...comment,
    post: { ...comment.post, guid: moved(comment.post.guid), link: moved(comment.post.link) },
  }));
}

describe('the older pages of a site’s comments', () => {
  const pretty = [
    'https://blog.example/wp-json/wp/v2/comments?per_page=100&page=3',
    'https://blog.example/?rest_route=/wp/v2/comments&per_page=100&page=3',
  ];
  const plain = ['https://blog.example/?rest_route=/wp/v2/comments&per_page=100&page=3'];

  test.each([
    ['https://blog.example/comments/feed/', pretty],
    ['https://blog.example/comments/feed', pretty],
    ['https://blog.example/comments/feed/atom/', pretty],
    ['https://blog.example/?feed=comments-rss2', plain],
    ['https://blog.example/?feed=comments-atom', plain],
    ['https://blog.example/index.php?feed=comments-rss2', plain],
    [
      'https://blog.example/index.php/comments/feed/',
      ['https://blog.example/index.php/wp-json/wp/v2/comments?per_page=100&page=3', ...plain],
    ],
  ])('%s', (url, addresses) => {
    expect(olderPages(at(url), 3)).toEqual(addresses);
  });

  test('a blog in a folder of its site', () => {
    const comments = inFolder('blog', COMMENTS);
    expect(olderPages(at('https://blog.example/blog/comments/feed/', comments), 1)).toEqual([
      'https://blog.example/blog/wp-json/wp/v2/comments?per_page=100&page=1',
      'https://blog.example/blog/?rest_route=/wp/v2/comments&per_page=100&page=1',
    ]);
    expect(olderPages(at('https://blog.example/blog/?feed=comments-rss2', comments), 1)).toEqual([
      'https://blog.example/blog/?rest_route=/wp/v2/comments&per_page=100&page=1',
    ]);
  });

  test('where the site says that they are, with the scheme under which it answers', () => {
    const url = 'https://blog.example/comments/feed/';
    expect(olderPages(at(url, COMMENTS, NAMED.replace('https://blog', 'http://blog')), 3)).toEqual(pretty);
    expect(olderPages(at(url, COMMENTS, NAMED.replace('wp-json', 'api')), 3)).toEqual([
      'https://blog.example/api/wp/v2/comments?per_page=100&page=3',
      ...plain,
    ]);
    const route = '<https://blog.example/index.php?rest_route=/>; rel="https://api.w.org/"';
    expect(olderPages(at('https://blog.example/?feed=comments-rss2', COMMENTS, route), 3)).toEqual([
      'https://blog.example/index.php?rest_route=/wp/v2/comments&per_page=100&page=3',
    ]);
    // Another host is not asked, whoever names it.
    expect(olderPages(at(url, COMMENTS, NAMED.replace('blog.example', 'elsewhere.example')), 3)).toEqual(pretty);
  });

  test('where the feed is read at an address of its own, by the one that it names itself by', () => {
    expect(olderPages(first(rss(COMMENTS), 'https://blog.example/answers.xml'), 3)).toEqual(pretty);
  });

  test('none for a part of them: one language, one search, one category', () => {
    expect(olderPages(at('https://blog.example/fr/comments/feed/'), 1)).toEqual([]);
    expect(olderPages(at('https://blog.example/fr/comments/feed/', COMMENTS, NAMED), 1)).toEqual([]);
    expect(olderPages(at('https://blog.example/comments/feed/?lang=fr'), 1)).toEqual([]);
    expect(olderPages(at('https://blog.example/?feed=comments-rss2&s=kites'), 1)).toEqual([]);
    expect(olderPages(at('https://blog.example/category/toys/feed/?withcomments=1'), 1)).toEqual([]);
  });
});

describe('the older pages of one post’s comments', () => {
  const query = 'per_page=100&page=2&post=12';
  const plain = [`https://blog.example/?rest_route=/wp/v2/comments&${query}`];
  const pretty = [`https://blog.example/wp-json/wp/v2/comments?${query}`, ...plain];

  test.each([
    ['https://blog.example/2026/10/kites/feed/', pretty],
    ['https://blog.example/2026/10/kites/feed/atom/', pretty],
    ['https://blog.example/?feed=rss2&p=12', plain],
    [
      'https://blog.example/index.php/2026/10/kites/feed/',
      [`https://blog.example/index.php/wp-json/wp/v2/comments?${query}`, ...plain],
    ],
  ])('%s', (url, addresses) => {
    expect(olderPages(at(url, ON_KITES), 2)).toEqual(addresses);
  });

  test('a blog in a folder of its site', () => {
    expect(olderPages(at('https://blog.example/blog/2026/10/kites/feed/', inFolder('blog', ON_KITES)), 2)).toEqual([
      `https://blog.example/blog/wp-json/wp/v2/comments?${query}`,
      `https://blog.example/blog/?rest_route=/wp/v2/comments&${query}`,
    ]);
  });

  test('a page and a product have numbers as well', () => {
    for (const post of [POSTS.about, POSTS.reel]) {
      const comments = COMMENTS.filter((comment) => comment.post === post);
      expect(olderPages(at(`${post.link}feed/`, comments), 1)[0]).toMatch(new RegExp(`&post=${post.id}$`));
    }
  });

  test('a post whose guid has no number is known only where the site says which it is', () => {
    const url = 'https://blog.example/2026/10/mailed-in/feed/';
    expect(olderPages(at(url, ON_MAILED), 1)).toEqual([]);
    expect(olderPages(at(url, ON_MAILED, NAMED), 1)).toEqual([]);
    expect(olderPages(at(url, ON_MAILED, NAMED_POST), 1)[0]).toBe(
      'https://blog.example/wp-json/wp/v2/comments?per_page=100&page=1&post=15',
    );
  });
});

test('a feed that shows no comment, or is not WordPress’s, has no older pages here', () => {
  expect(olderPages(at('https://blog.example/comments/feed/', []), 1)).toEqual([]);
  const other = atom(COMMENTS).replaceAll('#comment-', '#c');
  expect(olderPages(first(other, 'https://blog.example/comments/feed/'), 1)).toEqual([]);
});
