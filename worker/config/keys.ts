import { editDistance } from '../destination/spelling.ts';
import { NAME } from './fields.ts';

/** Prefix of a feed's key in CONFIG. */
export const FEED_PREFIX = 'feed:';
/** Prefix of a destination's key in CONFIG. */
export const DESTINATION_PREFIX = 'destination:';
const PREFIXES = [FEED_PREFIX, DESTINATION_PREFIX] as const;

/** Characters shown of a name that is none: "https://", and nothing of what a pasted URL or token keeps secret. */
const SHOWN_LENGTH = 8;

/** Letters by which a prefix may differ from the one that was meant. */
const SLIPS = 2;

/** CONFIG's keys by kind: names of feeds and destinations, and the keys that are neither. */
export type SortedKeys = {
  readonly feeds: readonly string[];
  readonly destinations: readonly string[];
  readonly misnamed: readonly string[];
};

/** Sorts CONFIG's keys; a name that no feed or destination can have makes its key a misnamed one. */
export function sortKeys(keys: readonly string[]): SortedKeys {
  const namesOf = (prefix: string): readonly string[] =>
    keys.filter((key) => isNamed(key, prefix)).map((key) => key.slice(prefix.length));
  return {
    feeds: namesOf(FEED_PREFIX),
    destinations: namesOf(DESTINATION_PREFIX),
    misnamed: keys.filter((key) => !PREFIXES.some((prefix) => isNamed(key, prefix))),
  };
}

/** Says what is wrong with a misnamed key, with the nearest prefix that is right. */
export function keyProblem(key: string): string {
  const prefix = PREFIXES.find((one) => key.startsWith(one));
  if (prefix !== undefined) {
    const isUrl = key.includes('://');
    return `the name must be a-z, 0-9, ".", "_" or "-", 64 characters at most${isUrl ? '; a URL belongs into the value' : ''}`;
  }
  const nearest = nearestPrefix(key);
  return nearest === null
    ? `unknown prefix: a key begins with "${FEED_PREFIX}" or "${DESTINATION_PREFIX}"`
    : `unknown prefix: did you mean "${nearest}"?`;
}

/**
 * A key as logs and messages may show it: whole where its name is one and its prefix is right or nearly so, else shortened.
 * A person may have pasted a URL or a token there.
 */
export function shownKey(key: string): string {
  const [, prefix = '', name = ''] = /^([a-z]+:)?(.*)$/is.exec(key) ?? [];
  if (nearestPrefix(prefix) !== null) return `${prefix}${shownName(name)}`;
  return shortened(key);
}

/** A name as logs and messages may show it: whole where it is one, else shortened. */
export function shownName(name: string): string {
  return NAME.test(name) ? name : shortened(name);
}

function shortened(text: string): string {
  const start = text.slice(0, SHOWN_LENGTH).replaceAll(/[^\x20-\x7e]/g, '?');
  return text.length > SHOWN_LENGTH ? `${start}…` : start;
}

function isNamed(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && NAME.test(key.slice(prefix.length));
}

/** The prefix that the key's first word was meant to be: a part of it, longer than it, or a few slips away. */
function nearestPrefix(key: string): (typeof PREFIXES)[number] | null {
  const word = /^\s*([a-z]+)/i.exec(key)?.[1]?.toLowerCase() ?? '';
  if (word.length < 3) return null;
  const near = PREFIXES.find((prefix) => {
    const kind = prefix.slice(0, -1);
    return kind.startsWith(word) || word.startsWith(kind) || editDistance(word, kind) <= SLIPS;
  });
  return near ?? null;
}
