import { HtmlRenderer, Parser } from 'commonmark';
import { describe, expect, it } from 'vitest';
import { parseMarkup } from '../../../worker/markup/read/parse.ts';
import { writeRows } from '../../../worker/markup/write/markdown.ts';
import { rowsOf } from '../../../worker/markup/write/rows.ts';
import { UNESCAPED, unmentioned, unsigned } from '../../../worker/markup/write/unescaped.ts';

const render = (markdown: string): string => new HtmlRenderer().render(new Parser().parse(markdown));

function written(html: string): string {
  return writeRows(rowsOf(parseMarkup(html, null), { fits: () => true }), UNESCAPED).join('\n');
}

describe('text without escapes', () => {
  it.each([
    ['5 * 3 and a_name and _x_', '5 ∗ 3 and a_name and ＿x＿'],
    ['[a](b) `c` ~~d~~', '［a］(b) ˋcˋ ∼∼d∼∼'],
    ['a < b > c & d', 'a < b > c & d'],
    ['<b> <@ada> </x>', '<\u200bb> <\u200b@\u200bada> <\u200b/x>'],
    ['&lt; &#60;', '&\u200blt; &\u200b#60;'],
    ['a\\b \\* end\\', 'a\\b \\\u200b∗ end\\\u200b'],
    ['mail@a.example @all', 'mail@a.example @\u200ball'],
  ])('%j is %j', (text, expected) => {
    expect(unsigned(text)).toBe(expected);
  });

  it('has in plain text mentions, tags and emoji broken alone', () => {
    expect(unmentioned('*a* <@ada> <b> @all a@b.example 1 < 2 [微笑] [a b]')).toBe(
      '*a* <\u200b@\u200bada> <\u200bb> @\u200ball a@b.example 1 < 2 [\u200b微笑] [a b]',
    );
  });
});

describe('markdown without escapes', () => {
  it.each([
    ['# a', '<p>\u200b# a</p>'],
    ['1. a', '<p>1\u200b. a</p>'],
    ['- a', '<p>\u200b- a</p>'],
    ['=== ', '<p>\u200b===</p>'],
  ])('begins no block with %j', (text, expected) => {
    expect(render(written(`<p>${text}</p>`)).trim()).toBe(expected);
  });

  it('ends a link where it ends', () => {
    expect(written('<a href="https://a.example/(x)?a=1&amp;lt;=[2]">a ] b</a>')).toBe(
      '[a ］ b](https://a.example/%28x%29?a=1&lt%3B=%5B2%5D)',
    );
  });

  it('has a rule that makes no heading of the line before it', () => {
    expect(render(written('<ul><li>a<hr></li></ul>'))).not.toMatch(/<h\d/);
  });
});
