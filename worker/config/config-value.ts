import { BARE_URL, type Fields, isFields } from './value.ts';

/** A value of CONFIG as JSON has it: a string (a URL, `secret:NAME`, or what is neither), or an object. */
export type ConfigValue = string | Readonly<Record<string, unknown>>;

/** Gives the value that a text of CONFIG is: an object where it is JSON of one, else the text as it stands. */
export function valueOfText(text: string): ConfigValue {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

/** Gives the text that CONFIG holds for a value. */
export function textOfValue(value: ConfigValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Gives the fields of a value: text that is no object is `url`. */
export function fieldsOfValue(value: ConfigValue): Fields {
  return typeof value === 'string' ? { url: value.trim() } : value;
}

/** True if two values mean the same: order of fields, white space around text and the form of a lone URL do not count. */
export function isSameValue(one: ConfigValue, other: ConfigValue): boolean {
  return isSame(spelledOut(one), spelledOut(other));
}

/** A bare URL as its field. `secret:NAME` stays: that secret may hold an object. */
function spelledOut(value: ConfigValue): unknown {
  if (typeof value !== 'string') return value;
  return BARE_URL.test(value.trim()) ? { url: value.trim() } : value.trim();
}

/** True if two JSON values are the same but for the order of fields. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  if (!isFields(one) || !isFields(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}
