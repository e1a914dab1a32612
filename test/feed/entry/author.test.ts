import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';

function authorOf(item: string, channel = ''): object | null {
  const xml = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>${channel}<item><guid>1</guid>${item}</item></channel></rss>`;
  const feed = parseFeed(new TextEncoder().encode(xml), { url: 'https://blog.example/feed', contentType: null });
  if (!feed.ok) return null;
  const { name, email } = feed.value.entries[0]?.author ?? {};
  return { name, email };
}

function pageOf(item: string): unknown {
  const xml = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>${item}</entry></feed>`;
  const rss = `<rss version="2.0"><channel><item><guid>1</guid>${item}</item></channel></rss>`;
  const feed = parseFeed(new TextEncoder().encode(item.includes('<name>') ? xml : rss), {
    url: 'https://blog.example/feed',
    contentType: null,
  });
  if (!feed.ok) throw new Error('no feed');
  const { name, url } = feed.value.entries[0]?.author ?? {};
  return [name, url];
}

const PAGE = 'https://blog.example/u/ann';

test.for([
  ['in CDATA', `<author><![CDATA[/u/ann <a href="${PAGE}">(link)</a>]]></author>`, 'ann'],
  ['escaped', `<author>/u/ann &lt;a href="${PAGE}"&gt;(link)&lt;/a&gt;</author>`, 'ann'],
  ['as elements', `<author>/u/ann <a href="${PAGE}">(link)</a></author>`, 'ann'],
  ['without quotes', `<author><![CDATA[Ann <A HREF=${PAGE}>[website]</A>]]></author>`, 'Ann'],
  ['on the name', `<author><![CDATA[<a href="/u/ann">Ann &amp; Al</a>]]></author>`, 'Ann & Al'],
  ['on the name, with a word', `<author><![CDATA[<a href="${PAGE}">Ann</a> (admin)]]></author>`, 'Ann (admin)'],
  ['as text', `<author>Ann (${PAGE})</author>`, 'Ann'],
  ['as text in angle brackets', `<author>Ann &lt;${PAGE}&gt;</author>`, 'Ann'],
  ['as text behind a comma', `<author>Ann, ${PAGE}</author>`, 'Ann'],
  ['as a sign', `<author><![CDATA[👩‍💻 山田 <a href="${PAGE}">🔗</a>]]></author>`, '👩‍💻 山田'],
  ['in Atom', `<author><name>/u/ann &lt;a href="${PAGE}"&gt;(link)&lt;/a&gt;</name></author>`, 'ann'],
] as const)('a name with a link in it is the name and the link: %s', ([, item, name]) => {
  expect(pageOf(item)).toEqual([name, PAGE]);
});

test.for([
  ['Bob <3', '<author>Bob &lt;3</author>'],
  ['https://bob.example/', '<author>https://bob.example/</author>'],
  ['Bob at https://bob.example/ daily', '<author>Bob at https://bob.example/ daily</author>'],
  ['Bob', '<author><![CDATA[<a href="mailto:bob@b.example">Bob</a>]]></author>'],
  ['Bob', '<author><![CDATA[<a href="javascript:x">Bob</a>]]></author>'],
  ['Bob', '<author><![CDATA[<a name="b">Bob</a>]]></author>'],
] as const)('a name without a link to a page stays %s', ([name, item]) => {
  expect(pageOf(item)).toEqual([name, null]);
});

test('an element of its own that names the page outweighs a link in the name', () => {
  const uri = '<uri>https://ann.example/</uri>';
  expect(pageOf(`<author><name>Ann (${PAGE})</name>${uri}</author>`)).toEqual(['Ann', 'https://ann.example/']);
});

test.for([
  ['bob@b.example (Bob)', 'Bob'],
  ['Bob (bob@b.example)', 'Bob'],
  ['Bob &lt;bob@b.example&gt;', 'Bob'],
  ['&quot;Bob&quot; &lt;bob@b.example&gt;', 'Bob'],
  ['Bob [bob@b.example]', 'Bob'],
  ['Bob, bob@b.example', 'Bob'],
  ['Bob - bob@b.example', 'Bob'],
  ['bob@b.example Bob', 'Bob'],
  ['&lt;bob@b.example&gt; Bob', 'Bob'],
  ['mailto:bob@b.example (Bob)', 'Bob'],
  ['bob@b.example (Bob), eve@b.example (Eve)', 'Bob'],
  ['bob@b.example (Bob (admin))', 'Bob (admin)'],
  ['&lt;bob@b.example&gt;', null],
  ['bob@b.example', null],
] as const)('a name and an address are told apart in %s', ([text, name]) => {
  expect(authorOf(`<author>${text}</author>`)).toEqual({ name, email: 'bob@b.example' });
});

test.for([
  ['an empty element', '<dc:creator/><author>Bob</author>'],
  ['an empty one of the same name', '<author/><author>Bob</author>'],
  ['an author who is nobody', '<atom:author><atom:name/></atom:author><dc:creator>Bob</dc:creator>'],
  ['an author with an address alone', '<author>eve@b.example</author><itunes:author>Bob</itunes:author>'],
  ['an empty name', '<atom:author><atom:name/><atom:name>Bob</atom:name></atom:author>'],
] as const)('%s gives way to a name', ([, item]) => {
  expect(authorOf(item)).toMatchObject({ name: 'Bob' });
});

test.for([
  ['RSS’s author in Atom’s form', '<author><name>Bob</name><email>bob@b.example</email></author>'],
  ['Atom’s author in RSS’s form', '<atom:author>Bob (bob@b.example)</atom:author>'],
] as const)('%s is read', ([, item]) => {
  expect(authorOf(item)).toEqual({ name: 'Bob', email: 'bob@b.example' });
});

test('an entry without an author is by its source’s, before the feed’s', () => {
  const source = '<atom:source><atom:author><atom:name>Bob</atom:name></atom:author></atom:source>';
  const channel = '<managingEditor>eve@b.example (Eve)</managingEditor>';
  expect(authorOf(source, channel)).toMatchObject({ name: 'Bob' });
  expect(authorOf('', channel)).toMatchObject({ name: 'Eve' });
});

test('a name has no entities and no tags, but angle brackets of its own', () => {
  expect(authorOf('<dc:creator><![CDATA[Tom &amp; Al O&#8217;Neil]]></dc:creator>')).toMatchObject({
    name: 'Tom & Al O’Neil',
  });
  expect(authorOf('<author>&lt;a href="/bob"&gt;Bob&lt;/a&gt;</author>')).toMatchObject({ name: 'Bob' });
  expect(authorOf('<author>Bob &lt;3</author>')).toMatchObject({ name: 'Bob <3' });
});
