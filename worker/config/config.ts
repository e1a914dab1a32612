import * as v from 'valibot';
import { type ConfigFailure, configFailure, type ConfigIssue, topOf } from './failure.ts';
import { commonFields, feedFields, NAME } from './fields.ts';
import { filterOf } from './filter-fields.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, keyProblem } from './keys.ts';
import { check, type Fields, isFields, readFields, resolve, type Secrets } from './value.ts';
import type { Channel } from '../destination/channel.ts';
import type { Opening, Platform } from '../destination/platform.ts';
import { guessType, platforms } from '../destination/registry.ts';
import { destinationUrlProblem, urlProblem } from '../io/url-policy.ts';
import { readDigest } from '../rules/digest.ts';
import type { Destination, Feed, Pace, Result } from '../model.ts';

/** Default of `roundup`: nobody reads more messages in a row than this. */
const ROUNDUP = 10;

/** Default of `events` where an edit changes the message that was sent: nobody is told twice. */
const ALL_EVENTS = ['*'];

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads CONFIG's value of `feed:<name>`: a bare URL, a JSON object, or `secret:NAME` for either. */
export function readFeedConfig(name: string, value: string, secrets: Secrets): Result<Feed, ConfigFailure> {
  const key = FEED_PREFIX + name;
  const issues: ConfigIssue[] = [];
  const fields = NAME.test(name) ? readFields(value, secrets, issues) : misnamed(key, issues);
  if (fields === null) return configFailure(key, issues);
  const resolved = resolve(fields, ['url', 'auth', ...headersOf(fields, issues)], secrets, issues);
  const checked = check(v.strictObject(feedFields), resolved, issues);
  checkUrl(resolved, 'url', urlProblem, secrets, issues);
  if (checked === null || issues.length > 0) return configFailure(key, issues);
  const { url, to = 'default', every, backfill = 0, auth = null, paused = false, moderate = false } = checked;
  return {
    ok: true,
    value: {
      name,
      url,
      to: [...new Set(typeof to === 'string' ? [to] : to)],
      every: every === undefined ? null : duration(every),
      backfill,
      headers: checked.headers ?? {},
      auth,
      paused,
      filter: filterOf(checked),
      moderate,
    },
  };
}

/** A destination with its channel, and the column of the table of outcomes that it is judged by. */
export type OpenDestination = Destination & { readonly channel: Channel; readonly family: Platform['family'] };

/** Reads CONFIG's value of `destination:<name>`; its type, where none is given, is guessed from the URL's host. */
export function readDestinationConfig(
  name: string,
  value: string,
  secrets: Secrets,
  registered: readonly Platform[] = platforms,
): Result<OpenDestination, ConfigFailure> {
  const key = DESTINATION_PREFIX + name;
  const issues: ConfigIssue[] = [];
  const fields = NAME.test(name) ? readFields(value, secrets, issues) : misnamed(key, issues);
  if (fields === null) return configFailure(key, issues);
  const { type: named, events, pace, roundup, digest, include, exclude, ...own } = fields;
  const shared = present({ type: named, events, pace, roundup, digest, include, exclude });
  const common = check(v.strictObject(commonFields), shared, issues);
  const possible = platformsFor(named, own, registered, secrets, issues);
  const credentials = new Set(['url', ...possible.flatMap((one) => one.credentials)]);
  const nested = credentials.delete('headers') ? headersOf(own, issues) : [];
  const given = resolve(own, [...credentials, ...nested], secrets, issues);
  const [platform, ...others] = possible;
  if (platform === undefined || others.length > 0) {
    issues.push(...sharedIssues(possible, given, issues));
    checkUrl(given, 'url', destinationUrlProblem, secrets, issues);
    return configFailure(key, issues);
  }
  const resolved = spelledOut(platform, given);
  const settings = check(platform.schema, resolved, issues);
  for (const field of platform.addresses ?? ['url']) checkUrl(resolved, field, destinationUrlProblem, secrets, issues);
  const channel = settings === null ? null : openChannel(platform, settings, { name, secret: secrets }, issues);
  for (const [field, value] of Object.entries({ roundup, digest })) {
    if (value === undefined || channel === null || channel.roundup !== undefined) continue;
    issues.push({ field, detail: `a ${platform.type} gets every message by itself` });
  }
  if (common === null || channel === null || issues.length > 0) return configFailure(key, issues);
  return {
    ok: true,
    value: {
      name,
      type: platform.type,
      settings,
      events: common.events ?? (channel.edits ? ALL_EVENTS : null),
      pace: common.pace === undefined ? channel.pace : readPace(common.pace),
      roundup: common.roundup ?? ROUNDUP,
      digest: common.digest === undefined ? null : readDigest(common.digest),
      filter: filterOf(common),
      channel,
      family: platform.family,
    },
  };
}

function misnamed(key: string, issues: ConfigIssue[]): null {
  issues.push({ field: null, detail: keyProblem(key) });
  return null;
}

/** Gives the platform that is named, else the URL's. Where that cannot be told, for an issue, they are all that it may be. */
function platformsFor(
  named: unknown,
  own: Fields,
  registered: readonly Platform[],
  secrets: Secrets,
  issues: ConfigIssue[],
): readonly Platform[] {
  const platformsOf = (type: unknown): readonly Platform[] => registered.filter((one) => one.type === type);
  const meant = platformsOf(named);
  if (meant.length > 0) return meant;
  const unread: ConfigIssue[] = [];
  const { url } = resolve(own, ['url'], secrets, unread);
  if (named === undefined) return unread.length > 0 ? registered : platformsOf(typeOf(url));
  if (typeof named === 'string') {
    issues.push({
      field: 'type',
      detail: `unknown; it must be one of ${registered.map(({ type }) => type).join(', ')}`,
    });
  }
  const host = typeof url === 'string' ? URL.parse(url) : null;
  const guessed = registered.filter((one) => host !== null && one.guess(host));
  return guessed.length > 0 ? guessed : registered;
}

/** Gives the first platform's issues with fields that no platform takes as they are. */
function sharedIssues(possible: readonly Platform[], fields: Fields, before: readonly ConfigIssue[]): ConfigIssue[] {
  const [first = [], ...others] = possible.map(({ schema }) => {
    const issues = [...before];
    check(schema, fields, issues);
    return issues.slice(before.length);
  });
  return first.filter((issue) => others.every((issues) => issues.some((one) => topOf(one) === topOf(issue))));
}

/** Opens a channel where nothing else is wrong; `null`: it cannot be, for one of the issues. */
function openChannel(platform: Platform, settings: unknown, opening: Opening, issues: ConfigIssue[]): Channel | null {
  const opened = platform.open(settings, opening);
  if (opened.ok) return opened.value;
  issues.push({ field: opened.field, detail: opened.detail });
  return null;
}

/** The fields with those that the platform reads out of `url`; one that is given as well takes precedence. */
function spelledOut({ fieldsOf }: Platform, { url, ...others }: Fields): Fields {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (fieldsOf === undefined || parsed === null) return url === undefined ? others : { url, ...others };
  return { ...fieldsOf(parsed), ...others };
}

/** Names the field `headers` where it is an object. Of a list that is said here: the schema takes it for one, with indexes as names. */
function headersOf({ headers }: Fields, issues: ConfigIssue[]): readonly string[] {
  if (Array.isArray(headers)) issues.push({ field: 'headers', detail: 'must be an object: { "name": "value" }' });
  return isFields(headers) ? ['headers'] : [];
}

/** Asks the URL policy about the URL in a field with which nothing else is wrong. */
function checkUrl(
  fields: Fields,
  field: string,
  problemOf: typeof urlProblem,
  secrets: Secrets,
  issues: ConfigIssue[],
): void {
  const url = fields[field];
  if (typeof url !== 'string' || issues.some((issue) => topOf(issue) === field)) return;
  const detail = problemOf(url, secrets('ALLOW_PRIVATE_NETWORK') === 'true');
  if (detail !== null) issues.push({ field, detail });
}

function typeOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? guessType(new URL(url)) : 'webhook';
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function duration(text: string): number {
  const unit = v.parse(v.picklist(['m', 'h', 'd']), text.at(-1));
  return Number.parseInt(text, 10) * UNIT_MS[unit];
}

function readPace(text: string): Pace {
  const unit = v.parse(v.picklist(['s', 'm', 'h']), text.at(-1));
  return { count: Number.parseInt(text, 10), per: UNIT_MS[unit] };
}
