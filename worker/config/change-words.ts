import { platforms } from '../destination/registry.ts';
import { type ConfigValue, fieldsOfValue, isSame, valueOfText } from './config-value.ts';
import { FEED_PREFIX } from './keys.ts';
import { maskDestination, maskFeed } from './mask.ts';
import { platformsFor } from './platform.ts';

/** Words for fields that are left out. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['to', 'default'],
  ['every', 'automatic'],
  ['backfill', '0'],
  ['follow', 'off'],
  ['moderate', 'false'],
  ['paused', 'false'],
  ['events', 'by default'],
  ['pace', 'the platform’s own'],
  ['roundup', '10'],
  ['digest', 'off'],
  ['quiet', 'off'],
  ['type', 'by its URL'],
]);

/** Longest value that a sentence quotes, in UTF-16 units. */
const SHOWN_LENGTH = 120;

/** Says in a sentence what is new. Only what masks show is quoted. */
export function newWords(key: string, text: string): string {
  if (key.startsWith(FEED_PREFIX)) {
    const { url } = fieldsOfValue(maskFeed(text));
    return `${key} is new: ${shown(url)}`;
  }
  const value = valueOfText(text);
  const { type: named, ...own } = fieldsOfValue(value);
  const [platform, ...others] = platformsFor(named, own, platforms, () => undefined, []);
  return others.length > 0 || platform === undefined ? `${key} is new` : `${key} is new: ${platform.type}`;
}

/** Says in a sentence what changes from one text to another: "feed:blog: every 15m, was automatic". */
export function changeWords(key: string, before: string, after: string): string {
  const mask = key.startsWith(FEED_PREFIX) ? maskFeed : maskDestination;
  const [was, is] = [before, after].map((text) => fieldsOfValue(valueOfText(text)));
  const [wasShown, isShown] = [before, after].map((text) => fieldsOfValue(mask(text)));
  const fields = [...new Set([...Object.keys(is ?? {}), ...Object.keys(was ?? {})])];
  const changed = fields.filter((field) => !isSame(was?.[field], is?.[field]));
  const words = changed.map((field) => fieldWords(field, wasShown?.[field], isShown?.[field]));
  return `${key}: ${words.join('; ')}`;
}

/** Says what becomes of one field, of which masks are given. */
function fieldWords(field: string, was: unknown, is: unknown): string {
  const name = /^[A-Za-z0-9_-]{1,40}$/.test(field) ? field : 'a field';
  const leftOut = LEFT_OUT.get(field);
  if (was === undefined && (leftOut === undefined || isHidden(is)))
    return `${name} ${isHidden(is) ? 'is new' : shown(is)}`;
  if (is === undefined && leftOut === undefined) return `${name} is left out`;
  if (isHidden(was) || isHidden(is)) return `${name} is another`;
  return `${name} ${shown(is ?? leftOut)}, was ${shown(was ?? leftOut)}`;
}

/** True if a value is masked, or too large for a sentence. */
function isHidden(value: unknown): boolean {
  return value !== undefined && (JSON.stringify(value).includes('"masked:') || written(value).length > SHOWN_LENGTH);
}

function shown(value: unknown): string {
  const text = written(value);
  // Of a terminal it must not take hold.
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return plain.length > SHOWN_LENGTH ? `${plain.slice(0, SHOWN_LENGTH)}…` : plain;
}

function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ') || 'nothing';
  return JSON.stringify(value);
}

/** Gives the names of the destinations that a feed's value names. */
export function destinationsNamed(value: ConfigValue): readonly string[] {
  const { to = 'default' } = typeof value === 'string' ? {} : value;
  return [...new Set([to].flat().filter((name) => typeof name === 'string'))];
}
