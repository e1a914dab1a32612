import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const Entry = v.object({
  version: v.optional(v.string()),
  os: v.optional(v.array(v.string()), []),
  cpu: v.optional(v.array(v.string()), []),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
});

const { packages } = v.parse(
  v.object({ packages: v.record(v.string(), Entry) }),
  JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')),
);

/** The lockfile's entry of `name` as Node resolves it from the package at `place`. */
function resolved(place: string, name: string): v.InferOutput<typeof Entry> | null {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found !== undefined || folder === '') return found ?? null;
  }
}

test('the lockfile holds every optional package of every package, on whatever platform it was written', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies).filter((name) => resolved(place, name) === null),
  );
  expect(missing).toEqual([]);
});

/** Packages that are a binary, one per platform, and without which no script of ours runs. */
const WITH_BINARIES = ['workerd', 'esbuild', 'oxlint', 'oxfmt', 'oxlint-tsgolint', 'typescript', 'rolldown'];

test.each([
  ['darwin', 'arm64'],
  ['darwin', 'x64'],
  ['linux', 'arm64'],
  ['linux', 'x64'],
  ['win32', 'x64'],
])('%s on %s finds a binary of each tool', (os, cpu) => {
  const without = WITH_BINARIES.filter((tool) => {
    const place = `node_modules/${tool}`;
    return !Object.keys(packages[place]?.optionalDependencies ?? {}).some((name) => {
      const entry = resolved(place, name);
      return entry?.os.includes(os) === true && entry.cpu.includes(cpu);
    });
  });
  expect(without).toEqual([]);
});
