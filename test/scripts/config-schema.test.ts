import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema } from '../../scripts/config-schema.ts';

test('the published JSON Schema is the one that the Worker’s own schemas give (else: npm run schema)', () => {
  const published: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../earshot.schema.json'), 'utf8'));
  expect(published).toEqual(configSchema());
});
