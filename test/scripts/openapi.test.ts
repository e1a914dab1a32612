import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { openApi } from '../../scripts/openapi/document.ts';
import { documentation } from '../../scripts/openapi/documentation.ts';
import { examples } from '../../scripts/openapi/examples.ts';
import { messages } from '../../scripts/openapi/message-shapes.ts';
import { routes } from '../../worker/admin/api/routes.ts';
import { readDestinationConfig } from '../../worker/config/destination.ts';
import { textOfValue } from '../../worker/config/config-value.ts';
import { readFeedConfig } from '../../worker/config/feed.ts';
import { MESSAGE_TYPES } from '../../worker/rules/events.ts';
import { everyType } from '../destination/messages.ts';

const record = v.record(v.string(), v.record(v.string(), v.unknown()));
const document = v.object({ paths: record, webhooks: record });

const FILE = join(import.meta.dirname, '../../openapi.json');
const published = (): unknown => JSON.parse(readFileSync(FILE, 'utf8'));

describe('openapi.json', () => {
  test('is the one that the routes and the Worker’s own schemas give (else: npm run schema)', () => {
    expect(published()).toEqual(openApi());
  });

  test('is valid OpenAPI 3.1, with all that it refers to in it', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(FILE);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(validator.version).toBe('3.1');
    const text = JSON.stringify(published());
    const names = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(([, kind = '', name = '']) => [
      kind,
      name,
    ]);
    const components = v.parse(v.object({ components: record }), published()).components;
    expect(names.filter(([kind = '', name = '']) => components[kind]?.[name] === undefined)).toEqual([]);
  });

  test('has every route of the router with its method, and no other', () => {
    const { paths } = v.parse(document, published());
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(new Set(described)).toEqual(new Set(there));
  });

  test('has every type of message among its webhooks', () => {
    expect(new Set(Object.keys(v.parse(document, published()).webhooks))).toEqual(new Set(MESSAGE_TYPES));
  });
});

describe('the shape of a message', () => {
  const real = everyType();

  test.each(MESSAGE_TYPES)('%s has all fields of a real one, and the real one all of it', (type) => {
    const shape = messages.find((one) => one.type === type)?.shape ?? v.never();
    const of = real.filter((message) => message.type === type);
    expect(of.length).toBeGreaterThan(0);
    // What a shape does not know it leaves out.
    for (const message of of) expect(v.parse(shape, message)).toEqual(message);
  });
});

describe('an example', () => {
  const shapes = new Map(
    Object.values(documentation).flatMap(({ request, answers }) =>
      [
        ...(request === undefined ? [] : [request]),
        ...answers.flatMap(({ body }) => (body === null ? [] : [body])),
      ].flatMap(({ schema, shape }) => (shape === null ? [] : [[schema, shape] as const])),
    ),
  );
  const withShapes = Object.entries(examples).flatMap(([name, example]) => {
    const shape = shapes.get(name);
    return shape === undefined ? [] : [[name, example, shape] as const];
  });

  test.each(withShapes)('of %s fits its shape', (_name, example, shape) => {
    expect(v.parse(shape, example)).toEqual(example);
  });

  test('of a value is valid', () => {
    const value = v.union([v.string(), v.record(v.string(), v.unknown())]);
    const feed = readFeedConfig('blog', textOfValue(v.parse(value, examples['FeedValue'])), () => undefined);
    const text = textOfValue(v.parse(value, examples['DestinationValue']));
    const destination = readDestinationConfig('team', text, () => 'https://hooks.slack.com/services/T0/B0/x');
    expect([feed.ok, destination.ok]).toEqual([true, true]);
  });
});
