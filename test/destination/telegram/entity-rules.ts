import type { MessageEntity } from '@grammyjs/types';
import { detected } from './detected.ts';

const CODE = new Set(['code', 'pre']);
const QUOTES = new Set(['blockquote', 'expandable_blockquote']);

/** Entities within which Telegram sees nothing by itself: it keeps what the sender says. */
const WHOLE = new Set(['code', 'pre', 'text_link', 'text_mention', 'date_time']);

/** Most entities that are kept, and most bytes of all together as Telegram's own protocol writes them. */
const COUNT = 100;
const BYTES = 9_500;

const endOf = ({ offset, length }: MessageEntity): number => offset + length;

/** Gives the rules of Telegram that a text with its entities breaks. https://core.telegram.org/bots/api#formatting-options */
export function brokenRules(text: string, entities: readonly MessageEntity[]): readonly string[] {
  const pairs = entities.flatMap((one, at) => entities.slice(at + 1).map((other) => [one, other] as const));
  return [
    ...(text === text.trim() && text !== '' ? [] : ['its ends are trimmed']),
    ...(text.isWellFormed() ? [] : ['half of a pair']),
    ...(entities.length > COUNT ? [`${entities.length} entities`] : []),
    ...(written(entities) > BYTES ? [`${written(entities)} bytes of entities`] : []),
    ...entities.flatMap((entity) => faultsOf(text, entity)),
    ...pairs.filter(([one, other]) => !isAllowed(one, other)).map((pair) => `entangled: ${JSON.stringify(pair)}`),
  ];
}

/** Bytes of the entities: a type, an offset and a length of four each, and an address filled up to a multiple of four. */
function written(entities: readonly MessageEntity[]): number {
  const addresses = entities.flatMap((one) => ('url' in one ? [Buffer.byteLength(one.url) + 4] : []));
  return addresses.reduce((sum, bytes) => sum + Math.ceil(bytes / 4) * 4, 12 * entities.length);
}

function faultsOf(text: string, entity: MessageEntity): readonly string[] {
  const { offset, length } = entity;
  const inside = text.slice(offset, offset + length);
  const isIn = Number.isInteger(offset) && offset >= 0 && length > 0 && endOf(entity) <= text.length;
  const faults = {
    'out of the text': !isIn,
    'splits a pair': !inside.isWellFormed(),
    'begins or ends with white space': CODE.has(entity.type) ? inside !== inside.trimEnd() : inside !== inside.trim(),
  };
  return Object.entries(faults).flatMap(([fault, found]) => (found ? [`${entity.type} ${fault}`] : []));
}

/** True if one lies wholly within the other or apart from it, as far as their types may. */
function isAllowed(one: MessageEntity, other: MessageEntity): boolean {
  if (endOf(one) <= other.offset || endOf(other) <= one.offset) return true;
  if (CODE.has(one.type) || CODE.has(other.type)) return false;
  if (one.type === other.type || (QUOTES.has(one.type) && QUOTES.has(other.type))) return false;
  const isWithin = (inner: MessageEntity, outer: MessageEntity): boolean =>
    inner.offset >= outer.offset && endOf(inner) <= endOf(outer);
  return isWithin(one, other) || isWithin(other, one);
}

/** Gives what is alive in a text without an entity that says so, but for the mentions that its owner wants. */
export function undeclared(text: string, entities: readonly MessageEntity[], wanted: readonly string[] = []) {
  const whole = entities.filter(({ type }) => WHOLE.has(type));
  return detected(text)
    .filter(({ start, end }) => !whole.some((entity) => start < endOf(entity) && entity.offset < end))
    .filter(({ start, end }) => !wanted.includes(text.slice(start, end)))
    .map(({ what }) => `alive: ${what}`);
}
