import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** A doc comment begins with the noun or verb that it is about: after these words one has to guess it. */
const RIDDLE = /\/\*\*[\s*]*(?:What|Whether|Who|Whose|Which|Where|How|When|Why)\b[^\n]*/g;

/** Rooms whose comments are still to be rewritten. It only ever shrinks, and ends empty. */
const TO_REWRITE: readonly string[] = ['worker/destination', 'worker/io', 'worker/outbox'];

type Found = { readonly room: string; readonly line: string };

function riddles(): readonly Found[] {
  return ['worker', 'scripts', 'bench'].flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const room = file.includes(path.sep) ? `${top}/${file.split(path.sep)[0]}` : top;
        const text = readFileSync(path.join(ROOT, top, file), 'utf8');
        return [...text.matchAll(RIDDLE)].map(([line]) => ({ room, line: `${top}/${file}: ${line}` }));
      }),
  );
}

test('no doc comment begins with What, Whether, Who, Where, How, When or Why', () => {
  const lines = riddles().flatMap(({ room, line }) => (TO_REWRITE.includes(room) ? [] : [line]));
  expect(lines).toEqual([]);
});

test('every room of that list still has such a comment, else it has to leave the list', () => {
  const rooms = new Set(riddles().map(({ room }) => room));
  expect(TO_REWRITE.filter((room) => !rooms.has(room))).toEqual([]);
});
