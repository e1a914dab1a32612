import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';

const WORKER = path.resolve(import.meta.dirname, '../../worker');

test('the text that each wrong version replaces stands in the code once: else it is a mutant of nothing', () => {
  const stale = MUTANTS.filter(({ file, find }) => {
    const text = readFileSync(path.join(WORKER, file), 'utf8');
    return text.split(find).length !== 2;
  });
  expect(stale.map(({ name }) => name)).toEqual([]);
});

test('each wrong version has a name of its own', () => {
  const names = MUTANTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});
