import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { arrows } from '../../scripts/rooms/imports.ts';
import { draw, reduced, withPicture } from '../../scripts/rooms/picture.ts';

const CONTRIBUTING = readFileSync(path.join(import.meta.dirname, '../../CONTRIBUTING.md'), 'utf8');

test('the picture of the rooms in CONTRIBUTING is the one that the imports draw (else: npm run rooms)', () => {
  expect(CONTRIBUTING).toBe(withPicture(CONTRIBUTING, draw(arrows())));
});

const arrow = (text: string) => ({ from: text.charAt(0), to: text.charAt(1) });

test.each([
  ['one that others imply is left out', 'ab bc ac', 'ab bc'],
  ['over any number of rooms', 'ab bc cd ad', 'ab bc cd'],
  ['repeated ones are one, and a room has none to itself', 'ab ab aa', 'ab'],
  ['two rooms that import each other keep theirs', 'ab ba', 'ab ba'],
  ['two ways to one room stay', 'ab ac bd cd', 'ab ac bd cd'],
])('arrows: %s', (_, given, left) => {
  expect(reduced(given.split(' ').map(arrow))).toEqual(left.split(' ').map(arrow));
});

test('folders and files are told apart, in an order that does not depend on the disk', () => {
  const [a, b] = [
    { from: 'poller', to: 'model.ts' },
    { from: 'feed', to: 'model.ts' },
  ];
  expect(draw([a, b])).toBe(draw([b, a]));
  expect(draw([a])).toBe('```mermaid\nflowchart TD\n  poller --> model_ts["model.ts"]\n```');
});

test('a text without the marks is refused', () => {
  expect(() => withPicture('no marks', '')).toThrow(/marks .* are missing/);
});
