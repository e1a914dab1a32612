import { expect, test } from 'vitest';
import { parseFeed } from '../../worker/feed/parse.ts';
import { findPosts } from '../../worker/systems/posts.ts';

/** Comment feeds of the posts in a feed of RSS; `generator`: of the feed. */
function commentsIn(items: string, generator = ''): readonly string[] {
  const body = `<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>Blog</title>
    <link>https://blog.example</link><generator>${generator}</generator>${items}</channel></rss>`;
  const parsed = parseFeed(new TextEncoder().encode(body), {
    contentType: 'application/rss+xml',
    url: 'https://blog.example/feed',
  });
  return parsed.ok ? findPosts(parsed.value).map(({ comments }) => comments) : [];
}

const item = (inside: string) => `<item><title>Kites</title><guid isPermaLink="false">x</guid>${inside}</item>`;

test.each([
  [
    'where the feed names them',
    '<link>https://blog.example/kites/</link><wfw:commentRss>https://blog.example/kites/feed/</wfw:commentRss>',
    '',
    'https://blog.example/kites/feed/',
  ],
  [
    'where WordPress has them',
    '<link>https://blog.example/kites/</link>',
    'https://wordpress.org/?v=6',
    'https://blog.example/kites/feed/',
  ],
  [
    'where Discourse has them',
    '<link>https://blog.example/t/kites/7</link>',
    'Discourse 3.4',
    'https://blog.example/t/kites/7.rss',
  ],
  [
    'where they are said, and not where a link leads',
    '<link>https://elsewhere.example/kites</link><comments>https://blog.example/s/kites#comments</comments>',
    '',
    'https://blog.example/s/kites',
  ],
  [
    'on the post’s page, where nothing else is known',
    '<link>https://blog.example/kites</link>',
    '',
    'https://blog.example/kites',
  ],
])('the comments on a post are looked for %s', (_, inside, generator, expected) => {
  expect(commentsIn(item(inside), generator)).toEqual([expected]);
});

test('a post without an address of its own has no comments to be found', () => {
  expect(commentsIn(item('<link>javascript:void(0)</link>'))).toEqual([]);
});
