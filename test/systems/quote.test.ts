import { expect, test } from 'vitest';
import { quoteAtEnd } from '../../worker/systems/quote.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const long = 'x'.repeat(10_000);

test.each([
  ['one', '<p>a</p><blockquote>b</blockquote>', '<p>a</p>', 'b'],
  ['one in capitals', 'a<BLOCKQUOTE cite="c">b</blockquote >\n', 'a', 'b'],
  ['the last of two', '<blockquote>a</blockquote><blockquote>b</blockquote>', '<blockquote>a</blockquote>', 'b'],
  ['one whose tag has a sign in it', "a<blockquote title='>'>b</blockquote>", 'a', 'b'],
  ['one with a comment', 'a<blockquote><!-- </blockquote> -->b</blockquote>', 'a', '<!-- </blockquote> -->b'],
  [
    'one with others in it',
    'a<blockquote>b<blockquote>c</blockquote><blockquote>d</blockquote>e</blockquote>',
    'a',
    'b<blockquote>c</blockquote><blockquote>d</blockquote>e',
  ],
  ['a long one', `a<blockquote>${long}</blockquote>`, 'a', long],
  ['one within another that ends nowhere', '<blockquote>a<blockquote>b</blockquote>', '<blockquote>a', 'b'],
])('a text that ends with a quotation: %s', (_, html, before, quoted) => {
  const quote = quoteAtEnd(html);
  expect(quote && [html.slice(0, quote.index), html.slice(quote.from, quote.to)]).toEqual([before, quoted]);
});

test.each(['', 'a', '<blockquote>a</blockquote>b', 'a</blockquote>', 'a<blockquote>', '<blockquotes>a</blockquotes>'])(
  '%j ends with none',
  (html) => {
    expect(quoteAtEnd(html)).toBeNull();
  },
);

test.each(['<blockquote>', '</blockquote>', '<blockquote ', '<blockquote></blockquote>'])(
  'a megabyte of %j is looked through in less than a second',
  (part) => {
    const html = `${part.repeat(1_000_000 / part.length)}</blockquote>`;
    expect(cpuMilliseconds(() => quoteAtEnd(html))).toBeLessThan(1000);
  },
);
