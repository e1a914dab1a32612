/** Longer JSON is cut: a value of many small objects takes some twenty times its text. */
const MAX_LENGTH = 3_000_000;

/** JSON as a value; `truncated`: it ended early, and what was not whole of its outermost lists is left out. */
export type Parsed = { readonly value: unknown; readonly truncated: boolean };

/** Reads JSON text that may be cut short; `null` where it is no JSON at all. */
export function parseJson(text: string): Parsed | null {
  if (text.length <= MAX_LENGTH) {
    const value = tryParse(text);
    if (value !== undefined) return { value, truncated: false };
  }
  const whole = wholeItems(text.slice(0, MAX_LENGTH));
  const value = whole === null ? undefined : tryParse(whole);
  return value === undefined ? null : { value, truncated: true };
}

/** `undefined` where it is no JSON: no JSON means that. */
function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The text up to the end of the last whole object in a list of the outermost object, and what closes both. */
function wholeItems(text: string): string | null {
  let depth = 0;
  let end = -1;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      i = endOfString(text, i);
      if (i < 0) break;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 2 && char === '}') end = i + 1;
    }
  }
  return end < 0 ? null : `${text.slice(0, end)}]}`;
}

function endOfString(text: string, start: number): number {
  for (let i = text.indexOf('"', start + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (text[i - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return i;
  }
  return -1;
}
