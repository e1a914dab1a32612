/** Encoding that UTF-8 was taken for. */
export type Encoding = {
  /** Bytes by the characters that stand for them. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Characters that HTML or a blog's typography puts in afterwards, which are themselves. */
  readonly strays: string;
};

/** Byte that is lost: converters put `?` or U+FFFD in its place. */
const LOST = -1;

/** Encodings that UTF-8 has been taken for. Latin-1 is windows-1252 but for the bytes that are controls there. */
export const ENCODINGS: readonly Encoding[] = [
  { bytes: bytesOf('windows-1252', controls()), strays: '\u00a0‘’“”–—…' },
  // Before 1998 the euro's place was the currency sign's; the ohm and the omega are one.
  {
    bytes: bytesOf('macintosh', [
      ['¤', 0xdb],
      ['\u2126', 0xbd],
    ]),
    strays: '\u00a0',
  },
];

/**
 * Emoji with what changes it, or a digit's frame: people add them to text of any encoding, and no encoding of one
 * byte has them. `ℹ` is a letter.
 */
const EMOJI =
  /(?:(?!\p{L})[\p{Extended_Pictographic}\p{Regional_Indicator}]|\ufe0f?\u20e3)(?:\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d|\ufe0e|\ufe0f\u20e3?)*/uy;

/** Stretch of text read again: as it was (`kept`), one character from its bytes (`read`), one that lost some, a stray. */
export type Piece = {
  readonly kind: 'kept' | 'read' | 'lost' | 'stray';
  readonly text: string;
  /** Text that stood there. */
  readonly from: string;
};

/** Reads the text's characters as bytes of UTF-8; `null` where one beyond ASCII can be no part of any and is no emoji. */
export function reread(text: string, encoding: Encoding): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let kept = 0;
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) < 0x80 || text.charAt(at) === '\ufffd') {
      at++;
      continue;
    }
    const found = sequence(text, at, encoding) ?? stray(text.charAt(at), encoding);
    if (found === null) {
      const length = emojiAt(text, at, encoding);
      if (length === 0) return null;
      at += length;
      continue;
    }
    if (kept < at) pieces.push(asIs(text.slice(kept, at)));
    pieces.push(found);
    at += found.from.length;
    kept = at;
  }
  if (kept < text.length) pieces.push(asIs(text.slice(kept)));
  return pieces;
}

function asIs(text: string): Piece {
  return { kind: 'kept', text, from: text };
}

/** Length of the emoji that is there; 0: none is. `©`, `®` and `™` are bytes in each of the encodings. */
function emojiAt(text: string, at: number, { bytes }: Encoding): number {
  if (bytes.has(text.charAt(at))) return 0;
  EMOJI.lastIndex = at;
  return EMOJI.exec(text)?.[0].length ?? 0;
}

function stray(char: string, { strays }: Encoding): Piece | null {
  return strays.includes(char) ? { kind: 'stray', text: char, from: char } : null;
}

/** Reads one character's bytes from `at` on (RFC 3629, section 4), some of which may be lost: a `?` or nothing is there. */
function sequence(text: string, at: number, encoding: Encoding): Piece | null {
  const lead = encoding.bytes.get(text.charAt(at)) ?? 0;
  const more = followers(lead);
  if (more === 0) return null;
  // The no-break space, UTF-8's second byte of "à", has often become a plain one, which is needed as such as well.
  if (lead === 0xc3 && text.charAt(at + 1) === ' ') return { kind: 'read', text: 'à', from: text.charAt(at) };
  let point = lead & (0x7f >> (more + 1));
  let there = 0;
  let lost = 0;
  while (there + lost < more) {
    const byte = encoding.bytes.get(text.charAt(at + 1 + there + lost)) ?? 0;
    if (byte === LOST) lost++;
    else if (byte < 0x80 || byte > 0xbf) break;
    else {
      point = (point << 6) | (byte & 0x3f);
      there++;
    }
  }
  const from = text.slice(at, at + 1 + there + lost);
  if (there === more)
    return isEncodable(point, more) ? { kind: 'read', text: String.fromCodePoint(point), from } : null;
  // A `?` after a letter may be a question: of three bytes, one more must be there.
  return (more === 1 ? lost : there) > 0 ? { kind: 'lost', text: '\ufffd', from } : null;
}

/** Number of bytes that follow the first. */
function followers(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
}

/** True if UTF-8 writes the character in so many bytes after the first: not in more than it needs, no surrogates. */
function isEncodable(point: number, more: number): boolean {
  if (more === 1) return true;
  if (more === 2) return point >= 0x800 && !(point >= 0xd800 && point <= 0xdfff);
  return point >= 0x10000 && point <= 0x10ffff;
}

function bytesOf(label: string, also: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => index + 128);
  const chars = new TextDecoder(label).decode(bytes);
  const lost: readonly (readonly [string, number])[] = [
    ['?', LOST],
    ['\ufffd', LOST],
  ];
  return new Map([
    ...lost,
    ...also,
    ...Array.from(bytes, (byte, index): [string, number] => [chars.charAt(index), byte]),
  ]);
}

function controls(): [string, number][] {
  return Array.from({ length: 32 }, (_, index) => [String.fromCharCode(index + 128), index + 128]);
}
