import { expect, test } from 'vitest';
import { parseFeed } from '../../../worker/feed/parse.ts';
import { cpuMilliseconds } from '../../support/cpu.ts';

function read(declarations: string, item: string): object | null {
  const body = `<?xml version="1.0"?><!DOCTYPE rss [${declarations}]><rss><channel><item><guid>1</guid>${item}</item></channel></rss>`;
  const feed = parseFeed(new TextEncoder().encode(body), { url: 'https://x.example/feed', contentType: null });
  return feed.ok ? (feed.value.entries[0] ?? null) : null;
}

test.for([
  ['plain text', '<!ENTITY firm "Box and Sons">', '&firm;', 'Box and Sons'],
  ['in single quotes', '<!ENTITY firm \'Box "and" Sons\'>', '&firm;', 'Box "and" Sons'],
  ['over several lines', '<!ENTITY\n  firm\n  "Box">', 'a &firm; b', 'a Box b'],
  ['with characters by number', '<!ENTITY dash "&#8212;">', 'a &dash; b', 'a — b'],
  ['with characters by name', '<!ENTITY firm "Box &amp; Sons">', '&firm;', 'Box & Sons'],
  ['with a percent sign', '<!ENTITY all "100 %">', '&all;', '100 %'],
  ['that HTML has as well', '<!ENTITY hellip "...">', 'a&hellip;', 'a...'],
  ['twice, of which the first counts', '<!ENTITY a "one"><!ENTITY a "two">', '&a;', 'one'],
  ['in letters that are not those of another', '<!ENTITY Firm "Box">', '&Firm; &firm;', 'Box &firm;'],
  ['in a comment, which is no declaration', '<!-- <!ENTITY firm "Box"> -->', '&firm;', '&firm;'],
  [
    'as XML’s own, which stay what they are',
    '<!ENTITY lt "PWNED"><!ENTITY amp "PWNED">',
    '1 &lt; 2 &amp;c',
    '1 < 2 &c',
  ],
  ['as another file', '<!ENTITY firm SYSTEM "file:///etc/passwd">', '&firm;', '&firm;'],
  ['as a parameter', '<!ENTITY % firm "Box">', '&firm;', '&firm;'],
  ['of other entities', '<!ENTITY a "x"><!ENTITY b "&a;&a;">', '&b;', '&b;'],
  ['of parameters', '<!ENTITY b "%a;">', '&b;', '&b;'],
  ['of itself', '<!ENTITY a "&a;">', '&a;', '&a;'],
  ['as markup', '<!ENTITY a "<b>x</b>">', '&a;', '&a;'],
] as const)('an entity declared %s', ([, declarations, text, title]) => {
  expect(read(declarations, `<title>${text}</title>`)).toMatchObject({ title });
});

test('declared entities are read in attributes, and neither in CDATA nor in comments', () => {
  const item =
    '<link href="https://&host;/a"/><title><![CDATA[&host;]]></title><!-- &host; --><description>&host;</description>';
  expect(read('<!ENTITY host "x.example">', item)).toMatchObject({
    url: 'https://x.example/a',
    title: '&host;',
    summary: { value: 'x.example' },
  });
});

test('of a hundred thousand references no more is read than a document can bear', () => {
  const declaration = `<!ENTITY a "${'x'.repeat(1000)}">`;
  let entry: object | null = null;
  const ms = cpuMilliseconds(() => {
    entry = read(declaration, `<description>${'&a;'.repeat(100_000)}</description>`);
  });
  expect(JSON.stringify(entry).length).toBeLessThan(700_000);
  expect(ms).toBeLessThan(1000);
});

test.for(['<!ENTITY ', '<!ENTITY a "', '<!-- ', '<!ENTITY a "b">'])(
  'a DOCTYPE of %j, over and over, takes no time',
  (part) => {
    expect(cpuMilliseconds(() => read(part.repeat(100_000), `<title>${'<![CDATA['.repeat(100_000)}`))).toBeLessThan(
      1000,
    );
  },
);
