const LETTER_OR_DIGIT = /^[\p{L}\p{N}]/u;
const MARK = /^\p{M}/u;

/** Scripts that put no spaces between words (UAX #14 and #29 leave them to dictionaries). */
const SPACELESS =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Yiii}\p{scx=Tale}\p{scx=Talu}\p{scx=Lana}\p{scx=Java}\p{scx=Bali}]/u;

/**
 * Text as filters compare it: without regard to case, to compatible forms (full width, styled letters) and to how white space
 * is written.
 */
export function fold(text: string): string {
  const cased = text.normalize('NFKC').toUpperCase().toLowerCase();
  return cased.replaceAll('ς', 'σ').normalize('NFC').replaceAll(/\s+/gu, ' ');
}

/**
 * True if the word stands in the text with no letter or digit before or after it. In scripts without spaces it may touch
 * others: nothing else shows where a word ends. Both are folded.
 */
export function hasWord(text: string, word: string): boolean {
  const characters = Array.from(word);
  const [first = '', last = ''] = [characters[0], characters.at(-1)];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    // A character is at most two units.
    const before = Array.from(text.slice(Math.max(at - 2, 0), at)).at(-1) ?? '';
    const after = text.slice(at + word.length, at + word.length + 2);
    if (!continues(before, first) && !continues(after, last)) return true;
  }
  return false;
}

/** True if a neighbour (its first character) and the word's edge are of one word. */
function continues(neighbour: string, edge: string): boolean {
  const isPart =
    LETTER_OR_DIGIT.test(neighbour) || (MARK.test(neighbour) && (LETTER_OR_DIGIT.test(edge) || MARK.test(edge)));
  return isPart && !SPACELESS.test(neighbour) && !SPACELESS.test(edge);
}
