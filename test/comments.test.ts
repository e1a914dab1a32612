import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** A doc comment begins with the noun or verb that it is about: after these words one has to guess it. */
const RIDDLE = /\/\*\*[\s*]*(?:What|Whether|Who|Whose|Which|Where|How|When|Why)\b[^\n]*/g;

/** A boolean is documented as "True if …": one formula for all of them. */
const OTHER_FORMULA = /\/\*\*[\s*]*Tells (?:whether|that|if)\b[^\n]*/g;

/** Export that no doc comment ends before. */
const BARE_EXPORT = /(?<!\*\/\s*\n)^export (?!\{|\*|default)[^\n]*/gm;

function found(tops: readonly string[], pattern: RegExp): readonly string[] {
  return tops.flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const text = readFileSync(path.join(ROOT, top, file), 'utf8');
        return [...text.matchAll(pattern)].map(([line]) => `${top}/${file}: ${line}`);
      }),
  );
}

const EVERYWHERE = ['worker', 'scripts', 'bench', 'test'];

test('no doc comment begins with What, Whether, Who, Where, How, When or Why', () => {
  expect(found(EVERYWHERE, RIDDLE)).toEqual([]);
});

test('a doc comment of a boolean says when it is true', () => {
  expect(found(EVERYWHERE, OTHER_FORMULA)).toEqual([]);
});

test('every export of the Worker has a doc comment', () => {
  expect(found(['worker'], BARE_EXPORT)).toEqual([]);
});
