import { styleText, stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { wrap } from '../../scripts/local/wrap.ts';

function lines(text: string, columns: number, hang?: string): readonly string[] {
  return wrap(text, columns, hang).split('\n');
}

const LONG = 'https://blog.example/a/path/that/is/wider/than/the/terminal#c1';

describe('wrapping to the terminal’s width', () => {
  test.each([
    {
      what: 'between words, with the indent kept',
      text: '    one two three four five six',
      wrapped: ['    one two three', '    four five six'],
    },
    {
      what: 'below the text of a list’s item',
      text: '  - one two three four five',
      wrapped: ['  - one two three', '    four five'],
    },
    {
      what: 'below the text behind a check mark',
      text: '✓ one two three four five',
      wrapped: ['✓ one two three four', '  five'],
    },
    {
      what: 'within its quotation',
      text: '  > one two three four five',
      wrapped: ['  > one two three', '  > four five'],
    },
    {
      what: 'each line of its own',
      text: 'one\n\n  two three four five six',
      wrapped: ['one', '', '  two three four', '  five six'],
    },
    {
      what: 'between Chinese characters, of two columns each, and not before a comma',
      text: '  我家的水壶也是这样，换了',
      wrapped: ['  我家的水壶也是这', '  样，换了'],
    },
    {
      what: 'never within an emoji of several parts',
      text: 'four families: 👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧',
      wrapped: ['four families: 👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧👨‍👩‍👧'],
    },
    {
      what: 'within a word that is wider than the terminal',
      text: '  aaaaabbbbbcccccdddddeeeee',
      wrapped: ['  aaaaabbbbbcccccddd', '  ddeeeee'],
    },
    {
      what: 'around an address, which stays whole',
      text: `  see ${LONG} for more`,
      wrapped: ['  see', `  ${LONG}`, '  for more'],
    },
    {
      what: 'but never a command, which is there to be copied',
      text: '  npm start -- --state <path> --fresh',
      wrapped: ['  npm start -- --state <path> --fresh'],
    },
    {
      what: 'a sentence that begins with npm, which is no command',
      text: 'npm took --to for its own: type',
      wrapped: ['npm took --to for', 'its own: type'],
    },
    {
      what: 'a comment that begins with npm, which stands further in than a command',
      text: '    npm start broke for me',
      wrapped: ['    npm start broke', '    for me'],
    },
  ])('$what', ({ text, wrapped }) => {
    expect(lines(text, 20)).toEqual(wrapped);
  });

  test('a combining mark takes no column, and a style none either', () => {
    const text = `ab ${styleText('bold', 'cafe\u0301 cafe\u0301', { validateStream: false })} abcdefg`;
    expect(stripVTControlCharacters(text)).not.toBe(text);
    expect(lines(text, 20).map(stripVTControlCharacters)).toEqual(['ab cafe\u0301 cafe\u0301 abcdefg']);
    expect(lines(`${text} h`, 20).map(stripVTControlCharacters)).toEqual(['ab cafe\u0301 cafe\u0301 abcdefg', 'h']);
  });

  test('continues where it is told to', () => {
    expect(lines('Feed  one two three four', 26, '      ')).toEqual(['Feed  one two three four']);
    expect(lines('Feed  one two three four five', 26, '      ')).toEqual(['Feed  one two three four', '      five']);
  });

  test.each([20, 33, 80, 120])('nothing but an address is wider than %i columns, and no word is lost', (columns) => {
    const text = `    “Flat” is relative: ours sings a B♭ & the dog joins in ½ a tone above. 🐕 ${'水壶'.repeat(60)} end ${LONG}`;
    const wrapped = lines(text, columns);
    const isTooWide = (line: string) => !line.includes('://') && stringWidth(line) > columns;
    expect(wrapped.filter(isTooWide)).toEqual([]);
    expect(
      wrapped
        .map((line) => line.trim())
        .join('')
        .replaceAll(' ', ''),
    ).toBe(text.replaceAll(' ', ''));
  });

  test('a terminal too narrow for that is left to itself', () => {
    expect(lines('    one two three four', 10)).toEqual(['    one two three four']);
  });
});
