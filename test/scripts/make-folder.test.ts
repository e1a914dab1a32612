import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../../scripts/local/make-folder.ts';
import { problemOf } from '../../scripts/local/problem.ts';

/** Folders that no system makes, and one that Linux does not, where that runs. */
const IMPOSSIBLE = [
  { what: 'a folder whose name is too long', folder: 'x'.repeat(300), why: 'the path is too long' },
  ...(existsSync('/proc/self') ? [{ what: '/proc', folder: '/proc/earshot', why: 'no folder can be made there' }] : []),
];

let base: string;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'earshot-folder-'));
});
afterEach(() => rmSync(base, { recursive: true }));

/** The problem with a folder, as a person reads it; `''`: it was made. */
function problemWith(folder: string): string {
  try {
    makeFolder(folder);
    return '';
  } catch (error) {
    return problemOf(error);
  }
}

describe('the folder of the state', () => {
  test('is made with those above it, and may be there already', () => {
    const folder = path.join(base, 'a/b/c');
    expect(problemWith(folder)).toBe('');
    expect(existsSync(folder)).toBe(true);
    expect(problemWith(folder)).toBe('');
  });

  test.each(['file', 'file/below', 'file/far/below'])('cannot be %s: the file is named, and what to do', (name) => {
    const file = path.join(base, 'file');
    writeFileSync(file, 'mine');
    const said = problemWith(path.join(base, name));
    expect(said).toContain(`cannot keep its state at ${file}: a file stands there`);
    expect(said).toContain('npm start -- --state <path>');
  });

  test.each(IMPOSSIBLE)('cannot be in $what, which is said at once', ({ folder, why }) => {
    const whole = path.resolve(base, folder);
    expect(problemWith(path.join(whole, 'sample'))).toContain(`cannot keep its state at ${whole}: ${why}`);
  });
});

test('other failures keep their own words', () => {
  expect(problemOf(new Error('The Worker does not bundle.'))).toBe('The Worker does not bundle.');
  expect(problemOf('nothing')).toBe('The local run broke.');
});
