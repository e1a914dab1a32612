import { decodeHTMLStrict } from 'entities/decode';
import { pairSurrogates } from '../../markup/text/surrogates.ts';

/** Forbidden characters: C0 controls but tab and line ends, U+FFFE, U+FFFF (XML 1.0, section 2.2); and byte order marks, which mean nothing inside a text. */
const FORBIDDEN = `${range(0x00, 0x08)}${range(0x0b, 0x0c)}${range(0x0e, 0x1f)}\ufeff\ufffe\uffff`;
const ALL_FORBIDDEN = new RegExp(`[${FORBIDDEN}]+`, 'g');
/** C1 controls: nobody writes them, but software that takes windows-1252 for Latin-1 produces them. */
const C1 = /[\u0080-\u009f]/g;
const UNWANTED = new RegExp(`[${FORBIDDEN}\u0080-\u009f]`);
/** Characters of the bytes 0x80–0x9F in windows-1252. */
const WINDOWS_1252 = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index),
);
/** Characters changed at once: a replacement keeps some fifty bytes for each match until it is done. */
const PIECE = 65_536;

/** Removes characters that XML forbids; lone surrogates become U+FFFD, C1 controls what HTML takes them for. */
export function withoutForbidden(text: string): string {
  if (!UNWANTED.test(text)) return text.toWellFormed();
  return byPieces(text.replace(ALL_FORBIDDEN, ''), withoutC1).toWellFormed();
}

/**
 * Resolves the entities of a text, once: all of HTML's, since feeds use them undeclared, and none without `;`, since links
 * contain `&copy=`.
 */
export function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  const resolved = byPieces(text, (piece) => decodeHTMLStrict(pairSurrogates(piece)));
  // Only a number can name what no text may have.
  return text.includes('&#') ? withoutForbidden(resolved) : resolved;
}

function withoutC1(text: string): string {
  return text.replace(C1, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
}

/** Changes a text in pieces, none of which ends within an entity. */
function byPieces(text: string, change: (piece: string) => string): string {
  let changed = '';
  for (let from = 0, to; from < text.length; from = to) {
    const next = Math.min(from + PIECE, text.length);
    const entity = next < text.length ? text.lastIndexOf('&', next) : -1;
    to = entity > from ? entity : next;
    changed += change(text.slice(from, to));
  }
  return changed;
}

function range(first: number, last: number): string {
  return `${String.fromCharCode(first)}-${String.fromCharCode(last)}`;
}
