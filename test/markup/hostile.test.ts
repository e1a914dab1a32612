import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { clip } from '../../worker/markup/text/clip.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { shown } from './shown.ts';

/** Length of a comment that is read, in UTF-16 units. */
const LENGTH = 262_144;

test.each([
  '<b>',
  '<b></i>',
  '<object>',
  '<svg><foreignObject>',
  '<blockquote>x<br>',
  '<ul><li>x',
  '<b><i><s><p>x',
  '<p><a href="https://x.example/">',
  '<table><tr><td>x',
  '<',
  '&',
  '&amp;',
  '<!--',
  '</p>',
  '<a b=c ',
  '*_~@',
  'https://',
  'a.1',
  '@here ',
  'x<img src="http://a.b/c">',
  ' \n',
  ':a',
  '::',
  '中https://',
  'https://a.b/中',
  'https://a.b/(_',
  '_*~https://a.b/_*~ ',
  '%D0',
  '\u200b',
  'a.中',
])('%j, over and over, takes no more than a second', (part) => {
  const html = `x<a href="https://x.example/">${part.repeat(LENGTH / part.length)}`;
  const time = cpuMilliseconds(() => {
    const markup = parseMarkup(html, 'https://y.example/');
    return [writeHtml(markup), writeText(markup), shown(markup)];
  });
  expect(time).toBeLessThan(1000);
});

test.each([
  'https://a.b/中',
  '中https://',
  '中https://a.b/',
  'https://a.b/wiki/中1',
  'https://a.b/(',
  'https://a.b/)',
  'https://a.b/,',
  'https://a.b/。',
  'https://中.',
  '_https://a.b/_ ',
  '*_~',
  'я',
  '\u200b',
  ':中',
  '::a',
  'https://a.b/_',
  'https://a.b',
])('text of %j, over and over, takes no more than a second', (part) => {
  for (const text of [part.repeat(LENGTH / part.length), `https://a.b/${part.repeat(LENGTH / part.length)}`]) {
    const time = cpuMilliseconds(() => {
      const markup = textMarkup(text);
      return [shown(markup), writeText(markup), clip(text, 200_000)];
    });
    expect(time).toBeLessThan(1000);
  }
});

test('endless nesting is limited in the output', () => {
  const html = writeHtml(parseMarkup('<blockquote>x'.repeat(5000), null));
  expect(html).not.toMatch(/(?:<blockquote>(?:<p>x<\/p>)?){9}/);
  expect(html.match(/x/g)).toHaveLength(5000);
});

test('dropped content stays out, however deep it is', () => {
  const html = `${'<div>'.repeat(99)}<canvas>${'<canvas>'.repeat(300)}hidden</canvas>`;
  expect(writeText(parseMarkup(html, null))).toBe('');
});

test('any input gives allowed HTML alone, and parsing that again changes nothing', () => {
  const parts = [
    '<p>',
    '</p>',
    '<a href=javascript:x>',
    '<a href="//x.example">',
    '</a>',
    '<img src=x onerror=y>',
    '<script>',
    '</script>',
    '<li>',
    '<ul>',
    '</ul>',
    '<pre>',
    '</pre>',
    '<code>',
    '<br>',
    '<hr>',
    '<q>',
    '<td>',
    '&lt;',
    '&#60;',
    '"',
    "'",
    '<svg/onload=x>',
    '<math><mi//xlink:href="data:x">',
    '<!--',
    '-->',
    ' ',
    '\n',
    'text',
  ];
  const allowed =
    /<\/?(?:p|h[1-6]|pre|blockquote|[uo]l|li|b|strong|i|em|cite|u|ins|s|del|sub|sup|code)>|<[bh]r>|<ol start="\d+">|<a href="https:\/\/[^"<>]*" rel="nofollow noopener ugc">|<\/a>|<img src="https:\/\/[^"<>]*" alt="[^"<>]*">/g;
  assert(
    property(array(oneof(constantFrom(...parts), string()), { maxLength: 20 }), (written) => {
      const html = writeHtml(parseMarkup(written.join(''), 'https://y.example/'));
      expect(html.replaceAll(allowed, '')).not.toMatch(/[<>]/);
      expect(writeHtml(parseMarkup(html, null))).toBe(html);
    }),
    { numRuns: 1000 },
  );
});
