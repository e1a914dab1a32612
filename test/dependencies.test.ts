import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const Versions = v.record(v.string(), v.string());

const manifest = v.parse(
  v.object({ dependencies: Versions, devDependencies: Versions }),
  JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')),
);
const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

test('CONTRIBUTING says of every dependency why it is there', () => {
  const contributing = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const [, section = ''] = contributing.split('## Dependencies, and why each is there\n');
  const explained = new Set(
    [...section.matchAll(/^\| .*?\|/gm)].flatMap(([cell]) => cell.match(/(?<=`)[^`\s,]+(?=`)/g)),
  );
  expect(versions.map(([name]) => name).filter((name) => !explained.has(name))).toEqual([]);
  expect([...explained].filter((name) => name !== null && !versions.some(([known]) => known === name))).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the Worker holds no package in two versions', () => {
  const Lock = v.object({ packages: v.record(v.string(), v.object({ dev: v.optional(v.boolean()) })) });
  const { packages } = v.parse(Lock, JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')));
  const bundled = Object.keys(packages).filter((place) => place !== '' && packages[place]?.dev !== true);
  const names = bundled.map((place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(names).toContain('entities');
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
