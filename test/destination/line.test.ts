import { describe, expect, it } from 'vitest';
import { line, moment } from '../../worker/destination/line.ts';

describe('line', () => {
  it.each([
    ['Devon Young', 'Devon Young'],
    ['  Devon\n\tYoung\u00A0', 'Devon Young'],
    ['Devon\u0000\u0007\u0085Young', 'Devon Young'],
    ['Devon \u202Egnuo\u2066Y', 'Devon gnuo Y'],
    ['Devon \uD83D', 'Devon \uFFFD'],
    ['a name of more than twenty', 'a name of more than…'],
    ['中国人民中国人民中国人民中国人民中国人民中国人民', '中国人民中国人民中国人民中国人民中国人…'],
    ['', null],
    [' \u202E\n', null],
    [null, null],
  ])('%j: %j', (text, said) => {
    expect(line(text, 20)).toBe(said);
  });
});

describe('moment', () => {
  it('says a time in UTC', () => {
    expect(moment('2007-02-19T23:25:36Z')).toBe('2007-02-19 23:25 UTC');
  });
});
