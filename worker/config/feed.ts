import * as v from 'valibot';
import { urlProblem } from '../io/url-policy.ts';
import type { Feed, Result } from '../model.ts';
import { checkUrl } from './address.ts';
import { type ConfigFailure, configFailure, type ConfigIssue, misnamed } from './failure.ts';
import { feedFields, NAME } from './fields.ts';
import { filterOf } from './filter-fields.ts';
import { FEED_PREFIX } from './keys.ts';
import { check, headersOf, readFields, resolve, type Secrets } from './value.ts';

/** A URL as a feed without settings, which tells nobody. */
export function bareFeed(name: string, url: string): Feed {
  return {
    name,
    url,
    to: [],
    every: null,
    backfill: 0,
    follow: null,
    headers: {},
    auth: null,
    paused: false,
    filter: null,
    moderate: false,
  };
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

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
  const { url, to = 'default', every, follow } = checked;
  const bare = bareFeed(name, url);
  return {
    ok: true,
    value: {
      ...bare,
      to: [...new Set(typeof to === 'string' ? [to] : to)],
      every: every === undefined ? bare.every : duration(every),
      backfill: checked.backfill ?? bare.backfill,
      follow: follow === undefined ? bare.follow : duration(follow),
      headers: checked.headers ?? bare.headers,
      auth: checked.auth ?? bare.auth,
      paused: checked.paused ?? bare.paused,
      filter: filterOf(checked),
      moderate: checked.moderate ?? bare.moderate,
    },
  };
}

function duration(text: string): number {
  const unit = v.parse(v.picklist(['m', 'h', 'd']), text.at(-1));
  return Number.parseInt(text, 10) * UNIT_MS[unit];
}
