import { expect, it } from 'vitest';
import { oneLine } from '../../worker/markup/text/one-line.ts';

it.each([
  ['Devon Young', 'Devon Young'],
  ['  Devon\n\tYoung\u00A0', 'Devon Young'],
  ['Devon\u0000\u0007\u0085Young', 'Devon Young'],
  ['Devon\u0000Young', 'DevonYoung'],
  ['Devon \u202Egnuo\u2066Y', 'Devon gnuoY'],
  ['Devon \uD83D', 'Devon \uFFFD'],
  ['a name of more than twenty', 'a name of more than…'],
  ['中国人民中国人民中国人民中国人民中国人民中国人民', '中国人民中国人民中国人民中国人民中国人…'],
  ['דבון\u200F (1)', 'דבון\u200F (1)'],
  ['', null],
  [' \u202E\n', null],
  ['\u200B\u3164', null],
  [null, null],
])('%j as one line is %j', (text, said) => {
  expect(oneLine(text, 20)).toBe(said);
});
