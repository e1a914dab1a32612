import { expect, test } from 'vitest';
import { discover } from '../../worker/discovery/discover.ts';

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
    'a WordPress post named by number, on a blog in a folder',
    `<link ${RSS} href="/b/?feed=rss2"><link ${RSS} href="/b/?feed=comments-rss2"><link ${RSS} href="/b/?feed=rss2&#038;p=7">`,
    'https://x.example/b/?p=7',
    ['https://x.example/b/?feed=rss2&p=7', 'https://x.example/b/?feed=comments-rss2', 'https://x.example/b/?feed=rss2'],
  ],
  [
    'a WordPress page named by number, which is no post’s',
    `<link ${RSS} href="/?feed=rss2&#038;p=7"><link ${RSS} href="/?feed=rss2&#038;page_id=7">`,
    'https://x.example/?page_id=7',
    ['https://x.example/?feed=rss2&page_id=7', 'https://x.example/?feed=rss2&p=7'],
  ],
  [
    'a WordPress picture named by number',
    `<link ${RSS} href="/?feed=comments-rss2"><link ${RSS} href="/?feed=rss2&#038;attachment_id=7">`,
    'https://x.example/?attachment_id=7',
    ['https://x.example/?feed=rss2&attachment_id=7', 'https://x.example/?feed=comments-rss2'],
  ],
  [
    'a copied link to a comment on a post’s second page of them',
    WORDPRESS,
    'https://x.example/2024/pain/comment-page-2/#comment-51',
    ['https://x.example/2024/pain/feed/', 'https://x.example/comments/feed/', 'https://x.example/feed/'],
  ],
  [
    'a WordPress post’s page for phones',
    WORDPRESS,
    'https://x.example/2024/pain/amp/',
    ['https://x.example/2024/pain/feed/', 'https://x.example/comments/feed/', 'https://x.example/feed/'],
  ],
  [
    'a site that names itself with www.',
    `<link ${RSS} href="http://www.x.example/comments/feed/"><link ${RSS} href="http://www.x.example/a/feed/">`,
    'https://x.example/a/',
    ['http://www.x.example/a/feed/', 'http://www.x.example/comments/feed/'],
  ],
  [
    'a WordPress post whose address is not Latin: escapes are in small letters there',
    `<link ${RSS} href="/comments/feed/"><link ${RSS} href="/%d0%bf%d1%80%d0%b8/feed/">`,
    'https://x.example/при/',
    ['https://x.example/%d0%bf%d1%80%d0%b8/feed/', 'https://x.example/comments/feed/'],
  ],
  [
    'a topic whose address has its title after the number that names its feed',
    `<link ${RSS} href="/recent.rss"><link ${RSS} href="/topic/12.rss">`,
    'https://x.example/topic/12/a-b',
    ['https://x.example/topic/12.rss', 'https://x.example/recent.rss'],
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
    'a discussion whose feed has its address at the end',
    `<link ${ATOM} href="/atom"><link ${ATOM} href="/atom/discussions"><link ${ATOM} href="/atom/d/4-dough">`,
    'https://x.example/d/4-dough',
    ['https://x.example/atom/d/4-dough', 'https://x.example/atom', 'https://x.example/atom/discussions'],
  ],
  [
    'a topic that its feed names otherwise',
    `<link ${ATOM} href="/app.php/feed"><link ${ATOM} href="/app.php/feed/forum/3"><link ${ATOM} href="/app.php/feed/topic/7">`,
    'https://x.example/viewtopic.php?f=3&t=7',
    [
      'https://x.example/app.php/feed/topic/7',
      'https://x.example/app.php/feed',
      'https://x.example/app.php/feed/forum/3',
    ],
  ],
  [
    'a page whose link alone says that it is of replies',
    `<link ${RSS} title="News" href="/1.xml"><link ${RSS} title="Réponses à ce billet" href="/2.xml">`,
    'https://x.example/a',
    ['https://x.example/2.xml', 'https://x.example/1.xml'],
  ],
  [
    'a page whose title a link has',
    `<title>Which plane? - Workshop</title><link ${ATOM} title="Workshop" href="/f/1"><link ${ATOM} title="Topic - Which plane?" href="/f/2">`,
    'https://x.example/viewtopic.php?p=21',
    ['https://x.example/f/2', 'https://x.example/f/1'],
  ],
  [
    'a page whose title all links have',
    `<title>Le four</title><link ${RSS} title="Le four" href="/1.xml"><link ${ATOM} title="Le four (Atom)" href="/2.xml">`,
    'https://x.example/a',
    ['https://x.example/1.xml', 'https://x.example/2.xml'],
  ],
  [
    'a message’s page that names its topic as its own address',
    `<link rel="canonical" href="/viewtopic.php?t=7"><link ${ATOM} href="/feed/topics"><link ${ATOM} href="/feed/topic/7">`,
    'https://x.example/viewtopic.php?p=21#p21',
    ['https://x.example/feed/topic/7', 'https://x.example/feed/topics'],
  ],
  [
    'a further page of a topic',
    `<link ${RSS} href="/rss/board?board.id=Kites"><link ${RSS} href="/rss/message?board.id=Kites&amp;message.id=900">`,
    'https://x.example/t5/Kites/Lines/td-p/900/page/2',
    ['https://x.example/rss/message?board.id=Kites&message.id=900', 'https://x.example/rss/board?board.id=Kites'],
  ],
  [
    'a minified page',
    '<!doctype html><link rel=alternate type=application/rss+xml href=/index.xml><link title="a>b" REL=alternate TYPE=application/rss+xml href=/a/feed/>',
    'https://x.example/a/',
    ['https://x.example/a/feed/', 'https://x.example/index.xml'],
  ],
  [
    'a page whose scripts and comments name others',
    `<script>'<link ${RSS} href="/a/1/">'</script><!-- <link ${RSS} href="/a/2/"> --><link ${RSS} href="/a/3/">`,
    'https://x.example/a/',
    ['https://x.example/a/3/'],
  ],
  ['a page without a feed', '<link rel="stylesheet" href="/feed.css"><a href="/about">', 'https://x.example/a', []],
  [
    'links that no one should follow',
    `<link ${ATOM} href="javascript:alert(1)"><link ${ATOM} href="http://">`,
    'https://x.example/a',
    [],
  ],
])('finds of %s', (_, html, url, expected) => {
  expect(discover(html, url, null).map((candidate) => candidate.url)).toEqual(expected);
});
