import { isCertain } from './confidence.ts';
import { ENCODINGS, reread } from './reinterpret.ts';

/** Most times that a text was misread. */
const MAX_TIMES = 3;

/**
 * Restores text that was UTF-8 before it was read as windows-1252, Latin-1 or Mac Roman (also more than once), with U+FFFD
 * for a character of which bytes were lost; `null` where it is not all but certain that it was.
 */
export function fixMojibake(text: string): string | null {
  return BEYOND_ASCII.test(text) ? again(text, MAX_TIMES) : null;
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Undoes one misreading, or several, of which only the last need be certain: that it can be undone so often is proof. */
function again(text: string, times: number): string | null {
  for (const encoding of ENCODINGS) {
    const pieces = reread(text, encoding);
    if (pieces === null) continue;
    const read = pieces.map((piece) => piece.text).join('');
    const whole = pieces.every((piece) => piece.kind !== 'lost');
    const certain = isCertain(pieces);
    const deeper = (whole || certain) && times > 1 && read !== text ? again(read, times - 1) : null;
    if (deeper !== null || certain) return deeper ?? read;
  }
  return null;
}
