import * as v from 'valibot';
import { platforms } from '../destination/registry.ts';
import { type ConfigValue, valueOfText } from './config-value.ts';
import { commonFields, feedFields, SECRET_REFERENCE } from './fields.ts';
import { platformsFor } from './platform.ts';
import { BARE_URL, entriesOf, isFields } from './value.ts';

// What people and scripts are shown of CONFIG. Shown is what is known to be no credential: a field that its schema knows,
// with a value that fits it. All else, a misspelt `tokne` too, is masked.

/** Characters that a mask shows at most, of the end. */
const SHOWN = 4;
/** A mask shows one character in so many: of `user:password` the last four would be half of what is to be guessed. */
const SHARE = 4;
/** Text of fewer characters shows none at all. */
const SHORTEST = 8;

/** Longest name of a secret that is shown: what is longer may be the credential itself, behind `secret:`. */
const NAME_LENGTH = 64;

/** Longest text that is shown in a field where it is not valid: the slip is seen (`"4m"`), and no chat has so short a credential. */
const SLIP_LENGTH = 8;

/** A field's name that cannot be a credential which was pasted in the wrong place. */
const FIELD_NAME = /^[A-Za-z0-9_-]{1,40}$/;

/** A mask, as `maskText` makes them. */
const MASK = /^masked:[\x21-\x7e]{0,4}$/;

const feedSchema = v.strictObject(feedFields);
const commonSchema = v.strictObject(commonFields);

/** Fields of feeds that are credentials. */
const FEED_CREDENTIALS: ReadonlySet<string> = new Set(['auth', 'headers']);
/** Fields of destinations that are credentials: of every platform, since a value may be meant for another than it says. */
const DESTINATION_CREDENTIALS: ReadonlySet<string> = new Set([
  'url',
  'headers',
  ...FEED_CREDENTIALS,
  ...platforms.flatMap(({ credentials }) => credentials),
]);

/** Gives a text's mask, `masked:` and its last characters; of what surrounds it in white space, nothing. */
export function maskText(text: string): string {
  const secret = text.trim();
  const shown = secret.length < SHORTEST ? 0 : Math.min(SHOWN, Math.floor(secret.length / SHARE));
  return `masked:${secret.slice(secret.length - shown).replaceAll(/[^\x21-\x7e]/g, '?')}`;
}

/** True if a text has the form of a mask. */
export function isMask(text: string): boolean {
  return MASK.test(text);
}

/** Gives the mask of any JSON value as one text. */
export function maskWhole(value: unknown): string {
  return maskText(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Gives CONFIG's value of a feed with its credentials masked; its URL is none, but for a password in it. */
export function maskFeed(text: string): ConfigValue {
  return masked(text, (field, value) => !FEED_CREDENTIALS.has(field) && fits(feedSchema, field, value));
}

/** Gives CONFIG's value of a destination with its credentials masked, of which its URL is one. */
export function maskDestination(text: string): ConfigValue {
  const value = valueOfText(text);
  const { type, ...own } = typeof value === 'string' ? {} : value;
  const possible = platformsFor(type, own, platforms, () => undefined, []);
  return masked(text, (field, given) => {
    if (DESTINATION_CREDENTIALS.has(field)) return false;
    if (field === 'type') return platforms.some((one) => one.type === given || one.alias === given);
    return fits(commonSchema, field, given) || possible.some(({ schema }) => fits(schema, field, given));
  });
}

/** Masks what `isShown` does not tell to be no credential. */
function masked(text: string, isShown: (field: string, value: unknown) => boolean): ConfigValue {
  const value = valueOfText(text);
  if (typeof value === 'string') {
    const isPlain = isReference(value) || (BARE_URL.test(value.trim()) && isShown('url', value.trim()));
    return isPlain ? value.trim() : maskText(value);
  }
  if (!Object.keys(value).every((field) => FIELD_NAME.test(field))) return maskText(text);
  const fields = Object.entries(value).map(([field, given]) => {
    const isSlip = isKnown(field) && typeof given === 'string' && given.length <= SLIP_LENGTH;
    return [field, isShown(field, given) || isSlip ? given : maskDeep(given)];
  });
  return Object.fromEntries(fields);
}

/** Masks every text and number in a value; an object whose names may be credentials, as a whole. */
function maskDeep(value: unknown): unknown {
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return isReference(value) ? value : maskText(value);
  if (Array.isArray(value)) return value.map(maskDeep);
  if (!isFields(value) || !Object.keys(value).every((name) => FIELD_NAME.test(name))) return maskWhole(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskDeep(item)]));
}

function isReference(text: string): boolean {
  return (SECRET_REFERENCE.exec(text.trim())?.[1] ?? 'x'.repeat(NAME_LENGTH + 1)).length <= NAME_LENGTH;
}

/** True if a schema knows the field, and the value fits it. */
function fits(schema: v.GenericSchema, field: string, value: unknown): boolean {
  if (!Object.hasOwn(entriesOf(schema), field)) return false;
  const { issues = [] } = v.safeParse(schema, { [field]: value });
  return !issues.some(({ path }) => path?.[0]?.key === field);
}

/** True if a feed or some platform has a field of that name which is no credential. */
function isKnown(field: string): boolean {
  if (DESTINATION_CREDENTIALS.has(field)) return false;
  return [feedSchema, commonSchema, ...platforms.map(({ schema }) => schema)].some((schema) =>
    Object.hasOwn(entriesOf(schema), field),
  );
}
