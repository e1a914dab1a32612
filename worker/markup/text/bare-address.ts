import { hostAt, isGluedAt, isOwnRun, runLength } from './glued.ts';
import { OpenEmphasis } from './open-emphasis.ts';

/** Range of a text, in UTF-16 units; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number };

/** Scheme of a web address. Behind `<` or `|` it is part of a forged link in a chat's markup, and stays text. */
const SCHEME = /(?<![<|])https?:\/\//gi;

/** ASCII that an address can have, without what changes how it is read: brackets, and the starts of segments. */
const PLAIN = /[!$-'*+,\-.0-;=@A-Z\\^_a-z~%&]+/y;

/**
 * Another character that an address can have: no white space, control or format characters (U+200B, U+2060), quotation
 * marks or brackets of tags, and no punctuation or symbols but ASCII's. A joiner between letters (Persian, Hindi) is one.
 */
const OTHER = new RegExp(
  String.raw`[^\s\p{C}<>"\x60\|\uff01-\uff65[[\p{P}\p{S}]--\p{ASCII}]]` +
    String.raw`|(?<=[[\p{L}\p{M}]--\p{ASCII}])[\u200c\u200d](?=[\p{L}--\p{ASCII}])`,
  'vy',
);

/**
 * Addresses in plain text, in order. An address ends where the text goes on: before the punctuation of a sentence,
 * a closing bracket that does not open in it, a sign of emphasis that opens before it, letters of a script without
 * spaces that are written right behind it, and another address there.
 */
export function bareAddresses(text: string): readonly Span[] {
  const spans: Span[] = [];
  if (!text.includes('://')) return spans;
  const emphasis = new OpenEmphasis(text);
  let from = 0;
  for (const { index, 0: scheme } of text.matchAll(SCHEME)) {
    if (index < from) continue;
    const start = index + scheme.length;
    const open = emphasis.before(index);
    from = trimmedEnd(text, start, endOf(text, start, isGluedAt(text, index)), open);
    emphasis.pass(from);
    if (from > start) spans.push({ start: index, end: from });
  }
  return spans;
}

/** Change of nesting depth at each bracket, and the opening bracket whose depth it is. */
const BRACKETS: ReadonlyMap<string, { readonly opening: string; readonly by: number }> = new Map(
  ['()', '[]', '{}'].flatMap(([opening = '', closing = '']) => [
    [opening, { opening, by: 1 }],
    [closing, { opening, by: -1 }],
  ]),
);

/** End of the address that begins, after its scheme, at `start`: glued text, or a bracket that closes one before it. */
function endOf(text: string, start: number, isGlued: boolean): number {
  const host = hostAt(text, start);
  const next = nextAddress(text, start, host.end + 1);
  if (host.isEnd || next !== null) return next ?? host.end;
  const depths = new Map<string, number>();
  let segment = host.end;
  let isOwn = false;
  for (let at = host.end; at < text.length;) {
    const runEnd = at + runLength(text, at);
    if (runEnd > at) {
      // A segment in such letters may have digits between them (`/wiki/東京2020年`).
      isOwn ||= isOwnRun(text, { start: at, end: runEnd, segment, isGlued });
      if (!isOwn) return at;
      at = runEnd;
      continue;
    }
    const length = matchLength(PLAIN, text, at) || matchLength(OTHER, text, at);
    if (length === 0) return at;
    const glued = nextAddress(text, start, at + length);
    if (glued !== null) return glued;
    const sign = text.charAt(at);
    const bracket = BRACKETS.get(sign);
    const depth = bracket === undefined ? 0 : (depths.get(bracket.opening) ?? 0) + bracket.by;
    if (depth < 0) return at;
    if (bracket !== undefined) depths.set(bracket.opening, depth);
    at += length;
    if (sign === '/' || sign === '?' || sign === '#') {
      segment = at;
      isOwn = false;
    }
  }
  return text.length;
}

/** Before the scheme of an address that stands in the path or query of another. */
const BEFORE_OWN_ADDRESS = /(?:[/=?#&:+@]|%[\da-f]{2})$/i;

/**
 * Start of the address whose scheme ends, with its colon, at `at`; `null`: none does, or it is part of the one before it,
 * whose host begins at `host`.
 */
function nextAddress(text: string, host: number, at: number): number | null {
  if (!text.startsWith('//', at)) return null;
  const [scheme] = /https?:$/i.exec(text.slice(Math.max(0, at - 'https:'.length), at)) ?? [];
  if (scheme === undefined) return null;
  const start = at - scheme.length;
  return BEFORE_OWN_ADDRESS.test(text.slice(Math.max(host, start - '%3D'.length), start)) ? null : start;
}

function matchLength(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0].length ?? 0;
}

/** End without what belongs to the sentence: punctuation, an opening bracket, a sign of open emphasis. */
function trimmedEnd(text: string, start: number, end: number, open: ReadonlySet<string>): number {
  for (let at = end; at > start; at--) {
    const last = text.charAt(at - 1);
    if (!".,;:!?'([{".includes(last) && !open.has(last)) return at;
  }
  return start;
}
