import { expect, test } from 'vitest';
import { isOwnFeed } from '../../worker/discovery/own-feed.ts';

function isOwn(feed: string, page: string): boolean {
  return isOwnFeed(new URL(feed, 'https://x.example'), new URL(page, 'https://x.example'));
}

test.each([
  // The page's address, continued
  ['/a/b/feed/', '/a/b/'],
  ['/2026/release-1.25/feed/', '/2026/release-1.25/'],
  ['/2026/release-1.25/feed/', '/2026/release-1.25'],
  ['/v2.0.rss', '/v2.0'],
  ['/node.js/feed/', '/node.js/'],
  ['/how-to.php/feed/', '/how-to.php/'],
  ['/archives/qq.xml', '/archives/qq.php'],
  ['/a.b/comments.atom', '/a.b.html'],
  ['/topic/12.rss', '/topic/12/knots'],
  ['/ticket/5?format=rss', '/ticket/5?cversion=1'],
  // Ends with it
  ['/atom/d/4-sour-dough', '/d/4-sour-dough'],
  ['/atom/d/4-sour-dough', '/d/4-sour-dough/17'],
  ['/atom/d/4-sour-dough', '/d/4'],
  ['/forum/atom/d/4-sour-dough', '/forum/d/4-sour-dough'],
  ['/crss/node/5', '/node/5'],
  ['/rss/%D0%BF%D1%80%D0%B8', '/при'],
  ['/rss/topic/12-knots.xml', '/topic/12-knots/'],
  // Names it
  ['/app.php/feed/topic/7', '/viewtopic.php?t=7'],
  ['/app.php/feed/topic/7', '/viewtopic.php?f=3&t=7&start=20'],
  ['/feed.php?t=7', '/viewtopic.php?f=3&t=7'],
  ['/feed.php?f=3', '/viewforum.php?f=3'],
  ['/app.php/feed/forum/3', '/viewforum.php?f=3'],
  ['/extern.php?action=feed&tid=7&type=atom', '/viewtopic.php?id=7'],
  ['/rss/message?board.id=Kites&message.id=900', '/t5/Kites/Which-line/td-p/900'],
  ['/index.php?action=.xml;type=rss2;topic=7', '/index.php?topic=7.15'],
  [
    '/index.php?option=com_jcomments&task=rss&object_id=7&object_group=com_content',
    '/index.php?option=com_content&id=7',
  ],
  ['/index.php?option=com_jcomments&task=rss&object_id=7&object_group=com_content', '/blog/7-knots.html'],
  ['/w/index.php?title=Talk:Top_knots&action=history&feed=atom', '/wiki/Talk:Top_knots'],
  ['/w/index.php?title=Talk%3ATop+knots&feed=atom', '/w/index.php?title=Talk:Top_knots'],
  ['/?feed=rss2&p=7', '/?p=7'],
  ['/feed/topic/7', '/some-knots-t7.html'],
  ['/rss?topic=sour-dough', '/d/sour-dough'],
  ['https://talk.example/rss/post?site=x&url=https%3A%2F%2Fx.example%2Fa%2Fb', '/a/b/'],
  ['https://talk.example/feed?uri=%2Fa%2Fb%2F', '/a/b/'],
  ['https://feeds.x.example/topic/7.rss', '/topic/7'],
])('%s is the feed of %s', (feed, page) => {
  expect(isOwn(feed, page)).toBe(true);
});

test.each([
  ['/feed/', '/a/b/'],
  ['/feed/', '/'],
  ['/feed/', '/?utm_source=x'],
  ['/index.php?type=rss', '/index.php'],
  ['https://y.example/a/b/feed/', '/a/b/'],
  ['https://talk.example/rss/post?site=x&url=https%3A%2F%2Fx.example%2Fa%2Fc', '/a/b/'],
  ['https://talk.example/rss/post?url=https%3A%2F%2Fx.example%2F', '/'],
  ['/2026/release-1/feed/', '/2026/release-1.25/'],
  ['/atom/discussions', '/d/4-sour-dough'],
  ['/atom/d/5-rye', '/d/4-sour-dough'],
  ['/atom/d/4-sour-dough', '/tags/4-sour-dough'],
  ['/feed/sour-dough', '/recipes/sour-dough'],
  ['/app.php/feed', '/viewtopic.php?t=7'],
  ['/app.php/feed/topics', '/viewtopic.php?t=7'],
  ['/app.php/feed/topic/8', '/viewtopic.php?t=7'],
  ['/app.php/feed/forum/7', '/viewtopic.php?t=7'],
  ['/app.php/feed/forum/3', '/viewtopic.php?f=3&t=7'],
  ['/feed.php?f=3', '/viewtopic.php?f=3&t=7'],
  ['/viewtopic.php?feed=all', '/viewtopic.php?t=7'],
  ['/index.php?action=.xml;type=rss2', '/index.php?topic=7.0'],
  ['/rss/board?board.id=Kites', '/t5/Kites/Which-line/td-p/900'],
  ['/rss?limit=7', '/viewtopic.php?t=7'],
  ['/?feed=rss2&p=8', '/?p=7'],
  ['/?feed=rss2&p=7', '/?page_id=7'],
  ['/w/index.php?title=Special:RecentChanges&feed=atom', '/wiki/Talk:Knots'],
])('%s is none of %s', (feed, page) => {
  expect(isOwn(feed, page)).toBe(false);
});
