import type { Result } from '../model.ts';
import { changeWords, destinationsNamed, newWords } from './change-words.ts';
import { type Checking, checkValue } from './check-value.ts';
import { type ConfigValue, fieldsOfValue, isSameValue, textOfValue, valueOfText } from './config-value.ts';
import {
  type ConfigDocument,
  type DocumentFailure,
  documentFailure,
  type DocumentIssue,
  type Entries,
} from './document.ts';
import { reasonOf } from './failure.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, keyProblem, shownKey, sortKeys } from './keys.ts';
import { unmask } from './unmask.ts';

/** One key that is put or deleted (`text` is `null`), with a sentence that says so to people and shows no credential. */
export type Change = {
  readonly key: string;
  readonly text: string | null;
  readonly kind: 'new' | 'changed' | 'gone';
  readonly sentence: string;
};

/** Difference between CONFIG and a document. `warnings`: sentences about what works otherwise than was perhaps meant. */
export type Changes = {
  readonly changes: readonly Change[];
  /** Keys that are left as they are. */
  readonly unchanged: readonly string[];
  readonly warnings: readonly string[];
};

/** Feeds that one sentence names. */
const NAMED = 5;

/**
 * Gives what turns CONFIG into the document. A value that means what CONFIG has, masked or not, stays as it is, byte for
 * byte, valid or not; every other one is checked.
 */
export function changesOf(
  entries: Entries,
  document: ConfigDocument,
  checking: Checking,
): Result<Changes, DocumentFailure> {
  const issues: DocumentIssue[] = [];
  const changes: Change[] = [];
  const unchanged: string[] = [];
  const after = new Map<string, string>();
  for (const [key, given] of valuesOf(document)) {
    const before = entries.get(key) ?? null;
    const text = textAfter(key, given, before, issues);
    if (text === null) continue;
    after.set(key, text);
    if (text === before) unchanged.push(key);
    else {
      issues.push(...checkValue(key, text, checking).map((issue) => ({ key, ...issue })));
      const sentence = before === null ? newWords(key, text) : changeWords(key, before, text);
      changes.push({ key, text, kind: before === null ? 'new' : 'changed', sentence });
    }
  }
  if (issues.length > 0) return documentFailure(issues);
  const { feeds, destinations, misnamed } = sortKeys([...entries.keys()]);
  const known = [...destinations.map((name) => DESTINATION_PREFIX + name), ...feeds.map((name) => FEED_PREFIX + name)];
  const gone = known.filter((key) => !after.has(key));
  changes.push(...gone.map((key): Change => ({ key, text: null, kind: 'gone', sentence: goneWords(key, after) })));
  const warnings = [
    ...renames(changes, entries),
    ...withoutDestination(after),
    ...unchanged.flatMap((key) => invalidWords(key, after, checking)),
    ...misnamed.map((key) => `${shownKey(key)} is left as it is: ${keyProblem(key)}`),
  ];
  return { ok: true, value: { changes, unchanged, warnings } };
}

function valuesOf({ destinations, feeds }: ConfigDocument): readonly (readonly [key: string, given: ConfigValue])[] {
  return [
    ...Object.entries(destinations).map(([name, given]) => [DESTINATION_PREFIX + name, given] as const),
    ...Object.entries(feeds).map(([name, given]) => [FEED_PREFIX + name, given] as const),
  ];
}

/** The text that CONFIG is to hold: the one that it holds, where that means the same. `null`: for an issue there is none. */
function textAfter(key: string, given: ConfigValue, before: string | null, issues: DocumentIssue[]): string | null {
  const value = unmask(given, before);
  if (!value.ok) {
    issues.push(...value.issues.map((issue) => ({ key, ...issue })));
    return null;
  }
  return before !== null && isSameValue(valueOfText(before), value.value) ? before : textOfValue(value.value);
}

function goneWords(key: string, after: ReadonlyMap<string, string>): string {
  if (key.startsWith(FEED_PREFIX)) return `${key} goes away`;
  const count = feedsNaming(key.slice(DESTINATION_PREFIX.length), after).length;
  if (count === 0) return `${key} goes away`;
  return `${key} goes away; ${count} ${count === 1 ? 'feed names' : 'feeds name'} it`;
}

function feedsNaming(destination: string, after: ReadonlyMap<string, string>): readonly string[] {
  const feeds = [...after].filter(([key]) => key.startsWith(FEED_PREFIX));
  return feeds.flatMap(([key, text]) => (destinationsNamed(valueOfText(text)).includes(destination) ? [key] : []));
}

/** A feed that goes and one that comes with its address: it was meant to be renamed. */
function renames(changes: readonly Change[], entries: Entries): readonly string[] {
  const feeds = changes.filter(({ key }) => key.startsWith(FEED_PREFIX));
  const left = feeds.filter(({ kind }) => kind === 'gone');
  return feeds.flatMap(({ key, kind, text }) => {
    if (kind !== 'new' || text === null) return [];
    const url = addressOf(text);
    const old = left.find((one) => typeof url === 'string' && addressOf(entries.get(one.key) ?? '') === url)?.key;
    if (old === undefined) return [];
    const name = old.slice(FEED_PREFIX.length);
    return [
      `${old} and ${key} have the same URL: what the one remembers, the other does not have, and it begins anew. To ` +
        `rename a feed with its memory, do that on its page or with POST /api/feeds/${name}/rename first`,
    ];
  });
}

function addressOf(text: string): unknown {
  return fieldsOfValue(valueOfText(text))['url'];
}

function withoutDestination(after: ReadonlyMap<string, string>): readonly string[] {
  const missing = new Map<string, string[]>();
  for (const [key, text] of after) {
    if (!key.startsWith(FEED_PREFIX)) continue;
    for (const name of destinationsNamed(valueOfText(text))) {
      if (after.has(DESTINATION_PREFIX + name)) continue;
      const keys = missing.get(name);
      if (keys === undefined) missing.set(name, [key]);
      else keys.push(key);
    }
  }
  return [...missing].map(([name, keys]) => {
    const others = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : '';
    const feeds = `${keys.slice(0, NAMED).join(', ')}${others}`;
    return `${shownKey(DESTINATION_PREFIX + name)} is not there: messages of ${feeds} wait until it is`;
  });
}

function invalidWords(key: string, after: ReadonlyMap<string, string>, checking: Checking): readonly string[] {
  const [issue] = checkValue(key, after.get(key) ?? '', checking);
  return issue === undefined ? [] : [`${key} is invalid, as it was: ${reasonOf(issue)}`];
}
