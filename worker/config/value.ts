import * as v from 'valibot';
import { SECRET_REFERENCE } from './fields.ts';
import type { ConfigIssue } from './failure.ts';
import { editDistance, nearest } from '../destination/spelling.ts';
import { shownName } from './keys.ts';

/** Gives the value of the Worker's secret or var of a name, or `undefined`. */
export type Secrets = (name: string) => string | undefined;

/** A JSON object as parsed. */
export type Fields = Readonly<Record<string, unknown>>;

/** Beginning of a value that is a bare URL. */
export const BARE_URL = /^https?:\/\//i;

/** The Worker's own keys: no feed or destination may have them sent anywhere. */
const OWN_SECRETS = new Set(['SIGNING_KEY', 'SIGNING_KEY_PREVIOUS', 'ADMIN_TOKEN', 'READ_TOKEN']);

/** Letters by which a field's name may differ from the one that was meant. */
const SLIPS = 2;

/** Unknown fields that are told of one value. */
const UNKNOWN_FIELDS = 20;

/** Reads a value as fields (a bare URL is `{ url }`); `null`: it has none, and `issues` says why. */
export function readFields(value: string, secrets: Secrets, issues: ConfigIssue[]): Fields | null {
  const whole: ConfigIssue[] = [];
  const text = resolve({ value: value.trim() }, ['value'], secrets, whole)['value'];
  issues.push(...whole.map((issue) => ({ ...issue, field: null })));
  if (typeof text !== 'string') return null;
  if (!text.startsWith('{')) {
    if (BARE_URL.test(text)) return { url: text };
    issues.push({ field: null, detail: 'must be a URL (https://…) or a JSON object ({ "url": … })' });
    return null;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isFields(parsed)) return parsed;
  } catch {
    // Said below: what the parser says would repeat the value.
  }
  issues.push({ field: null, detail: 'starts like a JSON object, but is not valid JSON' });
  return null;
}

/**
 * Gives the fields with `credentials` (`null`: all) without the white space that a paste leaves around them, and each
 * `secret:NAME` among them, or in one that is an object, read from the Worker's secret of that name. One that cannot be
 * read is an issue, and `undefined`. `path`: of the fields in the value.
 */
export function resolve(
  fields: Fields,
  credentials: readonly string[] | null,
  secrets: Secrets,
  issues: ConfigIssue[],
  path = '',
): Fields {
  const resolved: Record<string, unknown> = { ...fields };
  for (const field of credentials ?? Object.keys(fields)) {
    if (!(field in fields)) continue;
    const value = fields[field];
    const read = (item: unknown): unknown => {
      if (typeof item !== 'string') return item;
      const secret = SECRET_REFERENCE.exec(item.trim())?.[1];
      if (secret === undefined) return item.trim();
      const given = OWN_SECRETS.has(secret) ? undefined : secrets(secret);
      if (given === undefined) issues.push({ field: path + shownField(field), ...secretIssue(secret) });
      return given?.trim();
    };
    if (isFields(value)) resolved[field] = resolve(value, null, secrets, issues, `${path}${shownField(field)}.`);
    else resolved[field] = Array.isArray(value) ? value.map(read) : read(value);
  }
  return resolved;
}

function secretIssue(secret: string): Omit<ConfigIssue, 'field'> {
  if (OWN_SECRETS.has(secret)) return { detail: `secret:${secret} is Earshot’s own` };
  // What does not look like a name may be the credential itself.
  const name = /^[A-Z][A-Z0-9_]*$/.test(secret) ? secret : 'NAME';
  return { detail: `the Worker has no such secret: npx wrangler secret put ${name}`, isSecretMissing: true };
}

/**
 * Checks fields against a schema; `null`: they do not fit, and `issues` has an issue more for each field with none yet.
 * `beside`: fields that the value may have and this schema does not check, for slips in their names.
 */
export function check<T>(
  schema: v.GenericSchema<unknown, T>,
  fields: Fields,
  issues: ConfigIssue[],
  beside: readonly string[] = [],
): T | null {
  const unknown: string[] = [];
  const parse = (left: Fields) => v.safeParse(schema, left, { message: wrongType });
  let result = parse(fields);
  // The schema names one unknown field at a time.
  for (let left = fields; !result.success && unknown.length < UNKNOWN_FIELDS; result = parse(left)) {
    const field = result.issues.map(unknownField).find((name) => name !== null);
    if (field === undefined) break;
    unknown.push(field);
    left = Object.fromEntries(Object.entries(left).filter(([name]) => name !== field));
  }
  const missing = () => [...Object.keys(entriesOf(schema)), ...beside].filter((name) => !(name in fields));
  const found = [
    ...unknown.map((field): ConfigIssue => ({ field: shownField(field), detail: unknownDetail(field, missing()) })),
    ...(result.success ? [] : result.issues.map((issue) => issueOf(deepest(issue)))),
  ];
  const before = issues.map(({ field }) => field);
  const others = found.filter(({ field }) => !before.some((one) => one === field || field?.startsWith(`${one}.`)));
  issues.push(...others.filter((issue, at) => at === others.findIndex(({ field }) => field === issue.field)));
  return found.length === 0 && result.success ? result.output : null;
}

/** Says that a field is unknown, with the one of those left out that was meant, where it is a slip or two away. */
function unknownDetail(field: string, missing: readonly string[]): string {
  const meant = nearest(field, missing);
  const isSlip = meant !== null && editDistance(field.toLowerCase(), meant) <= Math.min(SLIPS, meant.length - 2);
  return isSlip ? `unknown field (did you mean "${meant}"?)` : 'unknown field';
}

/** Gives the entries of an object's schema by field. */
export function entriesOf(schema: v.GenericSchema): object {
  return 'entries' in schema && typeof schema.entries === 'object' && schema.entries !== null ? schema.entries : {};
}

type Issue = v.BaseIssue<unknown>;

/** Name of the value's own field that the schema does not know; `null`: the issue is another one. */
function unknownField({ type, expected, path }: Issue): string | null {
  const [item, ...deeper] = path ?? [];
  const isUnknown = type === 'strict_object' && expected === 'never' && deeper.length === 0;
  return isUnknown && item !== undefined ? String(item.key) : null;
}

/** Of an object that may be of several kinds, the issue inside it, if there is one: it is of one kind, and not quite right. */
function deepest(issue: Issue): Issue {
  // Paths of issues inside a union begin where the union stands.
  const inside = issue.type === 'union' ? issue.issues?.find(({ path }) => path !== undefined) : undefined;
  if (inside?.path === undefined || !isFields(issue.input)) return issue;
  const [first, ...others] = issue.path ?? [];
  return deepest({ ...inside, path: first === undefined ? inside.path : [first, ...others, ...inside.path] });
}

/** Names the field, and says what it must be. */
function issueOf(issue: Issue): ConfigIssue {
  const path = v.getDotPath(issue);
  const field = path === null ? null : path.split('.').map(shownField).join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never') return { field, detail: 'unknown field' };
  if (issue.received === 'undefined') return { field, detail: 'missing' };
  return { field, detail: issue.message };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean, true or false',
  Array: 'a list',
  Object: 'an object',
};

/** Says what a value must be where the schema has no sentence for it: valibot's own would repeat what was received. */
function wrongType({ expected }: Issue): string {
  return `must be ${expected === null ? 'something else' : (TYPES[expected] ?? expected)}`;
}

/** A field's name as it may be shown: like a key's, it may be a value that was pasted in the wrong place. */
export function shownField(name: string): string {
  return /^[A-Za-z0-9_-]{1,40}$/.test(name) ? name : shownName(name);
}

/** True if a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names the field `headers` where it is an object. Of a list that is said here: the schema takes it for one, with indexes as names. */
export function headersOf({ headers }: Fields, issues: ConfigIssue[]): readonly string[] {
  if (Array.isArray(headers)) issues.push({ field: 'headers', detail: 'must be an object: { "name": "value" }' });
  return isFields(headers) ? ['headers'] : [];
}
