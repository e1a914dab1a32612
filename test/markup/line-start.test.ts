import { expect, it } from 'vitest';
import { plainStart } from '../../worker/markup/write/line-start.ts';

it.each(['# x', '> x', '- x', '+ x', '1. x', '12) x', '===', '---', '| a | b'])('makes no block of %j', (line) => {
  expect(plainStart(line)).toBe(`\u200B${line}`);
});

it.each(['x # y', '2026-11-20', '**bold**', '[x](https://a.example)', ''])('leaves %j as it is', (line) => {
  expect(plainStart(line)).toBe(line);
});

it('makes no code of what is indented', () => {
  expect(plainStart('    x')).toBe('x');
  expect(plainStart('\t- x')).toBe('\u200B- x');
});
