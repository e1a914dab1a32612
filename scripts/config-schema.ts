import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { commonFields, feedFields, NAME, SECRET_REFERENCE } from '../worker/config/fields.ts';
import type { Platform } from '../worker/destination/platform.ts';
import { platforms } from '../worker/destination/registry.ts';

type Json = Record<string, unknown>;

const DRAFT = 'http://json-schema.org/draft-07/schema#';

const secret = { type: 'string', pattern: SECRET_REFERENCE.source };
/** A credential that is left as it is, as `npm run pull` writes it. */
const mask = { type: 'string', pattern: '^masked:' };
const url = { type: 'string', pattern: '^https?://' };

/** The JSON Schema (draft 07) of earshot.json: what CONFIG takes, checked by the same schemas. */
export function configSchema(): Json {
  return {
    $schema: DRAFT,
    title: 'Earshot’s configuration',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      destinations: named(destinationValue()),
      feeds: named(feedValue()),
    },
    required: ['destinations', 'feeds'],
    additionalProperties: false,
  };
}

/** The JSON Schema of one feed's value. */
export function feedSchema(): Json {
  return { $schema: DRAFT, title: 'A feed of Earshot’s', ...feedValue() };
}

/** The JSON Schema of one destination's value. */
export function destinationSchema(): Json {
  return { $schema: DRAFT, title: 'A destination of Earshot’s', ...destinationValue() };
}

function feedValue(): Json {
  return { anyOf: [url, secret, feedObject()] };
}

function destinationValue(): Json {
  return { anyOf: [url, secret, mask, ...platforms.map(platformObject)] };
}

/** The JSON Schema of a feed's value that is an object. */
export function feedObject(): Json {
  return withSecrets(convert(v.strictObject(feedFields)), ['url', 'auth']);
}

/** The JSON Schema of a platform's value that is an object, with the fields that all platforms share. */
export function platformObject({ type, alias, family, schema, credentials }: Platform): Json {
  const own = withSecrets(convert(schema), ['url', ...credentials]);
  const shared = sharedProperties();
  // What the Worker refuses there, too.
  if (family === 'webhook') for (const field of ['roundup', 'digest']) delete shared[field];
  const properties = {
    ...propertiesOf(own),
    ...shared,
    type: alias === undefined ? { const: type } : { enum: [type, alias] },
  };
  return { ...own, title: type, properties };
}

/** JSON Schemas of the fields that all platforms share. */
export function sharedProperties(): Json {
  return propertiesOf(convert(v.strictObject(commonFields)));
}

/** Schemas of one feed's value and of one destination's in openapi.json, the fields that all platforms share alone. */
export function configValueSchemas(): { readonly FeedValue: Json; readonly DestinationValue: Json } {
  const description = 'A URL, secret:NAME, or an object; each platform’s own fields are in destination.schema.json.';
  return {
    FeedValue: feedValue(),
    DestinationValue: { description, anyOf: [url, secret, { type: 'object', properties: sharedProperties() }] },
  };
}

function convert(schema: v.GenericSchema): Json {
  // `errorMode: ignore`: what JSON Schema cannot say (a check in code) is said by the Worker alone.
  return { ...toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }), $schema: undefined };
}

/** Gives the properties of an object's JSON Schema by name. */
export function propertiesOf(schema: Json): Json {
  return v.parse(v.record(v.string(), v.unknown()), schema['properties']);
}

function withSecrets(schema: Json, fields: readonly string[]): Json {
  const properties = propertiesOf(schema);
  // A field that no value fits says what is needed instead of it.
  const given = fields.filter((field) => field in properties && !isNever(properties[field]));
  const widened = given.map((field) => [field, orSecret(properties[field])]);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(widened) } };
}

function isNever(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'not' in schema;
}

/** The schema, with `secret:NAME` allowed wherever it asks for text. */
function orSecret(schema: unknown): Json {
  const json = v.parse(v.record(v.string(), v.unknown()), schema);
  if (Array.isArray(json['anyOf'])) return { ...json, anyOf: json['anyOf'].map(orSecret) };
  if (json['type'] === 'array') return { ...json, items: orSecret(json['items']) };
  // In an object each value may be one, and its own schema takes that.
  if (json['type'] === 'object') return json;
  const { description, ...rest } = json;
  return { anyOf: [rest, secret, mask], ...(description === undefined ? {} : { description }) };
}

function named(values: Json): Json {
  return { type: 'object', propertyNames: { pattern: NAME.source }, additionalProperties: values };
}
