import type { Failure, Result } from '../model.ts';
import { type ConfigValue, valueOfText } from './config-value.ts';
import type { ConfigIssue } from './failure.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, keyProblem, shownKey, sortKeys } from './keys.ts';
import { maskDestination, maskFeed } from './mask.ts';
import { isFields } from './value.ts';

/** CONFIG as one JSON document, earshot.json. */
export type ConfigDocument = {
  readonly $schema?: string;
  readonly destinations: Readonly<Record<string, ConfigValue>>;
  readonly feeds: Readonly<Record<string, ConfigValue>>;
};

/** CONFIG's values as text, by key. */
export type Entries = ReadonlyMap<string, string>;

/** One issue in a document: the key in CONFIG (as it may be shown) and the field; `""`: the document as a whole. */
export type DocumentIssue = ConfigIssue & { readonly key: string };

/** All issues of a document; they never repeat a value. */
export type DocumentFailure = Failure<'document'> & { readonly issues: readonly DocumentIssue[] };

/** Issues that are told of one document: who has more has one cause for them. */
const MOST_ISSUES = 100;

/** Makes the failure of these issues (one at least). */
export function documentFailure(issues: readonly DocumentIssue[]): DocumentFailure {
  const detail = `has ${issues.length === 1 ? 'one mistake' : `${issues.length} mistakes`}`;
  return { ok: false, reason: 'document', detail, issues: issues.slice(0, MOST_ISSUES) };
}

/** Gives the document of CONFIG with all credentials masked, in the order of names. Keys that are misnamed are left out. */
export function documentOf(entries: Entries): ConfigDocument {
  return documentBy(entries, maskFeed, maskDestination);
}

/** The same with credentials as they stand in CONFIG: for a file that nobody else reads. */
export function documentWithCredentials(entries: Entries): ConfigDocument {
  return documentBy(entries, asItStands, asItStands);
}

function asItStands(text: string): ConfigValue {
  const value = valueOfText(text);
  return typeof value === 'string' ? value.trim() : value;
}

function documentBy(
  entries: Entries,
  feed: (text: string) => ConfigValue,
  destination: (text: string) => ConfigValue,
): ConfigDocument {
  const { feeds, destinations } = sortKeys([...entries.keys()]);
  const values = (names: readonly string[], prefix: string, shown: (text: string) => ConfigValue) =>
    Object.fromEntries(names.toSorted().map((name) => [name, shown(entries.get(prefix + name) ?? '')]));
  return {
    destinations: values(destinations, DESTINATION_PREFIX, destination),
    feeds: values(feeds, FEED_PREFIX, feed),
  };
}

const MEMBERS: ReadonlySet<string> = new Set(['$schema', 'destinations', 'feeds']);

/** Reads a document's frame: its members, names, and that each value is one. `changesOf` checks what is in the values. */
export function readDocument(given: unknown): Result<ConfigDocument, DocumentFailure> {
  if (!isFields(given)) {
    return documentFailure([
      { key: '', field: null, detail: 'must be an object: { "destinations": {…}, "feeds": {…} }' },
    ]);
  }
  const issues: DocumentIssue[] = Object.keys(given)
    .filter((member) => !MEMBERS.has(member))
    .map((member) => ({ key: '', field: shownKey(member), detail: 'unknown; there are "destinations" and "feeds"' }));
  const { $schema } = given;
  const destinations = readValues(given, 'destinations', DESTINATION_PREFIX, issues);
  const feeds = readValues(given, 'feeds', FEED_PREFIX, issues);
  if (issues.length > 0) return documentFailure(issues);
  return { ok: true, value: { ...(typeof $schema === 'string' ? { $schema } : {}), destinations, feeds } };
}

function readValues(
  document: Readonly<Record<string, unknown>>,
  member: 'destinations' | 'feeds',
  prefix: string,
  issues: DocumentIssue[],
): Readonly<Record<string, ConfigValue>> {
  const given = document[member];
  if (given === undefined) {
    // Left out by mistake it would delete them all.
    issues.push({ key: '', field: member, detail: `missing; without any it is "${member}": {}` });
    return {};
  }
  if (!isFields(given)) {
    issues.push({ key: '', field: member, detail: 'must be an object: { "name": value }' });
    return {};
  }
  const values: [string, ConfigValue][] = [];
  for (const [name, value] of Object.entries(given)) {
    const key = prefix + name;
    const isNamed = sortKeys([key]).misnamed.length === 0;
    if (!isNamed) issues.push({ key: shownKey(key), field: null, detail: keyProblem(key) });
    else if (typeof value === 'string' || isFields(value)) values.push([name, value]);
    else issues.push({ key, field: null, detail: 'must be a URL (https://…) or an object ({ "url": … })' });
  }
  return Object.fromEntries(values);
}
