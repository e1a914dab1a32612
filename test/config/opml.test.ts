import { XMLParser } from 'fast-xml-parser';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NAME } from '../../worker/config/fields.ts';
import { importOf, readOpml, writeOpml } from '../../worker/config/opml.ts';

const list = (body: string, head = '<title>Mine</title>') =>
  `<?xml version="1.0"?>\n<opml version="1.1"><head>${head}</head><body>${body}</body></opml>`;

function feedsOf(text: Uint8Array | string) {
  const read = readOpml(text);
  return read.ok ? read.value : read.detail;
}

const feed = (title: string | null, url: string) => ({ title, url });

describe('a list of feeds', () => {
  test.each<[string, Uint8Array | string, unknown]>([
    [
      'nested in folders',
      list(
        '<outline text="Tech"><outline text="Deep"><outline type="rss" text="A &amp; B" title="A &#38; B!" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/></outline></outline>',
      ),
      [{ url: 'https://a.example/feed?x=1&y=2', title: 'A & B!' }],
    ],
    [
      'each URL once, whatever its scheme and slash',
      list('<outline xmlUrl="http://a.example/feed/"/><outline xmlUrl="https://a.example/feed"/>'),
      [{ url: 'http://a.example/feed/', title: null }],
    ],
    [
      'with attributes in any case and quotes',
      list(`<OUTLINE TEXT='It' XMLURL='https://a.example/'></OUTLINE>`),
      [{ url: 'https://a.example/', title: 'It' }],
    ],
    [
      'with a page alone',
      list('<outline text="x" htmlUrl="https://a.example/post"/>'),
      [{ url: 'https://a.example/post', title: 'x' }],
    ],
    [
      'of an old reader',
      list('<outline xmlUrl="feed://a.example/rss"/><outline xmlUrl="feed:https://b.example/"/>'),
      [
        { url: 'http://a.example/rss', title: null },
        { url: 'https://b.example/', title: null },
      ],
    ],
    [
      'with an empty title',
      list('<outline xmlUrl="https://a.example/"/>', '<title/>'),
      [{ url: 'https://a.example/', title: null }],
    ],
    [
      'in UTF-8 with a BOM',
      new TextEncoder().encode(`\ufeff${list('<outline text="Ü" xmlUrl="https://a.example/"/>')}`),
      [{ url: 'https://a.example/', title: 'Ü' }],
    ],
    [
      'in another encoding',
      Uint8Array.from(
        '<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="\xc1\xeb\xee\xe3" xmlUrl="https://a.example/"/></body></opml>',
        (one) => one.charCodeAt(0),
      ),
      [{ url: 'https://a.example/', title: 'Блог' }],
    ],
    [
      'cut short',
      '<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https://b.exa',
      [{ url: 'https://a.example/', title: null }],
    ],
    [
      'with URLs that no feed can have',
      list(
        '<outline xmlUrl="javascript:alert(1)"/><outline xmlUrl="https://me:hunter2@a.example/"/><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="https://a b/"/><outline xmlUrl=""/>',
      ),
      'This list has no feed with a URL in it.',
    ],
    [
      'that is none',
      '<html><outline xmlUrl="https://a.example/"></html>',
      'This is no OPML: it has no element "opml".',
    ],
    ['of nothing', '', 'This is no OPML: it has no element "opml".'],
  ])('%s is read', (_, text, expected) => {
    expect(feedsOf(text)).toEqual(expected);
  });

  test('with a DOCTYPE is read without it: nothing is fetched and nothing grows', () => {
    const bomb = `<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    expect(feedsOf(`${bomb}${list('<outline text="&b;&x;" xmlUrl="https://a.example/"/>')}`)).toEqual([
      { url: 'https://a.example/', title: '&b;&x;' },
    ]);
  });

  test('of ten thousand feeds, a hundred thousand levels deep, all called the same, is read and named', () => {
    const outlines = Array.from(
      { length: 10_000 },
      (_, at) => `<outline text="Comments" a="1" b="2" c="3" d="4" e="5" f="6" xmlUrl="https://a.example/${at}"/>`,
    );
    const read = readOpml(list('<outline>'.repeat(9_000) + outlines.join('') + '<x>'.repeat(100_000)));
    const { added } = importOf(read.ok ? read.value : [], new Map());
    expect(Object.keys(added)).toHaveLength(10_000);
    expect(added['comments-10000']).toBe('https://a.example/9999');
  });

  test('is read in the end, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readOpml(`<opml ${text}`)).toHaveProperty('ok');
      }),
    );
  });
});

describe('an import', () => {
  test('names feeds by title, else by host, none like another', () => {
    const entries = new Map([
      ['feed:blog', 'https://blog.example/'],
      ['feed:wide', '{"url":"https://wide.example/feed/"}'],
    ]);
    const feeds = [
      feed('Blog', 'https://other.example/'),
      feed('Été à Köln!', 'https://a.example/'),
      feed('中文', 'https://www.zh.example/feed'),
      feed('--', 'https://[::1]/'),
      feed('x'.repeat(80), 'https://b.example/'),
      feed('x'.repeat(80), 'https://c.example/'),
      feed('Wide', 'http://wide.example/feed'),
    ];
    expect(importOf(feeds, entries)).toEqual({
      known: 1,
      added: {
        'blog-2': 'https://other.example/',
        'ete-a-koln': 'https://a.example/',
        'zh.example': 'https://www.zh.example/feed',
        '1': 'https://[::1]/',
        ['x'.repeat(64)]: 'https://b.example/',
        [`${'x'.repeat(62)}-2`]: 'https://c.example/',
      },
    });
  });

  test('gives names that feeds can have', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ title: fc.option(fc.string({ unit: 'grapheme' })), url: fc.webUrl() })),
        (feeds) => {
          const { added } = importOf(feeds, new Map());
          for (const name of Object.keys(added)) expect(name).toMatch(NAME);
          expect(Object.values(added).toSorted()).toEqual(feeds.map(({ url }) => url).toSorted());
        },
      ),
    );
  });
});

describe('an export', () => {
  const entries = new Map([
    ['feed:b.log_1', 'https://b.example/?a=1&b="2"'],
    [
      'feed:a',
      JSON.stringify({
        url: 'https://a.example/',
        auth: 'me:hunter2-hunter2',
        headers: { 'x-key': 'hunter2-hunter2' },
      }),
    ],
    ['feed:hidden', 'secret:FEED_URL'],
    ['feed:login', 'https://me:hunter2@c.example/'],
    ['feed:broken', '{"url": "https://hunter2'],
    ['destination:default', 'https://hooks.slack.com/services/T0/B0/hunter2'],
  ]);
  const { text, left } = writeOpml(entries);

  test('is well-formed, and leaves out what would show a credential', () => {
    const parsed: unknown = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text, true);
    expect(parsed).toMatchObject({
      opml: {
        version: '2.0',
        body: {
          outline: [
            { type: 'rss', text: 'a', xmlUrl: 'https://a.example/' },
            { type: 'rss', text: 'b.log_1', xmlUrl: 'https://b.example/?a=1&b="2"' },
          ],
        },
      },
    });
    expect(left).toBe(3);
    expect(text).not.toContain('hunter2');
  });

  test('of feeds, imported elsewhere, gives them the same names', () => {
    const read = readOpml(text);
    expect(importOf(read.ok ? read.value : [], new Map()).added).toEqual({
      a: 'https://a.example/',
      'b.log_1': 'https://b.example/?a=1&b="2"',
    });
    expect(importOf(read.ok ? read.value : [], entries)).toEqual({ added: {}, known: 2 });
  });
});
