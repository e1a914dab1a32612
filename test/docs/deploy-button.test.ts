import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { experimental_readRawConfig } from 'wrangler';

// https://developers.cloudflare.com/workers/platform/deploy-buttons/

const ROOT = path.resolve(import.meta.dirname, '../..');

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const Config = v.looseObject({
  kv_namespaces: v.array(v.looseObject({ binding: v.string() })),
  durable_objects: v.object({ bindings: v.array(v.looseObject({ name: v.string() })) }),
});
const config = v.parse(Config, experimental_readRawConfig({ config: path.join(ROOT, 'wrangler.toml') }).rawConfig);
const namespaces = config.kv_namespaces;
const objects = config.durable_objects.bindings;

/** Secrets that the button asks for: lines of the example that are no comments. */
const asked = parseEnv(read('.dev.vars.example'));

const Package = v.object({
  scripts: v.record(v.string(), v.string()),
  cloudflare: v.object({ bindings: v.record(v.string(), v.object({ description: v.string() })) }),
});
const { cloudflare, scripts } = v.parse(v.pipe(v.string(), v.parseJson(), Package), read('package.json'));

test('package.json describes every binding of wrangler.toml and every secret that is asked for, and nothing else', () => {
  const names = [
    ...namespaces.map(({ binding }) => binding),
    ...objects.map(({ name }) => name),
    ...Object.keys(asked),
  ];
  expect(Object.keys(cloudflare.bindings).toSorted()).toEqual(names.toSorted());
  for (const { description } of Object.values(cloudflare.bindings)) expect(description).toMatch(/^[A-Z].*\.$/);
});

test('the button asks for ADMIN_TOKEN alone: who sends to chats needs no other secret', () => {
  expect(Object.keys(asked)).toEqual(['ADMIN_TOKEN']);
});

test('no secret has an example that somebody would deploy', () => {
  expect(Object.values(asked).filter((value) => value !== '')).toEqual([]);
});

test('wrangler.toml holds no id of an account or a namespace', () => {
  expect(config).not.toHaveProperty('account_id');
  expect(namespaces.map((namespace) => Object.keys(namespace))).toEqual(namespaces.map(() => ['binding']));
});

test('the button runs the deploy that people run, on the repository that README is in', () => {
  expect(scripts['deploy']).toMatch(/scripts\/deploy\.ts$/);
  const [, repository] = /^git clone (\S+)/m.exec(read('README.md')) ?? [];
  expect(read('README.md')).toContain(`](https://deploy.workers.cloudflare.com/?url=${repository})`);
});
