import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

test.each(['docs/security.md', 'docs/architecture.md', 'docs/operating.md', 'SECURITY.md'])(
  '%s names no file of the tests, the Worker or the benches that there is not',
  (page) => {
    const text = readFileSync(path.join(ROOT, page), 'utf8');
    const named = [...text.matchAll(/`((?:test|worker|bench|scripts)\/[\w./-]*)`/g)].map(([, file = '']) => file);
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  },
);
