import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';

const ITEM = '<item><title>T</title></item>';
const ENTRY = '<entry><title>T</title></entry>';

test.for([
  ['Atom’s as the default in RSS', `<rss xmlns="http://www.w3.org/2005/Atom"><channel>${ITEM}</channel></rss>`],
  ['XHTML’s on a channel', `<rss><channel xmlns="http://www.w3.org/1999/xhtml">${ITEM}</channel></rss>`],
  ['Media RSS’s in Atom', `<feed xmlns="http://search.yahoo.com/mrss/">${ENTRY}</feed>`],
  ['RSS 1.0’s in Atom', `<feed xmlns="http://purl.org/rss/1.0/">${ENTRY}</feed>`],
  [
    'an old one under a prefix',
    '<r:rss xmlns:r="http://backend.userland.com/rss"><r:channel><r:item><r:title>T</r:title></r:item></r:channel></r:rss>',
  ],
  [
    'one that no one knows under a prefix',
    '<e:feed xmlns:e="http://purl.org/echo/"><e:entry><e:title>T</e:title></e:entry></e:feed>',
  ],
  ['none that is declared', '<a:feed><a:entry><a:title>T</a:title></a:entry></a:feed>'],
] as const)('a feed in a wrong namespace is read: %s', ([, xml]) => {
  expect(titles(xml)).toEqual(['T']);
});

test('a namespace of others on an element within an entry is that element’s', () => {
  const dc = '<creator xmlns="http://purl.org/dc/elements/1.1/">Bob</creator>';
  const feed = read(`<rss><channel><item><title>T</title>${dc}</item></channel></rss>`);
  expect(feed.ok && feed.value.entries[0]?.author.name).toBe('Bob');
  expect(
    titles('<rss xmlns:x="urn:x"><channel><item><x:title>X</x:title><title>T</title></item></channel></rss>'),
  ).toEqual(['T']);
});

test('a base that is none is passed over', () => {
  const bases = ['http://[', 'urn:x', '/sub/'];
  const entries = bases.map((base) => `<entry xml:base="${base}"><link href="/post"/></entry>`);
  const feed = read(`<feed xmlns="http://www.w3.org/2005/Atom">${entries.join('')}</feed>`);
  expect(feed.ok && feed.value.entries.map(({ url }) => url)).toEqual(Array(3).fill('https://blog.example/post'));
});

function read(xml: string) {
  return parseFeed(new TextEncoder().encode(xml), { url: 'https://blog.example/feed', contentType: null });
}

function titles(xml: string): unknown {
  const feed = read(xml);
  return feed.ok ? feed.value.entries.map(({ title }) => title) : feed;
}
