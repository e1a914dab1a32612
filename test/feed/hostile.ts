const item = (id: number): string =>
  `<item><guid>${id}</guid><title>t</title><link>http://h.example/${id}</link></item>`;
const rss = (content: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>H</title>${content}</channel></rss>`;
const one = (content: string): string => rss(`<item><guid>1</guid>${content}</item>`);
const range = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join('');

/** Bodies that mean harm: by name, how they are made, and how many entries come of them (`null`: none, it is no feed). */
export const HOSTILE: readonly (readonly [string, () => string | Uint8Array, number | null])[] = [
  [
    'entities that grow',
    () =>
      `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${range(20, (i) => `<!ENTITY a${i} "${'&a;'.repeat(10)}">`)}]>${one('<title>&a19;</title>')}`,
    1,
  ],
  [
    'an external entity',
    () =>
      `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"> <!ENTITY % p SYSTEM "http://h.example/">%p;]>${one('<title>&x;</title>')}`,
    1,
  ],
  ['a DOCTYPE within a DOCTYPE', () => '<!DOCTYPE a ['.repeat(500_000), null],
  [
    '200,000 levels',
    () => rss(`<item><guid>1</guid>${'<d>'.repeat(200_000)}x${'</d>'.repeat(200_000)}</item>${item(2)}`),
    2,
  ],
  ['200,000 levels that are not closed', () => rss(`<item><guid>1</guid>${'<d>'.repeat(200_000)}</item>${item(2)}`), 2],
  [
    '200,000 levels of XHTML',
    () =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="xhtml">${'<div>'.repeat(200_000)}x</content></entry></feed>`,
    1,
  ],
  ['a million attributes', () => rss(`<item ${range(1_000_000, (i) => `a${i}="" `)}/>${item(1)}`), 1],
  [
    'attributes named as what every object has',
    () => rss('<item __proto__="a" constructor="b" toString="c"><guid>1</guid></item>'),
    1,
  ],
  [
    'elements named as what every object has',
    () => one('<__proto__><polluted/></__proto__><constructor/><prototype>x</prototype><toString/>'),
    1,
  ],
  ['an attribute of 5 MB', () => rss(`<item><guid isPermaLink="${'a'.repeat(5e6)}">1</guid></item>`), 1],
  ['a name of 2 MB', () => one(`<${'x'.repeat(2e6)}>y</${'x'.repeat(2e6)}>`), 1],
  ['a text of 8 MB', () => one(`<description>${'lorem ipsum '.repeat(700_000)}</description>`), 1],
  ['8 MB of white space', () => rss(`${' \n'.repeat(4e6)}${item(1)}`), 1],
  ['a million `<`', () => one(`<title>${'<'.repeat(1e6)}</title>`), 1],
  ['a million `&`', () => one(`<title>${'&'.repeat(1e6)}</title>`), 1],
  ['a million entities', () => one(`<title>${'&amp;'.repeat(1e6)}</title>`), 1],
  ['a million comments', () => rss(`${'<!---->'.repeat(1e6)}${item(1)}`), 1],
  ['comments that are not closed', () => rss(`${item(1)}${'<!--'.repeat(1e6)}`), 1],
  ['CDATA that is not closed', () => rss(`${item(1)}<item><title>${'<![CDATA['.repeat(500_000)}`), 1],
  ['processing instructions that are not closed', () => rss(`${item(1)}${'<?'.repeat(1e6)}`), 1],
  ['tags that are not closed', () => `${rss(item(1)).slice(0, -16)}${'</a '.repeat(1e6)}`, 1],
  ['quotes that are not closed', () => one('<a b=\'"'.repeat(500_000)), 1],
  ['tags within attributes', () => one('<a b="<a c='.repeat(500_000)), 1],
  ['end tags of nothing', () => one('</z>'.repeat(1e6)), 1],
  ['three million elements', () => rss(`${item(1)}${'<a/>'.repeat(3e6)}`), 1],
  [
    'many items of many elements',
    () => rss(range(9_000, (id) => item(id).replace('</item>', `${'<a>b</a>'.repeat(20)}</item>`))),
    9_000,
  ],
  ['two million items', () => rss('<item/>'.repeat(1.4e6)), 15_000],
  [
    'namespaces at every level',
    () =>
      one(range(80, (i) => `<a ${range(200, (j) => `xmlns:p${i}x${j}="u" `)}>`) + '<q xmlns:z="1"/>'.repeat(20_000)),
    1,
  ],
  [
    'bases of 7 MB',
    () => rss(`<item xml:base="/${'g'.repeat(7e6)}"><guid>1</guid>${'<b xml:base="a"/>'.repeat(300)}</item>`),
    1,
  ],
  ['an author of `@`', () => one(`<author>${'a@'.repeat(2e6)}</author>`), 1],
  ['a title of tags', () => one(`<title><![CDATA[${'<b '.repeat(2e6)}]]></title>`), 1],
  [
    'an HTML title of tags',
    () => `<feed><entry><id>1</id><title type="html"><![CDATA[${'<b>'.repeat(2e6)}]]></title></entry></feed>`,
    1,
  ],
  ['a date of digits', () => one(`<pubDate>${'1 '.repeat(1e6)}</pubDate>`), 1],
  ['JSON of 200,000 levels', () => `{"items":[{"id":"1"},${'['.repeat(200_000)}`, 1],
  ['JSON of a million objects', () => `{"items":[${'{},'.repeat(1e6)}{}]}`, 15_000],
  ['a JSON string of quotes', () => `{"items":[{"id":"1"},{"id":"${'\\"'.repeat(1e6)}`, 1],
  ['an HTML page of inputs', () => `<html>${'<input '.repeat(1e6)}`, null],
  ['100 MB of NULs', () => new Uint8Array(100_000_000), null],
  ['100 MB of spaces', () => new Uint8Array(100_000_000).fill(32), null],
  ['gzip', () => Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x3c, 0x72, 0x73, 0x73, 0x3e]), null],
];
