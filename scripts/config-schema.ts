import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { commonFields, feedFields, NAME, SECRET_REFERENCE } from '../worker/config/fields.ts';
import { platforms } from '../worker/destination/registry.ts';

type Json = Record<string, unknown>;

const secret = { type: 'string', pattern: SECRET_REFERENCE.source };
const url = { type: 'string', pattern: '^https?://' };

/** The JSON Schema (draft 07) of earshot.json: what CONFIG takes, checked by the same schemas. */
export function configSchema(): Json {
  const feed = withSecrets(convert(v.strictObject(feedFields)), ['url', 'auth']);
  const common = convert(v.strictObject(commonFields));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Earshot’s configuration',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      destinations: named({
        anyOf: [
          url,
          secret,
          ...platforms.map((platform) => {
            const { type, alias, family, schema, credentials } = platform;
            const own = withSecrets(convert(schema), ['url', ...credentials]);
            const shared = propertiesOf(common);
            // What the Worker refuses there, too.
            if (family === 'webhook') for (const field of ['roundup', 'digest']) delete shared[field];
            const properties = {
              ...propertiesOf(own),
              ...shared,
              type: alias === undefined ? { const: type } : { enum: [type, alias] },
            };
            return { ...own, title: type, properties };
          }),
        ],
      }),
      feeds: named({ anyOf: [url, secret, feed] }),
    },
    additionalProperties: false,
  };
}

function convert(schema: v.GenericSchema): Json {
  // `errorMode: ignore`: what JSON Schema cannot say (a check in code) is said by the Worker alone.
  return { ...toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }), $schema: undefined };
}

function propertiesOf(schema: Json): Json {
  return v.parse(v.record(v.string(), v.unknown()), schema['properties']);
}

function withSecrets(schema: Json, fields: readonly string[]): Json {
  const properties = propertiesOf(schema);
  const widened = fields.filter((field) => field in properties).map((field) => [field, orSecret(properties[field])]);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(widened) } };
}

/** The schema, with `secret:NAME` allowed wherever it asks for text. */
function orSecret(schema: unknown): Json {
  const json = v.parse(v.record(v.string(), v.unknown()), schema);
  if (Array.isArray(json['anyOf'])) return { ...json, anyOf: json['anyOf'].map(orSecret) };
  if (json['type'] === 'array') return { ...json, items: orSecret(json['items']) };
  // In an object each value may be one, and its own schema takes that.
  if (json['type'] === 'object') return json;
  const { description, ...rest } = json;
  return { anyOf: [rest, secret], ...(description === undefined ? {} : { description }) };
}

function named(values: Json): Json {
  return { type: 'object', propertyNames: { pattern: NAME.source }, additionalProperties: values };
}
