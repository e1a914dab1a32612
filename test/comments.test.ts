import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** A doc comment begins with the noun or verb that it is about: after these words one has to guess it. */
const RIDDLE = /\/\*\*[\s*]*(?:What|Whether|Who|Whose|Which|Where|How|When|Why)\b[^\n]*/g;

function riddles(): readonly string[] {
  return ['worker', 'scripts', 'bench', 'test'].flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const text = readFileSync(path.join(ROOT, top, file), 'utf8');
        return [...text.matchAll(RIDDLE)].map(([line]) => `${top}/${file}: ${line}`);
      }),
  );
}

test('no doc comment begins with What, Whether, Who, Where, How, When or Why', () => {
  expect(riddles()).toEqual([]);
});
