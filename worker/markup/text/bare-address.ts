import { hostOf, isGluedAt, isOwnRun, runLength } from './glued.ts';
import { OpenEmphasis } from './open-emphasis.ts';

/** Range of a text, in UTF-16 units; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number };

/** Scheme of a web address. Behind `<` or `|` it is part of a forged link in a chat's markup, and stays text. */
const SCHEME = /(?<![<|])https?:\/\//gi;

/**
 * Characters that an address can have: no white space, control or format characters (U+200B, U+2060), quotation marks or
 * brackets of tags, and no punctuation or symbols but ASCII's. A joiner between letters (Persian, Hindi) or within an
 * emoji is part of it.
 */
const BODY = new RegExp(
  String.raw`(?:[^\s\p{C}<>"\x60\|\uff01-\uff65[[\p{P}\p{S}]--\p{ASCII}--\p{Extended_Pictographic}--\p{Emoji_Modifier}]]` +
    String.raw`|(?<=[[\p{L}\p{M}\p{Extended_Pictographic}]--\p{ASCII}])[\u200c\u200d](?=[[\p{L}\p{Extended_Pictographic}]--\p{ASCII}]))+`,
  'vy',
);

/**
 * Addresses in plain text, in order. An address ends where the text goes on: before the punctuation of a sentence,
 * a closing bracket that does not open in it, a sign of emphasis that opens before it, and letters of a script without
 * spaces that are written right behind it.
 */
export function bareAddresses(text: string): readonly Span[] {
  const spans: Span[] = [];
  const emphasis = new OpenEmphasis(text);
  let from = 0;
  for (const { index, 0: scheme } of text.matchAll(SCHEME)) {
    if (index < from) continue;
    const start = index + scheme.length;
    BODY.lastIndex = start;
    const [body = ''] = BODY.exec(text) ?? [];
    const open = emphasis.before(index);
    const length = trimmedLength(body.slice(0, lengthOf(body, isGluedAt(text, index))), open);
    from = start + length;
    emphasis.pass(from);
    if (length > 0) spans.push({ start: index, end: from });
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

/** Length of the address at the start of `body`: up to glued text, or to a closing bracket that opens before it. */
function lengthOf(body: string, isGlued: boolean): number {
  const host = hostOf(body);
  if (host.isEnd) return host.length;
  const depths = new Map<string, number>();
  let segment = host.length;
  let isOwn = false;
  for (let at = host.length; at < body.length;) {
    const end = at + runLength(body, at);
    if (end > at) {
      // A segment in such letters may have digits between them (`/wiki/東京2020年`).
      isOwn ||= isOwnRun(body, { start: at, end, segment, isGlued });
      if (!isOwn) return at;
      at = end;
      continue;
    }
    const sign = body.charAt(at);
    at++;
    if (sign === '/' || sign === '?' || sign === '#') {
      segment = at;
      isOwn = false;
    }
    const step = BRACKETS.get(sign);
    if (step === undefined) continue;
    const depth = (depths.get(step.opening) ?? 0) + step.by;
    if (depth < 0) return at - 1;
    depths.set(step.opening, depth);
  }
  return body.length;
}

/** Length without the end that belongs to the sentence: punctuation, an opening bracket, a sign of open emphasis. */
function trimmedLength(address: string, open: ReadonlySet<string>): number {
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (!".,;:!?'([{".includes(last) && !open.has(last)) break;
  }
  return end;
}
