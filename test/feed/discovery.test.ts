import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atomTwin, discover, repliesTo } from '../../worker/feed/discovery.ts';
import { entry, feedOf } from './entries.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const SHARED = join(import.meta.dirname, '../../../shared/feeds/wordpress-post-head.html');

function urls(html: string, url: string, header: string | null = null): readonly string[] {
  return discover(html, url, header).map((candidate) => candidate.url);
}

const RSS = 'rel="alternate" type="application/rss+xml"';
const ATOM = 'rel="alternate" type="application/atom+xml"';

const WORDPRESS = `<link ${RSS} title="Le four &raquo; Flux" href="/feed/"><link ${RSS} href="/comments/feed/"><link ${RSS} href="/2024/pain/feed/">`;

test.each([
  [
    'a WordPress post: its own comments’ feed',
    `<body class="post-template single">${WORDPRESS}`,
    'https://x.example/2024/pain/',
    ['https://x.example/2024/pain/feed/', 'https://x.example/comments/feed/', 'https://x.example/feed/'],
  ],
  [
    'a WordPress post without a slash',
    WORDPRESS,
    'https://x.example/2024/pain',
    ['https://x.example/2024/pain/feed/', 'https://x.example/comments/feed/', 'https://x.example/feed/'],
  ],
  [
    'a WordPress blog: its comments’ feed',
    `<link ${RSS} href="/feed/"><link ${RSS} href="/comments/feed/">`,
    'https://x.example/',
    ['https://x.example/comments/feed/', 'https://x.example/feed/'],
  ],
  [
    'a WordPress category: its comments’ feed, not its posts’',
    `<link ${RSS} href="/comments/feed/"><body class="archive category"><link ${RSS} href="/category/a/feed/">`,
    'https://x.example/category/a/',
    ['https://x.example/comments/feed/', 'https://x.example/category/a/feed/'],
  ],
  [
    'a WordPress post named by number',
    `<link ${RSS} href="/?feed=rss2"><link ${RSS} href="/?feed=comments-rss2"><link ${RSS} href="/?feed=rss2&#038;p=7">`,
    'https://x.example/?p=7',
    ['https://x.example/?feed=rss2&p=7', 'https://x.example/?feed=comments-rss2', 'https://x.example/?feed=rss2'],
  ],
  [
    'a Blogger post',
    `<link ${ATOM} href="/feeds/posts/default"><link ${ATOM} href="/feeds/123/comments/default">`,
    'https://x.example/2019/03/a.html',
    ['https://x.example/feeds/123/comments/default', 'https://x.example/feeds/posts/default'],
  ],
  [
    'a Movable Type entry',
    `<link ${ATOM} href="/atom.xml"><a href="/archives/qq.xml">Comments</a>`,
    'https://x.example/archives/qq.php',
    ['https://x.example/archives/qq.xml', 'https://x.example/atom.xml'],
  ],
  [
    'replies, wherever they are',
    `<link ${ATOM} href="/a/feed.xml"><link rel="replies" type="application/atom+xml" href="https://talk.example/1.atom">`,
    'https://x.example/b',
    ['https://talk.example/1.atom', 'https://x.example/a/feed.xml'],
  ],
  [
    'a page with a base',
    `<base href="https://y.example/z/"><link ${ATOM} href="comments.xml">`,
    'https://x.example/b',
    ['https://y.example/z/comments.xml'],
  ],
  [
    'a Reddit thread',
    '',
    'https://old.reddit.com/r/a/comments/1b/c/?sort=new',
    ['https://www.reddit.com/r/a/comments/1b/c/.rss'],
  ],
  ['a Hacker News item', '', 'https://news.ycombinator.com/item?id=12', ['https://hnrss.org/item?id=12']],
  [
    'a Stack Exchange question',
    '',
    'https://ropes.stackexchange.com/questions/42/why',
    ['https://ropes.stackexchange.com/feeds/question/42'],
  ],
  [
    'a Discourse topic',
    '<meta name="generator" content="Discourse 3.3">',
    'https://talk.example/t/a-b/42/7',
    ['https://talk.example/t/a-b/42.rss'],
  ],
  [
    'a page with Isso',
    '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script>',
    'https://x.example/a/',
    ['https://c.example/feed?uri=%2Fa%2F'],
  ],
  [
    'a page with Remark42',
    "<script>var remark_config = { host: 'https://r.example', site_id: 'blog' };</script>",
    'https://x.example/a/#b',
    ['https://r.example/api/v1/rss/post?site=blog&url=https%3A%2F%2Fx.example%2Fa%2F'],
  ],
  ['a page without a feed', '<link rel="stylesheet" href="/feed.css"><a href="/about">', 'https://x.example/a', []],
  [
    'links that no one should follow',
    `<link ${ATOM} href="javascript:alert(1)"><link ${ATOM} href="http://">`,
    'https://x.example/a',
    [],
  ],
])('finds of %s', (_, html, url, expected) => {
  expect(urls(html, url)).toEqual(expected);
});

test('links in the answer’s header count as those of the page do', () => {
  const header =
    '</a/b/feed/>; rel="alternate"; type="application/rss+xml"; title="a, \\"b\\"", <https://y.example/r>;rel=replies; type=application/atom+xml, </style>; rel=preload';
  expect(urls('', 'https://x.example/c', header)).toEqual(['https://y.example/r', 'https://x.example/a/b/feed/']);
});

test('says of each what it is the feed of', () => {
  expect(discover(WORDPRESS, 'https://x.example/2024/pain/', null).map((candidate) => candidate.of)).toEqual([
    'page',
    'site',
    'posts',
  ]);
});

test.runIf(existsSync(SHARED))('finds of a real WordPress post its own comments’ feed', () => {
  const html = readFileSync(SHARED, 'utf8');
  expect(urls(html, 'http://127.0.0.1:8099/2026/11/23/hello-world/')[0]).toBe(
    'http://127.0.0.1:8099/2026/11/23/hello-world/feed/',
  );
});

test('a feed of posts names the comments’ feed of each', () => {
  const posts = feedOf(
    entry({ id: '1', url: 'https://x.example/a/', replies: { feed: 'https://x.example/a/feed/', count: 2 } }),
    entry({ id: '2', url: 'https://x.example/b/' }),
  );
  expect(repliesTo('http://x.example/a', posts)).toBe('https://x.example/a/feed/');
  expect(repliesTo('https://x.example/b/', posts)).toBeNull();
});

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

test.each([
  '<a href="/feed/">',
  '<link rel=alternate type=application/rss+xml href=/x>',
  '<div>',
  'remark_config={',
  '<',
  'data-isso="',
])('%j, over and over, takes no more than a second', (part) => {
  const html = part.repeat(1_000_000 / part.length);
  const url = `https://x.example/${'t/'.repeat(5000)}`;
  expect(cpuMilliseconds(() => discover(html, url, '<a>;rel="'.repeat(10_000)))).toBeLessThan(1000);
});
