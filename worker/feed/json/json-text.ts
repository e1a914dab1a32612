/** Values read at most: each takes up to a hundred bytes, the shortest has two characters. Further ones are cut. */
const MAX_VALUES = 400_000;
/** Length of a text that may have more of them, in UTF-16 units. */
const SHORT = 2 * MAX_VALUES;

/** Number too long for JavaScript's: only where one stands are numbers looked at, which takes time. */
const LONG_NUMBER = /\d{16}/;

/** JSON as a value; `truncated`: it ended early or had too many values, and what was not whole of its items is left out. */
export type Parsed = { readonly value: unknown; readonly truncated: boolean };

/** Reads JSON text that may be cut short; `null` where it is no JSON at all. */
export function parseJson(text: string): Parsed | null {
  const value = text.length <= SHORT || countValues(text) <= MAX_VALUES ? tryParse(text) : undefined;
  if (value !== undefined) return { value, truncated: false };
  const whole = wholeItems(text);
  const items = whole === null ? undefined : tryParse(whole);
  return items === undefined ? null : { value: items, truncated: true };
}

/** Parses JSON; `undefined`, which no JSON stands for, where it is none. */
function tryParse(text: string): unknown {
  try {
    const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/**
 * Keeps whole numbers as they are written that have more digits than JavaScript's: they are ids.
 * https://github.com/tc39/proposal-json-parse-with-source
 */
function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
  return isInexact && /^\d+$/.test(context?.source ?? '') ? context?.source : value;
}

function countValues(text: string): number {
  let values = 0;
  scan(text, (mark) => {
    if (mark !== '}' && mark !== ']') values++;
    return values <= MAX_VALUES;
  });
  return values;
}

/** Cuts the text at the end of the last whole object in a list of the outermost object, and what closes both. */
function wholeItems(text: string): string | null {
  let depth = 0;
  let values = 0;
  let end = -1;
  scan(text, (mark, at) => {
    if (mark === '{' || mark === '[') depth++;
    else if (mark !== ',') depth--;
    if (mark !== '}' && mark !== ']') values++;
    if (mark === '}' && depth === 2) end = at + 1;
    return values <= MAX_VALUES;
  });
  return end < 0 ? null : `${text.slice(0, end)}]}`;
}

/** Visits the characters that begin, part and end values, outside of strings, until `visit` gives false. */
function scan(text: string, visit: (mark: string, at: number) => boolean): void {
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') {
      i = endOfString(text, i);
      if (i < 0) return;
    } else if (MARKS.has(char) && !visit(char, i)) return;
  }
}

const MARKS = new Set(['{', '[', ',', '}', ']']);

function endOfString(text: string, start: number): number {
  for (let i = text.indexOf('"', start + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (text[i - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return i;
  }
  return -1;
}
