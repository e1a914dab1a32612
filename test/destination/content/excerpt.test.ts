import { expect, test } from 'vitest';
import { excerpt } from '../../../worker/destination/content/excerpt.ts';

test.each([
  ['a quote before the words', '> How long?\n>\n> Really?\n\nTwelve hours.', 'Twelve hours.'],
  ['a quote and nothing else, which is shown', '> How long?', '> How long?'],
  ['a sign that is no quote', '>_< indeed', '>_< indeed'],
  ['a link’s address behind its words', 'See my notes (https://gil.example/notes) on it.', 'See my notes on it.'],
  ['marks behind links', 'one (https://a.example) , two (https://a.example/b).', 'one, two.'],
  ['an address of mail', 'Write to Gil (mailto:gil@gil.example).', 'Write to Gil.'],
  ['an address alone', 'https://gil.example/notes', 'https://gil.example/notes'],
  ['brackets', 'Twelve (or so) hours', 'Twelve (or so) hours'],
  ['lines', 'one\n\ntwo', 'one two'],
  ['nothing', ' \n', null],
])('the beginning of a comment: %s', (_, text, expected) => {
  expect(excerpt(text, 100)).toBe(expected);
});

test('it is cut to the length', () => {
  expect(excerpt(`> ${'x'.repeat(50)}\n${'word '.repeat(50)}`, 20)?.length).toBeLessThanOrEqual(20);
});
