/** The start tag of an entry. */
const ENTRY = /<(?:[\w.-]{1,64}:)?(?:item|entry)[\s>]/gi;

/** Of what could be read, so much is read from either end: entries are not all alike. */
const SHARE = 0.4;

/**
 * A feed's text without entries from its middle, where only as much of it is read as lies between `from` and `end`. The
 * newest comments stand at one of its ends, and which one is not known before they are read. `null`: it has no middle.
 */
export function headAndTail(text: string, from: number, end: number): string | null {
  const share = (end - from) * SHARE;
  const [first, last] = [entryFrom(text, from + share), entryFrom(text, text.length - share)];
  return first === null || last === null || last <= first ? null : text.slice(0, first) + text.slice(last);
}

function entryFrom(text: string, offset: number): number | null {
  ENTRY.lastIndex = Math.floor(offset);
  return ENTRY.exec(text)?.index ?? null;
}
