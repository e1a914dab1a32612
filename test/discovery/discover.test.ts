import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discover, repliesTo } from '../../worker/discovery/discover.ts';
import { entry, feedOf } from '../feed/entries.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const HEAD = join(import.meta.dirname, '../feed/served/wordpress-post-head.html');

function urls(html: string, url: string, header: string | null = null): readonly string[] {
  return discover(html, url, header).map((candidate) => candidate.url);
}

const RSS = 'rel="alternate" type="application/rss+xml"';
const WORDPRESS = `<link ${RSS} title="Le four &raquo; Flux" href="/feed/"><link ${RSS} href="/comments/feed/"><link ${RSS} href="/2024/pain/feed/">`;

test('links in the answer’s header count as those of the page do', () => {
  const header =
    '</a/b/feed/>; rel="alternate"; type="application/rss+xml"; title="a, \\"b\\"", <https://y.example/r>;rel=replies; type=application/atom+xml, </style>; rel=preload';
  expect(urls('', 'https://x.example/c', header)).toEqual(['https://y.example/r', 'https://x.example/a/b/feed/']);
});

test('says of each what it is the feed of, and whether the page states it', () => {
  const html = `${WORDPRESS}<link rel="replies" type="application/atom+xml" href="/talk.atom">
    <link ${RSS} href="/category/commentary/feed/">`;
  const found = discover(html, 'https://x.example/2024/pain/', null);
  expect(found.map(({ url, of, stated }) => [new URL(url).pathname, of, stated])).toEqual([
    ['/talk.atom', 'page', true],
    ['/2024/pain/feed/', 'page', false],
    ['/comments/feed/', 'site', false],
    ['/feed/', 'posts', false],
    ['/category/commentary/feed/', 'posts', false],
  ]);
});

test('takes an own feed for stated where its link’s title says that it is of comments', () => {
  const html = `<link ${RSS} title="Replies" href="/a/feed/"><link ${RSS} title="Comment" href="/a/rss">`;
  const found = discover(html, 'https://x.example/a/', null);
  expect(found.map(({ of, stated }) => [of, stated])).toEqual([
    ['page', true],
    ['page', false],
  ]);
});

test('finds of a WordPress post its own comments’ feed by the head that WordPress gives it', () => {
  expect(urls(readFileSync(HEAD, 'utf8'), 'https://kites.example/2026/11/thin-lines/')).toEqual([
    'https://kites.example/2026/11/thin-lines/feed/',
    'https://kites.example/comments/feed/',
    'https://kites.example/feed/',
  ]);
});

test('a feed of posts names the comments’ feed of each', () => {
  const posts = feedOf(
    entry({ id: '1', url: 'https://x.example/a/', replies: { feed: 'https://x.example/a/feed/', count: 2 } }),
    entry({ id: '2', url: 'https://x.example/b/' }),
  );
  expect(repliesTo('http://x.example/a', posts)).toBe('https://x.example/a/feed/');
  expect(repliesTo('https://www.x.example/a/amp/', posts)).toBe('https://x.example/a/feed/');
  expect(repliesTo('https://x.example/b/', posts)).toBeNull();
});

test.each([
  '<a href="/feed/">',
  '<link rel=alternate type=application/rss+xml href=/x>',
  '<div>',
  'remark_config={',
  '<',
  'data-isso="',
  '<a data-x=y ',
  '<a data-isso="&amp;',
  '</script><script>remark_config={',
  '<title>',
  '<!--',
])('%j, over and over, takes no more than a second', (part) => {
  const html = part.repeat(1_000_000 / part.length);
  const url = `https://x.example/${'t/'.repeat(5000)}`;
  expect(cpuMilliseconds(() => discover(html, url, '<a>;rel="'.repeat(10_000)))).toBeLessThan(1000);
});
