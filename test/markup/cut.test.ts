import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { clip, wordAt } from '../../worker/markup/text/clip.ts';
import { cut } from '../../worker/markup/text/cut.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';
import { utf8Length } from '../../worker/markup/text/utf8.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { shown } from './shown.ts';

test('markup that fits is returned as the same object', () => {
  const markup = textMarkup('one two');
  expect(cut(markup, (part) => writeText(part).length <= 7)).toBe(markup);
});

test.each([
  ['between words', 'one two three four', 12, 'one two…'],
  ['at the end of a word', 'one two three four', 8, 'one two…'],
  ['anywhere in a script without spaces', '中文没有空格可以断开', 6, '中文没有空…'],
  ['before an address, half of which leads elsewhere', 'see https://x.example/a-b-c/d', 20, 'see…'],
  ['before a bracket that opens at an address', 'see (https://x.example/a-b-c/d)', 20, 'see…'],
  [
    'behind an address that ended',
    '看https://x.example/a。很好的文章大家看',
    28,
    '看https://x.example/a。很好的文章大…',
  ],
  ['before an address in a script without spaces', '看很好https://x.example/a-b-c/d吧', 20, '看很好…'],
  ['within a word longer than any', 'x'.repeat(100), 11, `${'x'.repeat(10)}…`],
  ['never between the halves of a character', '😀😀😀', 4, '😀…'],
  ['never within an emoji joined of several', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 13, '👩‍👩‍👧‍👦…'],
  ['never between a letter and its mark', 'e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
])('cuts %s', (_, text, limit, expected) => {
  expect(clip(text, limit)).toBe(expected);
  expect(writeText(cut(textMarkup(text), (part) => writeText(part).length <= limit))).toBe(expected);
});

test('marks piled on one letter without end are cut all the same', () => {
  expect(wordAt(`a${'\u0301'.repeat(1000)}`, 500)).toBe(500);
});

test('a limit in bytes is one of what is written', () => {
  const part = cut(textMarkup('é '.repeat(1000)), (some) => utf8Length(writeText(some)) <= 100);
  expect(utf8Length(writeText(part))).toBeLessThanOrEqual(100);
  expect(utf8Length(writeText(part))).toBeGreaterThan(95);
});

test('bytes are counted as UTF-8 has them', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

test('twenty thousand characters become rows of a given length, no link broken', () => {
  const html = '<p>a &amp; b <a href="https://x.example/?a=1&amp;b=2">linked words</a> <b>bold</b></p>'.repeat(500);
  for (const limit of [300, 2999, 3000, 3001]) {
    const part = shown(cut(parseMarkup(html, null), (some) => shown(some).length <= limit));
    expect(part.length).toBeLessThanOrEqual(limit);
    expect(part.length).toBeGreaterThan(limit - 80);
    expect(part.endsWith('…') || part.endsWith('…>')).toBe(true);
    expect(part.replaceAll(/<https:[^<>]*\|[^<>]*>/g, '')).not.toMatch(/[<>]/);
  }
});

test.each([
  ['a list', '<ul><li>one two</li><li>three four</li></ul>', 15, '- one two…'],
  ['a quote', '<blockquote><p>one two</p><p>three</p></blockquote>', 14, '> one two…'],
  ['code', '<pre>one two three</pre>', 9, 'one two…'],
  ['after a rule', '<hr><p>one two three</p>', 13, '---\n\none two…'],
])('cuts %s', (_, html, limit, expected) => {
  expect(writeText(cut(parseMarkup(html, null), (part) => writeText(part).length <= limit))).toBe(expected);
});

test('nothing is left if not even a character fits', () => {
  expect(cut(textMarkup('one two'), () => false)).toEqual([]);
});

test('the longest comment that is read is cut in less than a second', () => {
  const markup = parseMarkup('<p>word &amp; <b>word</b></p>'.repeat(10_000), null);
  expect(cpuMilliseconds(() => cut(markup, (part) => shown(part).length <= 3000))).toBeLessThan(1000);
  expect(cpuMilliseconds(() => cut(markup, (part) => utf8Length(writeHtml(part)) <= 65_536))).toBeLessThan(1000);
});
