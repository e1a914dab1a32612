import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';

const ITEM = '<item><title>T</title></item>';
const rss = (content: string) => `<rss version="2.0"><channel><title>B</title>${content}</channel></rss>`;
const rdf = (content: string) => `<rdf:RDF><channel><title>B</title></channel>${content}</rdf:RDF>`;

test.for([
  ['a link before it is not closed', rss(`<atom:link href="/feed" rel="self">${ITEM}`)],
  ['a description before it is not closed', rss(`<description>Of kites${ITEM}`)],
  ['several elements before it are not closed', rss(`<image><url>/logo.png<category term="x">${ITEM}`)],
  ['something beside the channel is not closed', rdf(`<image><url>/logo.png${ITEM}`)],
  ['an enclosure in it is not closed', rss('<item><enclosure url="/1.mp3"><title>T</title></item>')],
  ['a guid in it is not closed', rss('<item><guid>1<title>T</title></item>')],
  ['a quote too many is in the root', `<rss version="2.0""><channel>${ITEM}</channel></rss>`],
  ['a comma is between attributes', `<rss version="2.0", a="b"><channel>${ITEM}</channel></rss>`],
  ['a quote too many is in a tag of it', rss('<item><enclosure url="/1.mp3""/><title>T</title></item>')],
  ['the declaration does not end as it should', `<?xml version="1.0">${rss(ITEM)}`],
  ['a > is in an instruction', `<?xml-stylesheet title="a > b"?>${rss(ITEM)}`],
  ['an instruction in it does not', rss(`<?break >${ITEM}`)],
  ['an apostrophe is in the DOCTYPE’s comment', `<!DOCTYPE rss [<!-- don't --> <!ENTITY a "b">]>${rss(ITEM)}`],
  ['an apostrophe is in the DOCTYPE’s instruction', `<!DOCTYPE rss [<?don't?>]>${rss(ITEM)}`],
  ['a quote in the DOCTYPE is not closed', `<!DOCTYPE rss PUBLIC "-//Netscape>${rss(ITEM)}`.replaceAll('"2.0"', '2')],
] as const)('an item is read whole where %s', ([, xml]) => {
  const feed = read(xml);
  expect(feed.ok ? feed.value.entries.map(({ title }) => title) : feed).toEqual(['T']);
});

test('an entry within an extension’s element is none of the feed’s', () => {
  const inner = '<x:more xmlns:x="urn:x"><entry><title>X</title></entry></x:more>';
  const feed = read(`<feed xmlns="http://www.w3.org/2005/Atom">${inner}<entry><title>T</title></entry></feed>`);
  expect(feed.ok && feed.value.entries.map(({ title }) => title)).toEqual(['T']);
});

test('text that looks like a tag with commas stays text', () => {
  const feed = read(rss('<item><description>if a<b,c>d</description></item>'));
  expect(feed.ok && feed.value.entries[0]?.summary?.value).toBe('if a<b,c>d');
});

test.each(['br', 'BR', 'Img src="/1.png"', 'META', 'param'])(
  'text behind <%s> in HTML that is not escaped is kept',
  (tag) => {
    const feed = read(rss(`<item><description>a<${tag}>c</description></item>`));
    expect(feed.ok && feed.value.entries[0]?.summary?.value.replace(/<[^>]*>/, '|')).toBe('a|c');
  },
);

function read(xml: string) {
  return parseFeed(new TextEncoder().encode(xml), { url: 'https://blog.example/feed', contentType: null });
}
