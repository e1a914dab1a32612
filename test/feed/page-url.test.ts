import { expect, test } from 'vitest';
import { isFrontPage, isOnOwnPage, namesComment, opensWithin, pageOf, samePage } from '../../worker/feed/page-url.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

test.each([
  ['https://x.example/a/#comment-5', 'https://x.example/a/'],
  ['https://x.example/a/comment-page-2/#comment-51', 'https://x.example/a/'],
  ['https://x.example/?p=7&cpage=2#comment-51', 'https://x.example/?p=7'],
  ['https://x.example/?cpage=2', 'https://x.example/'],
  ['https://x.example/?p=7', 'https://x.example/?p=7'],
  ['#comments', null],
  [null, null],
])('%s is on the page %s', (url, page) => {
  expect(pageOf(url)).toBe(page);
});

test.each([
  ['a slash at the end', 'https://x.example/a/', 'https://x.example/a'],
  ['the scheme', 'http://x.example/a', 'https://x.example/a'],
  ['www.', 'http://www.x.example/a', 'https://x.example/a'],
  ['the place on it', 'https://x.example/a#c1', 'https://x.example/a#c2'],
  ['the page of comments', 'https://x.example/a/comment-page-3/', 'https://x.example/a/'],
  ['the case of escapes', 'https://x.example/%d0%bf%d1%80%D0%B8/', 'https://x.example/%D0%BF%D1%80%D0%B8/'],
  ['escapes at all', 'https://x.example/при/', 'https://x.example/%d0%bf%d1%80%d0%b8'],
])('two addresses are one page, whatever %s', (_, one, other) => {
  expect(samePage(one, other)).toBe(true);
  expect(samePage(other, one)).toBe(true);
});

test.each([
  ['https://x.example/a', 'https://x.example/b'],
  ['https://x.example/a', 'https://x.example/A'],
  ['https://x.example/?p=1', 'https://x.example/?p=2'],
  ['https://x.example/%D0%BF', 'https://x.example/%D0%BE'],
  ['https://x.example/a', null],
  [null, null],
])('%s and %s are not', (one, other) => {
  expect(samePage(one, other)).toBe(false);
});

test('a lone surrogate and a broken escape are letters like any other', () => {
  expect(samePage('https://x.example/\ud800', 'https://x.example/\ud800/')).toBe(true);
  expect(samePage('https://x.example/%e0%a4%a', 'https://x.example/%E0%A4%a')).toBe(true);
});

test.each([
  ['https://x.example/a#c1', true],
  ['https://x.example/a#comments', false],
  ['https://x.example/a#respond', false],
  ['https://x.example/a#', false],
  ['https://x.example/a', false],
  [null, false],
])('%s opens within its page: %s', (url, within) => {
  expect(opensWithin(url)).toBe(within);
});

test.each([
  ['/viewtopic.php?p=21#p21', true],
  ['/viewtopic.php?f=3&t=7&p=21#p21', true],
  ['/showthread.php?p=21#post21', true],
  ['/showthread.php?tid=7&pid=21#pid21', true],
  ['/index.php?topic=7.msg123#msg123', true],
  ['/comment/55#comment-55', true],
  ['/threads/knots.12/post-34#post-34', true],
  ['/questions/4/why/34#34', true],
  ['/why?answer=8f2a#8f2a', true],
  ['/archive/123456#c123456', true],
  ['/comment/7f3baa10-1111#comment-7f3baa10-1111', true],
  ['/p?comment=abcd#comment_abcd', true],
  ['/watch?v=abc&lc=Ugx1aB#comment-Ugx1aB', true],
  ['/comment/abcd#abcd', true],
  ['/a/comment-8f2a#comment-8f2a', true],
  ['/comment/9.html#comment-9', true],
  ['/comment-9.html#comment-9', true],
  ['/comment/55#comment-id-55', true],
  ['/replies/9#reply-9', true],
  ['/message/55#msg-55', true],
  ['?cid=9#comment-9', true],
  ['?rid=9#reply-9', true],
  ['?pid=123#post123', true],
  ['?focusedCommentId=912#comment-912', true],
  ['/post/4/501#comment-501', true],
  ['/discussion/comment/99#Comment_99', true],
  ['/a/#c1', false],
  ['/a/comment-1/', false],
  ['/a/#comment-8f2a', false],
  ['/kites#kites', false],
  ['/kites#comment-kites', false],
  ['/posts/8f2a#comment-8f2a', false],
  ['/2026/501#comment-501', false],
  ['/2026/11/12#comment-12', false],
  ['/archive/x8f2abc#comment-8f2abc', false],
  ['/posts/12#comment-12', false],
  ['/?p=1#comment-1', false],
  ['/2026/11/a/#comment-11', false],
  ['/a-3/#comment-3', false],
  ['/archive/1123456#c123456', false],
  ['/issues/7#issuecomment-7', false],
  ['/topic/page-2#post-2', false],
])('the page of %s is the comment’s own: %s', (path, isOwn) => {
  expect(isOnOwnPage(`https://x.example${path}`)).toBe(isOwn);
});

test('what is no address has no page', () => {
  expect([isOnOwnPage(null), isOnOwnPage('#1'), isFrontPage(null), isFrontPage('index.php')]).toEqual(
    Array.from({ length: 4 }, () => false),
  );
});

test.each([
  ['https://x.example', true],
  ['https://x.example/#top', true],
  ['https://x.example/index.html', true],
  ['https://x.example/?p=7', false],
  ['https://x.example/a', false],
])('%s is a front page: %s', (url, isFront) => {
  expect(isFrontPage(url)).toBe(isFront);
});

test.each([
  ['/reply/1', true],
  ['/c/1/', true],
  ['/comment/7f3baa10-1111.html', true],
  ['/p?cid=9', true],
  ['/p?focusedCommentId=9', true],
  ['/c/kites-2', false],
  ['/posts/1', false],
  ['/p?comment=', false],
  ['/comment', false],
])('%s names a comment: %s', (path, names) => {
  expect(namesComment(`https://x.example${path}`)).toBe(names);
});

test('an address without end takes no time', () => {
  const parts = ['a', '1', '-', 'a-', '1a', '/', '/1', '#'].map((part) => part.repeat(100_000));
  const long = parts.flatMap((part) => [`https://x.example/${part}#${part}x`, `https://x.example/${part}#c${part}`]);
  expect(cpuMilliseconds(() => long.map(isOnOwnPage))).toBeLessThan(1000);
});
