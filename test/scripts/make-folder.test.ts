import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../../scripts/local/make-folder.ts';
import { problemOf } from '../../scripts/local/problem.ts';

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

  test.skipIf(!existsSync('/proc/self'))('cannot be in /proc, which is said at once', () => {
    expect(problemWith('/proc/earshot/sample')).toContain(
      'cannot keep its state at /proc/earshot: no folder can be made there',
    );
  });
});

test('other failures keep their own words', () => {
  expect(problemOf(new Error('The Worker does not bundle.'))).toBe('The Worker does not bundle.');
  expect(problemOf('nothing')).toBe('The local run broke.');
});
