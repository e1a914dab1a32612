import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFeed } from '../../worker/feed/parse.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const CASES = join(import.meta.dirname, 'cases');
const seeds = readdirSync(CASES)
  .filter((name) => !name.endsWith('.json'))
  .map((name) => new Uint8Array(readFileSync(join(CASES, name))));

/** FUZZ_RUNS: how many bodies each test tries; `npm test` has time for few. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 1500);
const LONG = 60_000 + numRuns * 10;

/** Pieces that mean something to a feed reader, to be put where they do not belong. */
const TOKENS = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  ';',
  '"',
  "'",
  '=',
  ' ',
  '\n',
  '\0',
  '\ufeff',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE x [',
  ']>',
  '&amp;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '<item>',
  '</item>',
  '<entry>',
  '</entry>',
  '<feed>',
  '<rss>',
  '</channel>',
  '<rdf:RDF>',
  '<title type="xhtml">',
  '<content type="a/b">',
  '<link href="',
  'xml:base="//[',
  'xmlns="',
  'xmlns:dc=""',
  '<__proto__>',
  '<constructor/>',
  '</title>',
  '<guid/>',
  '<id> </id>',
  '{',
  '}',
  '[',
  ']',
  '":',
  '\\u',
  '\ud800',
];

type Change = { readonly at: number; readonly remove: number; readonly insert: Uint8Array };
const encoder = new TextEncoder();
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(400)),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...TOKENS).map((token) => encoder.encode(token)),
    fc.tuple(fc.constantFrom(...TOKENS), fc.nat(200)).map(([token, times]) => encoder.encode(token.repeat(times))),
  ),
});

function mutate(seed: Uint8Array, changes: readonly Change[], cut: number): Uint8Array {
  let body = seed;
  for (const { at, remove, insert } of changes) {
    const start = Math.floor(at * body.length);
    body = Uint8Array.from([...body.subarray(0, start), ...insert, ...body.subarray(start + remove)]);
  }
  return body.subarray(0, Math.ceil(cut * body.length));
}

const CONTENT_TYPES = [
  null,
  'text/xml',
  'application/json',
  'text/xml; charset=utf-16',
  'a; charset="gb18030"',
  'x; charset=?',
];

/** Gives the reader's promises that do not hold for a body. */
function broken(body: Uint8Array, contentType: string | null, url: string): readonly string[] {
  const result = parseFeed(body, { url, contentType });
  if (!result.ok) return result.detail === '' ? ['a failure without a word'] : [];
  return result.value.entries.flatMap((entry) => [
    ...(entry.id.trim() === '' ? ['an entry without an id'] : []),
    ...(JSON.stringify(entry).isWellFormed() ? [] : ['a lone surrogate']),
    ...[entry.published, entry.updated].filter((date) => date !== null && Number.isNaN(Date.parse(date))),
  ]) as readonly string[];
}

test('no mutation of a feed makes the reader throw, hang, or give an entry without an id', { timeout: LONG }, () => {
  const cut = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));
  const body = fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 12 }), cut)
    .map(([seed, changes, whole]) => mutate(seed, changes, whole));
  const url = fc.constantFrom('http://served.example/feed', 'about:blank', '', 'http://[');
  fc.assert(
    fc.property(body, fc.constantFrom(...CONTENT_TYPES), url, (bytes, contentType, place) => {
      const ms = cpuMilliseconds(() => expect(broken(bytes, contentType, place)).toEqual([]));
      expect(ms).toBeLessThan(1000);
    }),
    { numRuns },
  );
});

test('no bytes at all do either', { timeout: LONG }, () => {
  const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((parts) => encoder.encode(parts.join('')));
  const rooted = tokens.map((bytes) => Uint8Array.from([...encoder.encode('<rss><channel><item>'), ...bytes]));
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), tokens, rooted),
      fc.constantFrom(...CONTENT_TYPES),
      (bytes, type) => {
        expect(broken(bytes, type, 'http://served.example/feed')).toEqual([]);
      },
    ),
    { numRuns },
  );
});

test('a feed that is cut anywhere keeps the entries that are whole, as they are', () => {
  for (const seed of seeds) {
    const whole = parseFeed(seed, { url: 'http://served.example/feed', contentType: null });
    if (!whole.ok) throw new Error(whole.detail);
    for (let length = 0; length < seed.length; length += 7) {
      const result = parseFeed(seed.subarray(0, length), { url: 'http://served.example/feed', contentType: null });
      if (!result.ok) continue;
      const { entries } = result.value;
      const isWhole = entries.length === whole.value.entries.length;
      expect(isWhole || result.value.truncated).toBe(true);
      expect(entries.map(({ id }) => id)).toEqual(whole.value.entries.slice(0, entries.length).map(({ id }) => id));
    }
  }
});
