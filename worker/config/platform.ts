import type { Platform } from '../destination/platform.ts';
import { guessType } from '../destination/registry.ts';
import { type ConfigIssue, topOf } from './failure.ts';

import { check, entriesOf, type Fields, resolve, type Secrets } from './value.ts';

/** Gives the platform that is named, else the URL's. Where that cannot be told, for an issue, they are all that it may be. */
export function platformsFor(
  named: unknown,
  own: Fields,
  registered: readonly Platform[],
  secrets: Secrets,
  issues: ConfigIssue[],
): readonly Platform[] {
  const platformsOf = (type: unknown): readonly Platform[] =>
    registered.filter((one) => type !== undefined && (one.type === type || one.alias === type));
  const meant = platformsOf(named);
  if (meant.length > 0) return meant;
  const unread: ConfigIssue[] = [];
  const { url } = resolve(own, ['url'], secrets, unread);
  if (named === undefined && unread.length > 0) return registered;
  if (named === undefined) {
    const guessed = typeOf(url);
    return guessed === 'webhook' ? byFields(own, registered, issues) : platformsOf(guessed);
  }
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

/** Gives the platform that has the most fields of these names, where no URL tells which is meant; a webhook before others. */
function byFields(own: Fields, registered: readonly Platform[], issues: ConfigIssue[]): readonly Platform[] {
  const names = Object.keys(own).filter((name) => name !== 'url');
  const matches = new Map(
    registered.map((one) => [one, names.filter((name) => name in entriesOf(one.schema)).length] as const),
  );
  const most = Math.max(0, ...matches.values());
  const fitting = registered.filter((one) => matches.get(one) === most);
  const webhooks = fitting.filter(({ type }) => type === 'webhook');
  if (webhooks.length > 0 && (most === 0 || 'url' in own)) return webhooks;
  if (fitting.length > 1) {
    const types = fitting.map(({ type }) => type).join(', ');
    issues.push({ field: 'type', detail: `missing: with these fields alone it may be any of ${types}` });
  }
  return fitting;
}

/** Gives the first platform's issues with fields that no platform takes as they are, where it is not alone with its words. */
export function sharedIssues(
  possible: readonly Platform[],
  fields: Fields,
  before: readonly ConfigIssue[],
): ConfigIssue[] {
  const [first = [], ...others] = possible.map(({ schema }) => {
    const issues = [...before];
    check(schema, fields, issues);
    return issues.slice(before.length);
  });
  return first.filter(
    (issue) =>
      others.every((issues) => issues.some((one) => topOf(one) === topOf(issue))) &&
      others.flat().some((one) => topOf(one) === topOf(issue) && one.detail === issue.detail),
  );
}

/** The fields with those that the platform reads out of `url`; one that is given as well takes precedence. */
export function spelledOut({ fieldsOf }: Platform, { url, ...others }: Fields): Fields {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (fieldsOf === undefined || parsed === null) return url === undefined ? others : { url, ...others };
  return { ...fieldsOf(parsed), ...others };
}

function typeOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? guessType(new URL(url)) : 'webhook';
}
