/** As far back as a word's beginning is looked for; what is longer (an address, Chinese) is cut within. */
const LONGEST_WORD = 40;

/** As far back as a cut may lie within one character (an emoji joined of several; marks piled on a letter). */
const LONGEST_CLUSTER = 64;

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The place at or before `limit` (in UTF-16 units) where the text may be cut: between words, or else characters. */
export function clipAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  for (let at = limit; at > Math.max(0, limit - LONGEST_WORD); at--) {
    if (/\s/.test(text.charAt(at))) return at;
  }
  const from = Math.max(0, limit - LONGEST_CLUSTER);
  const window = text.slice(from, limit + LONGEST_CLUSTER);
  const cluster = clusters.segment(window).containing(limit - from);
  const at = from + (cluster?.index ?? 0);
  // A character that never ends is cut all the same, though not between the halves of a surrogate pair.
  if (at > from || from === 0) return at;
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

/** The text, or its beginning and `…`, in at most `limit` UTF-16 units. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, clipAt(text, limit - 1)).trimEnd()}…`;
}

/** How many bytes the text is in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate pair is two units and four bytes.
    if (unit >= 0x800 && !(unit >= 0xd800 && unit <= 0xdfff)) bytes += 2;
    else if (unit >= 0x80) bytes += 1;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
