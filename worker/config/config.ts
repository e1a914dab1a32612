import * as v from 'valibot';
import { commonFields, feedFields, NAME, SECRET } from './fields.ts';
import type { Channel } from '../destination/channel.ts';
import type { Platform } from '../destination/platform.ts';
import { guessType, platforms } from '../destination/registry.ts';
import { destinationUrlProblem, urlProblem } from '../io/url-policy.ts';
import type { ConfigFailure, Destination, Feed, Pace, Result } from '../model.ts';

/** Gives the value of the Worker's secret or var of a name, or `undefined`. */
export type Secrets = (name: string) => string | undefined;

/** The Worker's own keys: no feed or destination may have them sent anywhere. */
const OWN_SECRETS = new Set(['SIGNING_KEY', 'SIGNING_KEY_PREVIOUS', 'ADMIN_TOKEN']);

/** Nobody reads more messages in a row than this. */
const ROUNDUP = 10;

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Fields = Record<string, unknown>;
type Fail = (field: string | null, detail: string) => ConfigFailure;

const failing =
  (key: string): Fail =>
  (field, detail) => ({ ok: false, reason: 'config', detail, key, field });

/** Reads CONFIG's value of `feed:<name>`: a bare URL, a JSON object, or `secret:NAME` for either. */
export function readFeed(name: string, value: string, secrets: Secrets): Result<Feed, ConfigFailure> {
  const fail = failing(`feed:${name}`);
  const fields = readFields(name, value, secrets, fail);
  if (!fields.ok) return fields;
  const headers = isFields(fields.value['headers']) ? resolve(fields.value['headers'], null, secrets, fail) : null;
  if (headers?.ok === false) return headers;
  const resolved = resolve(fields.value, ['url', 'auth'], secrets, fail);
  if (!resolved.ok) return resolved;
  const checked = check(
    v.strictObject(feedFields),
    headers === null ? resolved.value : { ...resolved.value, headers: headers.value },
    fail,
  );
  if (!checked.ok) return checked;
  const { url, to = 'default', every, backfill = 0, auth = null, paused = false } = checked.value;
  const why = urlProblem(url, allowsPrivate(secrets));
  if (why !== null) return fail('url', why);
  return {
    ok: true,
    value: {
      name,
      url,
      to: [...new Set(typeof to === 'string' ? [to] : to)],
      every: every === undefined ? null : duration(every),
      backfill,
      headers: checked.value.headers ?? {},
      auth,
      paused,
    },
  };
}

/** A destination with its channel, and the column of the table of outcomes that it is judged by. */
export type OpenDestination = Destination & { readonly channel: Channel; readonly family: Platform['family'] };

/** Reads CONFIG's value of `destination:<name>`; its type, where none is given, is guessed from the URL's host. */
export function readDestination(
  name: string,
  value: string,
  secrets: Secrets,
  known: readonly Platform[] = platforms,
): Result<OpenDestination, ConfigFailure> {
  const fail = failing(`destination:${name}`);
  const fields = readFields(name, value, secrets, fail);
  if (!fields.ok) return fields;
  const { type: named, events, pace, roundup, ...own } = fields.value;
  const common = check(v.strictObject(commonFields), present({ type: named, events, pace, roundup }), fail);
  if (!common.ok) return common;
  const url = resolve(own, ['url'], secrets, fail);
  if (!url.ok) return url;
  const type = common.value.type ?? typeOf(url.value['url']);
  const platform = known.find((one) => one.type === type);
  if (platform === undefined) {
    return fail('type', `unknown; it must be one of ${known.map((one) => one.type).join(', ')}`);
  }
  const resolved = resolve(url.value, platform.credentials, secrets, fail);
  if (!resolved.ok) return resolved;
  const settings = check(platform.schema, resolved.value, fail);
  if (!settings.ok) return settings;
  const { url: address } = resolved.value;
  const why = typeof address === 'string' ? destinationUrlProblem(address, allowsPrivate(secrets)) : null;
  if (why !== null) return fail('url', why);
  const opened = platform.open(settings.value, { name, secret: secrets });
  if (!opened.ok) return opened;
  const channel = opened.value;
  if (roundup !== undefined && channel.roundup === undefined) {
    return fail('roundup', `a ${type} gets every message by itself`);
  }
  return {
    ok: true,
    value: {
      name,
      type,
      settings: settings.value,
      events: common.value.events ?? null,
      pace: common.value.pace === undefined ? channel.pace : readPace(common.value.pace),
      roundup: common.value.roundup ?? ROUNDUP,
      channel,
      family: platform.family,
    },
  };
}

function allowsPrivate(secrets: Secrets): boolean {
  return secrets('ALLOW_PRIVATE_NETWORK') === 'true';
}

function typeOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? guessType(new URL(url)) : 'webhook';
}

/** The value as fields: what a bare URL says is `{ url }`. */
function readFields(name: string, value: string, secrets: Secrets, fail: Fail): Result<Fields, ConfigFailure> {
  if (!NAME.test(name)) return fail(null, 'the name must be a-z, 0-9, ".", "_" or "-", 64 characters at most');
  const whole = resolve({ value: value.trim() }, ['value'], secrets, (_field, detail) => fail(null, detail));
  if (!whole.ok) return whole;
  const text = String(whole.value['value']);
  if (!text.startsWith('{')) {
    return /^https?:\/\//i.test(text)
      ? { ok: true, value: { url: text } }
      : fail(null, 'must be a URL (https://…) or a JSON object ({ "url": … })');
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isFields(parsed)) return { ok: true, value: parsed };
  } catch {
    // Said below: what the parser says would repeat the value.
  }
  return fail(null, 'starts like a JSON object, but is not valid JSON');
}

/** Fields in which each `secret:NAME` among `credentials` (`null`: all) has become the Worker's secret of that name. */
function resolve(
  fields: Fields,
  credentials: readonly string[] | null,
  secrets: Secrets,
  fail: Fail,
): Result<Fields, ConfigFailure> {
  const resolved: Fields = { ...fields };
  for (const field of credentials ?? Object.keys(fields)) {
    const value = fields[field];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const found: unknown[] = [];
    for (const item of list) {
      const secret = typeof item === 'string' ? SECRET.exec(item)?.[1] : undefined;
      if (secret !== undefined && OWN_SECRETS.has(secret)) return fail(field, `secret:${secret} is Earshot’s own`);
      const given = secret === undefined ? item : secrets(secret);
      if (secret !== undefined && given === undefined) {
        // What does not look like a name may be the credential itself.
        const name = /^[A-Z][A-Z0-9_]*$/.test(secret) ? secret : 'NAME';
        return fail(field, `the Worker has no such secret: npx wrangler secret put ${name}`);
      }
      found.push(given);
    }
    if (field in fields) resolved[field] = Array.isArray(value) ? found : found[0];
  }
  return { ok: true, value: resolved };
}

/** Checks against a schema; the first issue becomes a failure that names the field but not its value. */
function check<T>(schema: v.GenericSchema<unknown, T>, fields: Fields, fail: Fail): Result<T, ConfigFailure> {
  const result = v.safeParse(schema, fields, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  if (issue.type === 'strict_object' && issue.expected === 'never') return fail(field, 'unknown field');
  if (issue.received === 'undefined') return fail(field, 'missing');
  // A message of our own names what is expected; valibot's would repeat what was received.
  return fail(field, issue.kind === 'schema' ? `must be ${issue.expected ?? 'something else'}` : issue.message);
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function duration(text: string): number {
  const unit = v.parse(v.picklist(['m', 'h', 'd']), text.at(-1));
  return Number.parseInt(text, 10) * UNIT_MS[unit];
}

function readPace(text: string): Pace {
  const unit = v.parse(v.picklist(['s', 'm', 'h']), text.at(-1));
  return { count: Number.parseInt(text, 10), per: UNIT_MS[unit] };
}
