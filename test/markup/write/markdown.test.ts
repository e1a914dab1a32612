import { HtmlRenderer, Parser } from 'commonmark';
import { describe, expect, it } from 'vitest';
import { parseMarkup } from '../../../worker/markup/read/parse.ts';
import { type Line, run } from '../../../worker/markup/run.ts';
import { fenced, longestRun } from '../../../worker/markup/write/commonmark.ts';
import { type Dialect, writeLine, writeRows } from '../../../worker/markup/write/markdown.ts';
import { rowsOf } from '../../../worker/markup/write/rows.ts';

/** Code in a line, between more backticks than any in it. https://spec.commonmark.org/0.31.2/#code-spans */
function codeSpan(code: string): string {
  const sign = '`'.repeat(longestRun(code) + 1);
  // A backtick at its edge would belong to the sign, and of a space at both edges one would go.
  const space = /^`|`$|^ .* $/s.test(code) ? ' ' : '';
  return sign + space + code + space + sign;
}

const dialect: Dialect = {
  text: (text) => text.replaceAll(/[\\`*_[\]<>&]/g, '\\$&'),
  bold: '**',
  italic: '*',
  struck: null,
  underlined: null,
  code: codeSpan,
  link: (href, label) => (label === null ? `<${href}>` : `[${label}](<${href}>)`),
  pre: (lines) => fenced(lines),
  quote: (line, depth) => '> '.repeat(depth) + line,
  bullet: (_depth, number) => (number === null ? '- ' : `${number}. `),
  columns: true,
  heading: null,
  rule: '---',
  lineStart: (line) => line.replace(/^[-+#=~]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2'),
};

/** HTML that CommonMark's reference parser reads in the markdown. */
function read(markdown: string): string {
  const html = new HtmlRenderer({ softbreak: '|' }).render(new Parser().parse(markdown));
  return html.replaceAll('\u200b', '').replaceAll('\n', '');
}

const line = (...runs: Line): string => read(writeLine(runs, dialect));
const html = (source: string): string =>
  read(writeRows(rowsOf(parseMarkup(source, null), { fits: () => true }), dialect).join('\n'));

const escaped = (text: string): string => text.replaceAll('"', '&quot;');
const bold = (text: string) => run(text, { bold: true });
const italic = (text: string) => run(text, { italic: true });

describe('signs of emphasis', () => {
  it.each<readonly [string, Line, string]>([
    ['between letters', [run('a'), bold('b'), run('c')], 'a<strong>b</strong>c'],
    ['around quotation marks', [run('a'), bold('"b"'), run('c')], 'a<strong>&quot;b&quot;</strong>c'],
    ['around a dot', [bold('b.'), run('c')], '<strong>b.</strong>c'],
    ['in Chinese', [run('他说'), bold('「好」'), run('了')], '他说<strong>「好」</strong>了'],
    ['around an emoji', [run('a'), bold('🎉'), run('c')], 'a<strong>🎉</strong>c'],
    ['around escaped signs', [run('a'), bold('*b*'), run('c')], 'a<strong>*b*</strong>c'],
    ['next to escaped signs', [run('*'), bold('b'), run('*')], '*<strong>b</strong>*'],
    ['side by side', [bold('a'), italic('b'), bold('c')], '<strong>a</strong><em>b</em><strong>c</strong>'],
    ['two in one', [run('a'), run('(b)', { bold: true, italic: true }), run('c')], 'a<em><strong>(b)</strong></em>c'],
    ['in brackets', [run('('), bold('b'), run(')')], '(<strong>b</strong>)'],
    ['around spaces', [run('a'), bold(' b '), run('c')], 'a <strong>b</strong> c'],
    ['around nothing but spaces', [run('a'), bold(' '), run('c')], 'a c'],
    [
      'around a link',
      [run('a'), run('b', { bold: true }, 'https://b.example/'), run('c')],
      'a<strong><a href="https://b.example/">b</a></strong>c',
    ],
    ['around code, left out', [run('`'), run('a`b', { code: true, bold: true }), run('`')], '`<code>a`b</code>`'],
  ])('are read %s', (_where, runs, expected) => {
    expect(line(...runs)).toBe(`<p>${expected}</p>`);
  });

  it('are read in all combinations with what may stand next to them', () => {
    const texts = ['a', '"', '。', '🎉', '*', '_', '!', '`', ' ', '中', '\\', '(', '$'];
    const styles = [{ bold: true }, { italic: true }, { bold: true, italic: true }] as const;
    const broken: string[] = [];
    for (const before of texts)
      for (const inside of texts)
        for (const after of texts)
          for (const style of styles) {
            if (inside.trim() === '') continue;
            const runs = [run(`x${before}`), run(inside, style), run(`${after}x`)];
            const tags = [...('italic' in style ? ['em'] : []), ...('bold' in style ? ['strong'] : [])];
            const open = tags.map((tag) => `<${tag}>`).join('');
            const close = tags
              .map((tag) => `</${tag}>`)
              .toReversed()
              .join('');
            if (line(...runs) !== `<p>x${escaped(before)}${open}${escaped(inside)}${close}${escaped(after)}x</p>`)
              broken.push(writeLine(runs, dialect));
          }
    expect(broken).toEqual([]);
  });

  it('make no image of a link after an exclamation mark', () => {
    expect(line(run('Look!'), run('here', {}, 'https://b.example/'))).toBe(
      '<p>Look!<a href="https://b.example/">here</a></p>',
    );
  });
});

describe('code', () => {
  it.each(['`', '``', 'a ``` b', '`a', ' a ', ' '])('in a line keeps %j', (code) => {
    expect(read(codeSpan(code))).toBe(`<p><code>${code}</code></p>`);
  });

  it('in a block keeps fences', () => {
    expect(html('<pre>```\nopen\n````</pre><p>after</p>')).toBe('<pre><code>```open````</code></pre><p>after</p>');
  });
});

describe('blocks', () => {
  it.each([
    ['a list in a list', '<ul><li>a<ul><li>b</li></ul></li></ul>', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    [
      'a list in the tenth item',
      '<ol start="10"><li>a<ul><li>b</li></ul></li><li>c</li></ol>',
      '<ol start="10"><li>a<ul><li>b</li></ul></li><li>c</li></ol>',
    ],
    ['a list alone in an item', '<ul><li><ul><li>a</li></ul></li><li>b</li></ul>', '<ul><li>a</li><li>b</li></ul>'],
    [
      'code in an item',
      '<ul><li><pre>a\n  b</pre></li><li>c</li></ul>',
      '<ul><li><pre><code>a  b</code></pre></li><li>c</li></ul>',
    ],
    ['two lines in an item', '<ul><li>a<br>b</li></ul>', '<ul><li>a|b</li></ul>'],
    ['text below a quote', '<ul><li><blockquote>a</blockquote>b</li></ul>', '</blockquote><p>b</p>'],
    ['a quote in a quote', '<blockquote><blockquote>a</blockquote>b</blockquote>', 'a</p></blockquote><p>b</p>'],
    ['code in a quote', '<blockquote><pre>a\nb</pre></blockquote>', '<blockquote><pre><code>ab</code></pre>'],
    ['a heading in bold', '<h2>a <b>b</b></h2>', '<p><strong>a b</strong></p>'],
    ['text like a heading', '<p># a</p>', '<p># a</p>'],
    ['text like a heading in an item', '<ul><li># a</li></ul>', '<ul><li># a</li></ul>'],
    ['text like a list', '<p>1. a<br>- b<br>+ c</p>', '<p>1. a|- b|+ c</p>'],
    ['text like an underlined heading', '<p>a<br>===</p>', '<p>a|===</p>'],
  ])('are read: %s', (_what, source, expected) => {
    expect(html(source)).toContain(expected);
  });
});

it('writes times in the platform’s own way where it has one', () => {
  const at = { ...run('2026-11-20 10:00 UTC'), time: '2026-11-20T10:00:00Z' };
  expect(writeLine([at], dialect)).toBe('2026-11-20 10:00 UTC');
  expect(writeLine([at], { ...dialect, time: (iso) => `<time:${iso}>` })).toBe('<time:2026-11-20T10:00:00Z>');
});

it('shows of a bare address with a user before its host where it leads', () => {
  expect(html('<p>https://good.example@evil.example/ and https://b.example/Ä</p>')).toBe(
    '<p><a href="https://evil.example/">https://evil.example/</a> and ' +
      '<a href="https://b.example/%C3%84">https://b.example/Ä</a></p>',
  );
});
