import { beforeEach, describe, expect, test } from 'vitest';
import { comments, wordPressRss } from '../support/feeds.ts';
import { page, plainRss, posts } from '../support/pages.ts';
import type { Shard } from '../support/shard.ts';
import { askedBy, configure, searching, toldBy } from './search.ts';

const SITE = 'https://blog.example/comments/feed/';

let shard: Shard;

beforeEach(async () => {
  shard = await searching();
});

const asked = () => askedBy(shard);
const told = () => toldBy(shard);

/** A forum's topics, as Discourse serves them. */
const topics = plainRss('https://talk.example', [
  ['Tea', 'https://talk.example/t/tea/90', 'talk.example-topic-90'],
  ['Cups', 'https://talk.example/t/cups/91', 'talk.example-topic-91'],
]);

/** Reason of the failed poll. */
async function failure(): Promise<string> {
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  return row?.head ?? '';
}

describe('a feed of posts', () => {
  const POSTS = 'https://blog.example/feed/';

  beforeEach(() => configure(POSTS));

  test('stands for the comments on them, where WordPress has those', async () => {
    shard.pages.set(POSTS, posts());
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 4)) });
    await shard.tick();
    expect(told()).toEqual(['feed.watching', 'comment.created']);
    expect(shard.box().accepted).toHaveLength(5);
  });

  test('stands for the comments that its home page names', async () => {
    const named = 'https://blog.example/latest-comments.rss';
    shard.pages.set(POSTS, posts('Another'));
    shard.pages.set('https://blog.example/', page([POSTS, named]));
    shard.pages.set('https://blog.example', page([POSTS, named]));
    shard.pages.set(named, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(shard.box().accepted).toHaveLength(4);
  });

  test('stands for the comments on them, where Blogger has those', async () => {
    const all = 'https://blog.example/feeds/comments/default';
    shard.pages.set(POSTS, posts('Blogger'));
    shard.pages.set(all, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(asked().slice(0, 2)).toEqual([POSTS, all]);
    expect(told()).toEqual(['feed.watching']);
  });

  test('that tells nothing of comments is one all the same where its system is known', async () => {
    shard.pages.set(POSTS, topics);
    await shard.tick();
    expect(await failure()).toContain('This is a feed of posts');
  });

  test('without those is a failure that says what to do, and no post is told as a comment', async () => {
    shard.pages.set(POSTS, posts());
    await shard.tick();
    expect(shard.box().offered).toEqual([]);
    expect(await failure()).toContain('Give the URL of one, or have each post’s own comments watched');
  });
});

describe('a page that names a feed of posts', () => {
  const PAGE = 'https://u.example/proj/';
  const FEED = 'https://u.example/proj/feed.xml';
  const ITEMS = [
    ['Release 2', `${PAGE}2024/r2/`],
    ['Release 1', `${PAGE}2024/r1/`],
  ] as const;

  test.each([
    ['a site in a folder', PAGE, FEED],
    ['a site’s front page', 'https://u.example/', FEED],
    ['a section', 'https://u.example/blog/', 'https://u.example/blog/index.xml'],
    ['somebody’s page', 'https://u.example/@user', 'https://u.example/@user.rss'],
    ['a category', 'https://u.example/', 'https://u.example/category/comments-on-art/feed/'],
  ])('of %s is a failure, and no post is told as a comment', async (_, url, feed) => {
    await configure(url);
    shard.pages.set(url, page([feed]));
    shard.pages.set(feed, plainRss(url, ITEMS));
    await shard.tick();
    expect(asked()).toEqual([url, feed]);
    expect(shard.box().offered).toEqual([]);
    expect(await failure()).toContain('names no feed of comments');
  });

  test('of a forum’s topics is a failure, not a feed without comments', async () => {
    await configure('https://talk.example/c/support/6');
    shard.pages.set('https://talk.example/c/support/6', page(['https://talk.example/c/support/6.rss']));
    shard.pages.set('https://talk.example/c/support/6.rss', topics);
    await shard.tick();
    expect(shard.box().offered).toEqual([]);
  });

  test('stands for what else it names that is a feed of a known system’s comments', async () => {
    const replies = 'https://talk.example/posts.rss';
    await configure('https://talk.example/');
    shard.pages.set('https://talk.example/', page(['https://talk.example/latest.rss', replies]));
    shard.pages.set('https://talk.example/latest.rss', topics);
    shard.pages.set(
      replies,
      plainRss('https://talk.example/', [['Tea', 'https://talk.example/t/tea/90/2', 'talk.example-post-9002']]),
    );
    await shard.tick();
    expect(told()).toEqual(['feed.watching']);
    expect(asked().at(-1)).toBe(replies);
  });

  test('alone stands for the comments that its system has of the site', async () => {
    await configure('https://blog.example/');
    shard.pages.set('https://blog.example/', page(['https://blog.example/feed/'], 'home blog'));
    shard.pages.set('https://blog.example/feed/', posts());
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(asked()).toEqual(['https://blog.example/', 'https://blog.example/feed/', SITE, `${SITE}atom/`]);
    expect(told()).toEqual(['feed.watching']);
  });

  test('alone stands for the comments that its system has of the page, where it is an old post', async () => {
    const post = 'https://blog.example/2001/01/old/';
    await configure(post);
    shard.pages.set(post, page(['https://blog.example/feed/']));
    shard.pages.set('https://blog.example/feed/', posts());
    shard.pages.set(`${post}feed/`, { body: wordPressRss([]) });
    shard.pages.set(SITE, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    expect(asked()).toEqual([post, 'https://blog.example/feed/', `${post}feed/`, `${post}feed/atom/`]);
  });

  test('is searched with few requests, none of them twice, whatever it and its home page name', async () => {
    const home = 'https://blog.example/';
    const feeds = Array.from({ length: 30 }, (_, index) => `${home}${index}/comments.xml`);
    await configure(`${home}a/`);
    shard.pages.set(`${home}a/`, page([`${home}feed/`, ...feeds.slice(0, 6)]));
    shard.pages.set(home, page([`${home}feed/`, ...feeds]));
    shard.pages.set('https://blog.example', page([`${home}feed/`, ...feeds]));
    shard.pages.set(`${home}feed/`, posts());
    await shard.tick();
    expect(asked().length).toBeLessThanOrEqual(12);
    expect(new Set(asked()).size).toBe(asked().length);
    expect(await failure()).toContain('names no feed of comments');
  });
});
