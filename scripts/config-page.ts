import { platforms } from '../worker/destination/registry.ts';
import { feedObject, platformObject, propertiesOf, sharedProperties } from './config-schema.ts';

type Json = Readonly<Record<string, unknown>>;

const HEAD = `# Configuration

All fields of all values, written by \`npm run schema\` from the schemas that the Worker checks them with. What they are for, with
examples, is in [feeds.md](feeds.md), [destinations.md](destinations.md) and [chats.md](chats.md).

CONFIG holds \`feed:<name>\` and \`destination:<name>\`; a name is made of \`a-z\`, \`0-9\`, \`.\`, \`_\` and \`-\`, begins with a letter or a digit, and
has 64 characters at most. A value is a URL, \`secret:NAME\`, or a JSON object with the fields below. \`earshot.json\` holds all of them:

\`\`\`json
{
  "$schema": "./earshot.schema.json",
  "destinations": { "default": "secret:SLACK_URL" },
  "feeds": { "blog": { "url": "https://blog.example/comments/feed/", "every": "15m" } }
}
\`\`\`

Editors check it with [earshot.schema.json](../earshot.schema.json), and single values with [feed.schema.json](../feed.schema.json) and
[destination.schema.json](../destination.schema.json). **Credentials** (marked so) can be \`secret:NAME\`, which is read from the Worker's
secret NAME.
`;

/** Text of docs/configuration.md: tables of all fields, of feeds, of all destinations and of each platform. */
export function configurationPage(): string {
  const shared = sharedProperties();
  const sections = platforms.map((platform) => {
    const { type, alias, family, credentials } = platform;
    const object = platformObject(platform);
    const own = Object.keys(propertiesOf(object)).filter((field) => !(field in shared));
    const title = alias === undefined ? type : `${type} (or ${alias})`;
    const note = family === 'webhook' ? '`roundup` and `digest` are for chats alone.\n\n' : '';
    return `## ${title}\n\n${note}${table(object, own, new Set(['url', ...credentials]))}`;
  });
  const feed = feedObject();
  const feeds = table(feed, Object.keys(propertiesOf(feed)), new Set(['auth', 'headers']));
  const common = table({ properties: shared }, Object.keys(shared), new Set());
  const links = platforms.map(({ type, alias }) => `[${type}](#${alias === undefined ? type : `${type}-or-${alias}`})`);
  return [
    HEAD,
    `## Feeds\n\n${feeds}`,
    `## All destinations\n\nBeside these, each platform has its own: ${links.join(', ')}.\n\n${common}`,
    ...sections,
  ].join('\n');
}

function table(object: Json, fields: readonly string[], credentials: ReadonlySet<string>): string {
  const properties = propertiesOf(object);
  const required = new Set(Array.isArray(object['required']) ? object['required'] : []);
  const rows = fields.flatMap((field) => {
    const schema = asJson(properties[field]);
    // No value fits it.
    if ('not' in schema) return [];
    const notes = [
      ...(required.has(field) ? ['required'] : []),
      ...(credentials.has(field) ? ['credential'] : []),
      ...('default' in schema ? [`default \`${JSON.stringify(schema['default'])}\``] : []),
    ];
    const meaning = typeof schema['description'] === 'string' ? schema['description'] : '';
    return [`| \`${field}\` | ${cell(kindOf(schema))} | ${notes.join(', ')} | ${cell(meaning)} |`];
  });
  return ['| field | value | | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** Kind of value that a schema takes, in words. */
function kindOf(schema: Json): string {
  if ('const' in schema) return code(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(code).join(', ');
  if (Array.isArray(schema['anyOf'])) {
    const kinds = schema['anyOf'].map(asJson).filter((one) => !isStandIn(one));
    return [...new Set(kinds.map(kindOf))].join(' or ');
  }
  switch (schema['type']) {
    case 'array':
      return `list of ${kindOf(asJson(schema['items']))}`;
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return '`true` or `false`';
    case 'object':
      return 'object';
    case 'string':
      return 'text';
    default:
      return 'any JSON';
  }
}

/** True if a schema stands for `secret:NAME` or a mask, which "credential" says. */
function isStandIn({ pattern }: Json): boolean {
  return typeof pattern === 'string' && /^\^(?:secret|masked):/.test(pattern);
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
