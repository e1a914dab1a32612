import * as v from 'valibot';
import type { Channel } from '../destination/channel.ts';
import type { Opening, Platform } from '../destination/platform.ts';
import { platforms } from '../destination/registry.ts';
import { destinationUrlProblem } from '../io/url-policy.ts';
import type { Destination, Pace, Result } from '../model.ts';
import { readDigest } from '../rules/digest.ts';
import { readQuiet } from '../rules/quiet.ts';
import { checkUrl } from './address.ts';
import { type ConfigFailure, configFailure, type ConfigIssue, misnamed } from './failure.ts';
import { commonFields, NAME } from './fields.ts';
import { filterOf } from './filter-fields.ts';
import { DESTINATION_PREFIX } from './keys.ts';
import { platformsFor, sharedIssues, spelledOut } from './platform.ts';
import { check, type Fields, headersOf, readFields, resolve, type Secrets } from './value.ts';

/** Default of `roundup`: nobody reads more messages in a row than this. */
const ROUNDUP = 10;

/** Default of `events` where an edit changes the message that was sent: nobody is told twice. */
const ALL_EVENTS = ['*'];

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** A destination with its channel, and the column of the table of outcomes that it is judged by. */
export type OpenDestination = Destination & {
  readonly channel: Channel;
  readonly family: Platform['family'];
  /** Values of its fields that are credentials, its URL among them, as they are sent: nobody is shown them. */
  readonly credentials: readonly string[];
};

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
  const { type: named, events, pace, roundup, digest, quiet, include, exclude, ...own } = fields;
  const shared = present({ type: named, events, pace, roundup, digest, quiet, include, exclude });
  const common = check(v.strictObject(commonFields), shared, issues);
  const possible = platformsFor(named, own, registered, secrets, issues);
  const credentials = new Set(['url', ...possible.flatMap((one) => one.credentials)]);
  const nested = credentials.delete('headers') ? headersOf(own, issues) : [];
  const values = resolve(own, [...credentials, ...nested], secrets, issues);
  const [platform, ...others] = possible;
  if (platform === undefined || others.length > 0) {
    issues.push(...sharedIssues(possible, values, issues));
    checkUrl(values, 'url', destinationUrlProblem, secrets, issues);
    return configFailure(key, issues);
  }
  const resolved = spelledOut(platform, values);
  const settings = check(platform.schema, resolved, issues, Object.keys(commonFields));
  for (const field of platform.addresses ?? ['url']) checkUrl(resolved, field, destinationUrlProblem, secrets, issues);
  const channel = settings === null ? null : openChannel(platform, settings, { name, secret: secrets }, issues);
  for (const [field, given] of Object.entries({ roundup, digest })) {
    if (given === undefined || channel === null || channel.roundup !== undefined) continue;
    issues.push({ field, detail: `a ${platform.type} gets every message by itself` });
  }
  if (common === null || channel === null || issues.length > 0) {
    // Who wrote another chat's fields is not helped by what is wrong with this one's.
    if (named === undefined && values['url'] === undefined && platform.type !== 'webhook')
      issues.push({ field: 'type', detail: `not given; by the other fields it is ${platform.type}` });
    return configFailure(key, issues);
  }
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
      quiet: common.quiet === undefined ? null : readQuiet(common.quiet),
      filter: filterOf(common),
      channel,
      family: platform.family,
      credentials: [...credentials, ...nested].flatMap((field) => [values[field], resolved[field]].flatMap(stringsIn)),
    },
  };
}

/** Opens a channel where nothing else is wrong; `null`: it cannot be, for one of the issues. */
function openChannel(platform: Platform, settings: unknown, opening: Opening, issues: ConfigIssue[]): Channel | null {
  const opened = platform.open(settings, opening);
  if (opened.ok) return opened.value;
  issues.push({ field: opened.field, detail: opened.detail });
  return null;
}

/** All strings in a JSON value. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function readPace(text: string): Pace {
  const unit = v.parse(v.picklist(['s', 'm', 'h']), text.at(-1));
  return { count: Number.parseInt(text, 10), per: UNIT_MS[unit] };
}
