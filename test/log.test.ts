import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

test('docs/log.md explains every event, and none that there is not', () => {
  const files = readdirSync(join(ROOT, 'worker'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const code = files.map((file) => readFileSync(join(ROOT, 'worker', file), 'utf8')).join('\n');
  const literal = [...code.matchAll(/\b(?:log|settled)\('([a-z.-]+)'/g)].map(([, event]) => event);
  const written = [...code.matchAll(/\bhealth\(context, '(destination\.[a-z]+)'/g)].map(([, event]) => event);
  // What is set aside is logged by its state, which the call names.
  const states = code.includes('log(`message.${state}`')
    ? [...code.matchAll(/\{ state: '([a-z]+)', rule\b/g)].map(([, state]) => `message.${state}`)
    : [];
  const tables = readFileSync(join(ROOT, 'docs/log.md'), 'utf8').matchAll(/^\| (`[a-z]+\.[^|]*)\|/gm);
  const explained = [...tables].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, event]) => event));
  expect(explained.toSorted()).toEqual([...new Set([...literal, ...written, ...states])].toSorted());
});
