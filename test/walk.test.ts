import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Most hops from the cron to the chat that a reader can be asked to follow. */
const MOST_HOPS = 40;

type Hop = { readonly file: string; readonly name: string };

const [, section = ''] = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8').split("## A stranger's walk\n");
const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\d/.test(line));

const hops = lines.flatMap((line): Hop[] => {
  const [, file, name] = /^\d+\. `([^`]+)` `([^`]+)`: ./.exec(line) ?? [];
  return file === undefined || name === undefined ? [] : [{ file, name }];
});

/** True if a file declares the name: as a function, class or constant, or as a method. */
function declares(file: string, name: string): boolean {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const word = `${name}\\b`;
  const declared = new RegExp(`^(?:export )?(?:async )?(?:function\\*?|class|const) ${word}`, 'm');
  const method = new RegExp(`^  (?:override )?(?:async )?\\*?${word}(?:\\(|: (?:async )?\\(|<)(?!.*;$)`, 'm');
  return declared.test(text) || method.test(text);
}

test(`the stranger's walk in CONTRIBUTING has at most ${MOST_HOPS} hops, each a file and a name in it`, () => {
  expect(hops).toHaveLength(lines.length);
  expect(hops.length).toBeGreaterThan(20);
  expect(hops.length).toBeLessThanOrEqual(MOST_HOPS);
});

test.each(hops)('$file declares $name', ({ file, name }) => {
  expect(existsSync(path.join(ROOT, file))).toBe(true);
  expect(declares(file, name)).toBe(true);
});
