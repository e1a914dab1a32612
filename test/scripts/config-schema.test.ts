import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { configurationPage } from '../../scripts/config-page.ts';
import { configSchema, destinationSchema, feedSchema } from '../../scripts/config-schema.ts';
import { feedFields } from '../../worker/config/fields.ts';
import { platforms } from '../../worker/destination/registry.ts';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');

test.each([
  ['earshot.schema.json', configSchema()],
  ['feed.schema.json', feedSchema()],
  ['destination.schema.json', destinationSchema()],
])('the published %s is the one that the Worker’s own schemas give (else: npm run schema)', (file, schema) => {
  expect(JSON.parse(read(file))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('docs/configuration.md is made of the Worker’s own schemas (else: npm run schema)', () => {
  expect(read('docs/configuration.md')).toBe(configurationPage());
});

test('docs/configuration.md says what each field is for', () => {
  const page = configurationPage();
  expect(page.split('\n').filter((line) => line.startsWith('| `') && /\|\s*\|$/.test(line))).toEqual([]);
  for (const field of Object.keys(feedFields)) expect(page).toContain(`| \`${field}\` |`);
  for (const { type } of platforms) expect(page).toMatch(new RegExp(`^## ${type}\\b`, 'm'));
});
