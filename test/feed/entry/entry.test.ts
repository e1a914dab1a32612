import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';

const VOCABULARIES = Object.entries({
  atom: 'http://www.w3.org/2005/Atom',
  media: 'http://tools.search.yahoo.com/mrss/',
  dcterms: 'http://purl.org/dc/terms/',
  googleplay: 'http://www.google.com/schemas/play-podcasts/1.0',
  feedburner: 'http://rssnamespace.org/feedburner/ext/1.0',
});

test.for([
  [
    'a title within a group’s content',
    '<media:group><media:content><media:title>T</media:title></media:content></media:group>',
    { title: 'T' },
  ],
  [
    'a title within the second content',
    '<media:content/><media:content><media:title>T</media:title></media:content>',
    { title: 'T' },
  ],
  [
    'Dublin Core’s terms',
    '<dcterms:title>T</dcterms:title><dcterms:creator>Bob</dcterms:creator>',
    { title: 'T', author: { name: 'Bob' } },
  ],
  ['Google Play’s author', '<googleplay:author>Bob</googleplay:author>', { author: { name: 'Bob' } }],
  ['an id that Atom would have', '<id>1</id>', { id: '1', idDerived: false }],
  ['a time that Atom would have', '<published>2026-11-01</published>', { published: '2026-11-01T00:00:00Z' }],
  ['a link of Atom’s in RSS’s form', '<atom:link>/1</atom:link>', { url: 'https://blog.example/1' }],
  ['an id of RSS’s in Atom', '<atom:guid>1</atom:guid>', { id: '1', idDerived: false }],
  ['a text of RSS’s in Atom', '<atom:description>D</atom:description>', { summary: { value: 'D' } }],
  ['the second of two titles', '<title/><title>T</title>', { title: 'T' }],
  ['the second of two guids', '<guid/><guid>2</guid>', { id: '2' }],
  [
    'the link to a page before one to something else',
    '<atom:link href="/1.json" type="application/json"/><atom:link href="/1" type="text/html"/>',
    { url: 'https://blog.example/1' },
  ],
  [
    'the link to something else where there is none to a page',
    '<atom:link href="/1.json" type="application/json"/>',
    { url: 'https://blog.example/1.json' },
  ],
  [
    'the original link beside the one that counts readers',
    '<link>https://proxy.example/~r/blog/1</link><feedburner:origLink>https://blog.example/1?a=b</feedburner:origLink>',
    { url: 'https://proxy.example/~r/blog/1', originalUrl: 'https://blog.example/1?a=b' },
  ],
  [
    'the link before an original one that is no address',
    '<link>https://blog.example/1</link><feedburner:origLink>javascript:alert(1)</feedburner:origLink>',
    { url: 'https://blog.example/1' },
  ],
  [
    'a later element’s time where that of an earlier one is of another calendar',
    '<pubDate>1 Nov 2569</pubDate><dcterms:issued>2026-11-01</dcterms:issued>',
    { published: '2026-11-01T00:00:00Z' },
  ],
  [
    'no time of writing a year after the last change',
    '<published>2083-07-15T10:00:00Z</published><atom:updated>2026-11-01T10:00:00Z</atom:updated>',
    { published: null, updated: '2026-11-01T10:00:00Z' },
  ],
  [
    'a time of writing shortly after the last change',
    '<published>2026-11-01T11:00:00Z</published><atom:updated>2026-11-01T10:00:00Z</atom:updated>',
    { published: '2026-11-01T11:00:00Z', updated: '2026-11-01T10:00:00Z' },
  ],
] as const)('%s is read', ([, facts, expected]) => {
  const xmlns = VOCABULARIES.map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ');
  const xml = `<rss version="2.0" ${xmlns}><channel><item>${facts}</item></channel></rss>`;
  const feed = parseFeed(new TextEncoder().encode(xml), { url: 'https://blog.example/feed', contentType: null });
  expect(feed.ok && feed.value.entries[0]).toMatchObject(expected);
});
