import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../../worker/feed/parsed-feed.ts';
import { partsOf } from '../../../worker/feed/xml/parts.ts';
import { tidy } from '../../../worker/feed/xml/tidy.ts';

/** Elements that nobody reads, enough to part a feed of some hundred entries. */
const FILL = '<x/>'.repeat(200);
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

function parse(body: string): ParsedFeed {
  const parsed = parseFeed(new TextEncoder().encode(body), { url: 'http://blog.example/c', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

const item = (number: number, fill: string) =>
  `<item><guid isPermaLink="false">c${number}</guid><link>p#c${number}</link><title>T ${number} &amp; more</title>${fill}</item>`;

const FRAMES: readonly (readonly [string, string, string])[] = [
  [
    'RSS',
    '<rss version="2.0" xml:base="http://blog.example/a/"><channel><title>Comments</title><link>http://blog.example/</link>',
    '<generator>late</generator></channel></rss>',
  ],
  [
    'RSS 1.0, with its items beside the channel',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Comments</title></channel>',
    '</rdf:RDF>',
  ],
  ['RSS that breaks off', '<rss version="2.0"><channel><title>Comments</title>', '<item><guid>cut'],
];

test.each(FRAMES)('%s in parts is what it is as a whole', (_what, head, foot) => {
  const long = `${head}${upTo(400)
    .map((number) => item(number, FILL))
    .join('')}${foot}`;
  expect([...partsOf(tidy(long, 0))].length).toBeGreaterThan(2);
  const whole = `${head}${upTo(400)
    .map((number) => item(number, ''))
    .join('')}${foot}`;
  expect([...partsOf(tidy(whole, 0))]).toHaveLength(1);
  expect(parse(long)).toEqual(parse(whole));
});

test('ten thousand comments of an ordinary feed are all read', () => {
  const entries = upTo(10_000).map(
    (number) => `<entry><id>tag:b.example,2007://1.35-comment:${number}</id>
    <thr:in-reply-to ref="tag:b.example,2007://1.35" type="text/html" href="http://b.example/p.html"/>
    <link rel="alternate" type="text/html" href="http://b.example/p.html#c${number}"/><title>Comment</title>
    <author><name>Visitor ${number}</name><uri>http://v.example/</uri></author>
    <content type="html" xml:lang="en">&lt;p&gt;Thought ${number}&lt;/p&gt;</content>
    <published>2007-02-19T23:25:36Z</published></entry>`,
  );
  const feed = parse(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">${entries.join('')}</feed>`,
  );
  expect([feed.entries.length, feed.truncated]).toEqual([10_000, false]);
  expect(feed.entries.at(-1)).toMatchObject({
    author: { name: 'Visitor 10000' },
    inReplyTo: { url: 'http://b.example/p.html' },
  });
});
