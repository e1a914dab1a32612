import { readFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { terminalSvg } from '../../scripts/picture/svg.ts';

/** The runs of text in an SVG, with their attributes. */
function runs(output: string): readonly string[] {
  return [...terminalSvg(output, 80, 'title').matchAll(/<tspan (.*?)<\/tspan>/g)].map(([, run]) => run ?? '');
}

/** Place of the second run. */
const column = (output: string) => runs(output)[1]?.split(' ')[0];

const styled = (style: Parameters<typeof styleText>[0], text: string) =>
  styleText(style, text, { validateStream: false });

test('each line is a row, and indents are columns', () => {
  expect(runs('one\n\n    two\r\n')).toEqual([
    'x="16" y="30" fill="#e6edf3">one',
    'x="49.6" y="68" fill="#e6edf3">two',
  ]);
});

test.each([
  ['bold', 'font-weight="bold"'],
  ['dim', 'fill-opacity="0.6"'],
  ['green', 'fill="#7ee787"'],
] as const)('%s text is drawn so, and what follows is not', (style, attribute) => {
  const [before, shown, after] = runs(`a ${styled(style, 'b')} c`);
  expect(shown).toContain(attribute);
  expect([before, after].join('')).not.toContain(attribute);
});

test('a style goes on over the end of a line', () => {
  expect(runs(styled('bold', 'a\nb'))).toEqual([
    expect.stringContaining('font-weight="bold"'),
    expect.stringContaining('font-weight="bold"'),
  ]);
});

test('what stands behind wide characters stands where a terminal has it', () => {
  expect(column(`林小雨${styled('bold', 'x')}`)).toBe(column(`sixsix${styled('bold', 'x')}`));
});

test('nothing in the output becomes markup', () => {
  expect(terminalSvg('<b>&\u0007', 80, '<i>')).toContain('>&lt;b&gt;&amp;</tspan>');
  expect(terminalSvg('', 80, '<i>')).toContain('<title>&lt;i&gt;</title>');
});

test('README shows the picture that is there', () => {
  const root = path.join(import.meta.dirname, '../..');
  const [, file = ''] =
    /!\[[^\]]+\]\((docs\/[^)]+\.svg)\)/.exec(readFileSync(path.join(root, 'README.md'), 'utf8')) ?? [];
  expect(readFileSync(path.join(root, file), 'utf8')).toContain('$ npm start');
});
