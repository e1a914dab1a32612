import { expect, test } from 'vitest';
import { authorInTitle } from '../../worker/systems/title-author.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

test.each([
  ['Ann commented on Knots', 'Ann'],
  ['Ann Lee wrote:', 'Ann Lee'],
  ['Ann replied to Bob', 'Ann'],
  ['New comment by Ann on Knots', 'Ann'],
  ['Review by Ann Lee', 'Ann Lee'],
  ['Answer from Ann: it depends', 'Ann'],
  ['By: Ann', 'Ann'],
  ['Von: Ann', 'Ann'],
])('%s names %s', (title, name) => {
  expect(authorInTitle(title)).toBe(name);
});

test.each([
  null,
  'Ann',
  'Knots',
  'Re: Knots',
  'By the way',
  'Comment on Knots',
  'What nobody of us ever wrote: a song',
  'They said: no',
  'Reviewed by nobody',
])('%s names nobody', (title) => {
  expect(authorInTitle(title)).toBeNull();
});

test.each(['a ', 'comment by ', 'a commented ', 'by:'])('%j, over and over, takes little time', (part) => {
  expect(cpuMilliseconds(() => authorInTitle(part.repeat(50_000)))).toBeLessThan(1000);
});
