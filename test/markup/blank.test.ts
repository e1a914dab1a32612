import { expect, test } from 'vitest';
import { oneLine } from '../../worker/markup/text/one-line.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';

const SHOWS_NOTHING = [
  '',
  ' \n\t\u00a0\u3000',
  '\u200b',
  '\u200b \u200d\u2060\ufeff',
  '\u00ad',
  '\u3164',
  '\u115f\u1160\uffa0',
  '\u034f\u061c\u180e',
  '\u200e\u200f\u202a\u202c',
  '\ufe0f',
  '\u2800',
  '\u{e0001}\u{e0020}',
  '\u0007',
];

test.each(SHOWS_NOTHING)('%j shows nothing: no block, no name', (text) => {
  const references = Array.from(text, (character) => `&#${character.codePointAt(0)};`).join('');
  expect(textMarkup(text)).toEqual([]);
  for (const html of [text, references, `<p>${references}</p>`, `<ul><li><b>${references}</b></ul>`]) {
    expect(parseMarkup(html, null)).toEqual([]);
  }
  expect(
    parseMarkup(`<pre>${references}</pre><h1>${references}</h1><blockquote>${references}</blockquote>`, null),
  ).toEqual([]);
  expect(oneLine(text, 100)).toBeNull();
});

test.each(['a\u200bb', '👩\u200d💻', '\u0600', '.', '٪', '‌ا', '¬', '\ufffc'])('%j shows something', (text) => {
  expect(writeText(textMarkup(text))).toBe(text);
  expect(oneLine(text, 100)).toBe(text);
});

test('named entities of invisible characters are as empty', () => {
  expect(parseMarkup('<p>&shy;</p><p>&ZeroWidthSpace;&zwj;</p><p>&nbsp;<br>&#8203;</p>', null)).toEqual([]);
});

test('a link without visible text is shown by its address', () => {
  expect(writeText(parseMarkup('<p>a <a href="https://a.example/">&#8203;</a></p>', null))).toBe(
    'a https://a.example/',
  );
});
