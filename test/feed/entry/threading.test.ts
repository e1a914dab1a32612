import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';

const HTML = 'type="text/html" href="https://blog.example/post#comments"';
const IANA = 'http://www.iana.org/assignments/relation/';

test.for([
  ['a count on a link to a page', `<link rel="replies" ${HTML} thr:count="4"/>`, { replies: { feed: null, count: 4 } }],
  [
    'a count beside one that is no number',
    '<slash:comments>many</slash:comments><thr:total>5</thr:total>',
    { replies: { feed: null, count: 5 } },
  ],
  [
    'a link behind one that leads nowhere',
    '<link rel="replies"/><link rel="replies" href="/post/feed"/>',
    { replies: { feed: 'https://blog.example/post/feed' } },
  ],
  [
    'a relation by its long name',
    `<link rel="${IANA}replies" href="/post/feed"/><link rel="${IANA}alternate" href="/post"/>`,
    { url: 'https://blog.example/post', replies: { feed: 'https://blog.example/post/feed' } },
  ],
  [
    'of post and comment, both answered, the comment',
    '<thr:in-reply-to ref="p" href="/post"/><thr:in-reply-to ref="c1" href="/post#c1"/>',
    { inReplyTo: { id: 'c1', url: 'https://blog.example/post#c1', author: null } },
  ],
  [
    'of several that are pages the first',
    '<thr:in-reply-to/><thr:in-reply-to ref="p" href="/post"/><thr:in-reply-to ref="q" href="/q#comments"/>',
    { inReplyTo: { id: 'p', url: 'https://blog.example/post', author: null } },
  ],
  ['nothing that says nothing', '<thr:in-reply-to source="https://blog.example/feed"/>', { inReplyTo: null }],
] as const)('%s is read', ([, facts, expected]) => {
  expect(entryOf(facts)).toMatchObject(expected);
});

test.for(['3 comments', 'javascript:alert(1)'])('%s is no address of comments', (text) => {
  const facts = `<comments>${text}</comments><wfw:commentRss>${text}</wfw:commentRss>`;
  const rss = `<rss xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><item>${facts}</item></channel></rss>`;
  expect(read(rss)).toMatchObject({ commentsUrl: null, replies: { feed: null } });
});

function entryOf(facts: string): object | null {
  return read(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
    xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><entry><id>1</id>${facts}</entry></feed>`);
}

function read(xml: string): object | null {
  const feed = parseFeed(new TextEncoder().encode(xml), { url: 'https://blog.example/feed', contentType: null });
  return feed.ok ? (feed.value.entries[0] ?? null) : null;
}
