import { bareAddresses } from './bare-address.ts';

/** Distance around a cut within which the start of a word or character is searched, in UTF-16 units. Longer ones are cut. */
const REACH = 64;

/** Longer than any scheme with the brackets before it. In UTF-16 units. */
const SCHEME = 16;

/** Scripts without spaces between words: a cut may be anywhere, since dictionaries of words differ. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Last boundary between words up to `limit` (in UTF-16 units); 0 where the first word is
 * longer. An address is one word: half of it would lead elsewhere.
 */
export function wordAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const address = addressAt(text, limit);
  if (address !== null) return address;
  const at = SPACELESS.test(text.slice(limit - 1, limit + 1)) ? null : startOf(words, text, limit);
  return at ?? clusterAt(text, limit);
}

/** Start of the address that `limit` lies within, brackets before it included; `null` where it lies in none. */
function addressAt(text: string, limit: number): number | null {
  const colon = text.lastIndexOf('://', limit);
  if (colon === -1 || /\s/.test(text.slice(colon, limit + 1))) return null;
  const [, opening = '', scheme = ''] = BEFORE_ADDRESS.exec(text.slice(Math.max(0, colon - SCHEME), colon)) ?? [];
  const start = colon - scheme.length;
  // The letter before it tells whether those behind it are its own.
  const from = Math.max(0, start - 2);
  const [span] = bareAddresses(text.slice(from, limit + REACH));
  return span !== undefined && from + span.start === start && from + span.end <= limit ? null : start - opening.length;
}

/** The scheme, and the brackets or quotation marks that open right before it. */
const BEFORE_ADDRESS = /([\p{Ps}\p{Pi}"'<*_~]*)([a-z][a-z\d+.-]*)$/iu;

/** Last boundary between grapheme clusters up to `limit`: a joined emoji or a letter with marks is one. */
export function clusterAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length;
  const at = startOf(clusters, text, limit);
  if (at !== null) return at;
  // A cluster longer than the search is cut, but not between the halves of a surrogate pair.
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

/** The text, or its beginning and `…`, in at most `limit` UTF-16 units. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const at = wordAt(text, limit - 1);
  return `${text.slice(0, at === 0 ? clusterAt(text, limit - 1) : at).trimEnd()}…`;
}

/** Start of the segment that holds `limit`; `null` where it is farther away than `REACH`. */
function startOf(segmenter: Intl.Segmenter, text: string, limit: number): number | null {
  const from = Math.max(0, limit - REACH);
  const segment = segmenter.segment(text.slice(from, limit + REACH)).containing(limit - from);
  const at = segment?.index ?? 0;
  return at === 0 && from > 0 ? null : from + at;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
