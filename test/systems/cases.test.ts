import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import { oldestFirst } from '../feed/entries.ts';

const folder = join(import.meta.dirname, 'cases');
const names = readdirSync(folder).filter((name) => name.endsWith('.xml'));

/** Reads a case's facts of its comments; facts that it does not state are not compared. */
function expected(name: string): readonly object[] {
  return JSON.parse(readFileSync(join(folder, name.replace(/\.xml$/, '.json')), 'utf8')) as readonly object[];
}

test.each(names)('the comments of %s are read as their system means them', (name) => {
  const parsed = parseFeed(readFileSync(join(folder, name)), { url: 'https://served.example/f', contentType: null });
  if (!parsed.ok) throw new Error(`${name} is no feed`);
  const found = oldestFirst(findComments(parsed.value));
  expect(found.map(({ render }) => render())).toMatchObject(expected(name));
});
