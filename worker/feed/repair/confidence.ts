import type { Piece } from './reinterpret.ts';

/** Scripts whose words are of several letters that stand side by side, and of no others'. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['cjk', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}ー]/u],
  ['cyrillic', /[\u0400-\u052f]/],
  ['greek', /[\u0370-\u03ff\u1f00-\u1fff]/],
  ['hebrew', /[\u0590-\u05ff]/],
  ['arabic', /[\u0600-\u06ff\u0750-\u077f]/],
  ['indic', /[\u0900-\u0dff]/],
  ['thai', /[\u0e00-\u0eff]/],
  ['caucasian', /[\u10a0-\u10ff]/],
];

/** Latin-1's and Latin Extended-A's letters; and those of Vietnamese, whose three bytes are in nobody's text. */
const LATIN = /[\u00c0-\u017f]/;
const VIETNAMESE = /[\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff]/;

/** Latin-1's signs, and those of them before which no one puts the capital that is their first byte. */
const LATIN_SIGN = /[\u00a0-\u00bf]/;
const LONE_SIGN = /[°£§©®«¡¿]/;

/** The root of something, as in mathematics: within a word alone it is Mac Roman's first byte of "ö". */
const ROOT = /^√[πΩµ∞∑∏∂∫]/;

/** Typographers' signs and emoji, whose bytes are three or four signs in a row that nobody types. */
const SURE_SIGN = /[\u2010-\u2044\u20ac\u2122\p{Emoji_Presentation}]/u;

/** Letters that occur in names and words of many languages, one beside another. */
const LETTER = /\p{L}/u;

/**
 * True if text read again is all but certainly the original: a good part of it could not stand so by chance, and less than
 * that is lost or odd. One "Ã©" within a word is proof; one lone "É…" or "’é" is none.
 */
export function isCertain(pieces: readonly Piece[]): boolean {
  let sure = 0;
  let doubtful = 0;
  const scripts = new Map<string, { letters: number; words: number }>();
  pieces.forEach((piece, index) => {
    if (piece.kind === 'lost' || piece.kind === 'stray') doubtful++;
    if (piece.kind !== 'read') return;
    const script = scriptOf(piece.text);
    if (script === null) {
      sure += isSure(piece, pieces[index - 1], pieces[index + 1]) ? 1 : 0;
      return;
    }
    const seen = scripts.get(script) ?? { letters: 0, words: 0 };
    const previous = pieces[index - 1];
    const beside = previous?.kind === 'read' && scriptOf(previous.text) === script;
    scripts.set(script, { letters: seen.letters + 1, words: seen.words + (beside ? 1 : 0) });
  });
  let odd = pieces.filter(({ kind, text }) => kind === 'read' && isOdd(text)).length;
  for (const { letters, words } of scripts.values()) {
    if (words > 0) sure += letters;
    else odd += letters;
  }
  return sure > 0 && doubtful <= sure && odd <= sure;
}

function isSure({ text, from }: Piece, before: Piece | undefined, after: Piece | undefined): boolean {
  if (SURE_SIGN.test(text) || VIETNAMESE.test(text)) return true;
  const last = before?.kind === 'kept' ? before.text.slice(-1) : '';
  const inWord = [/[a-z]/.test(last), after?.kind === 'kept' && /^[a-z]/.test(after.text)];
  if (LATIN.test(text)) return ROOT.test(from) ? inWord.every(Boolean) : inWord.some(Boolean);
  if (!LATIN_SIGN.test(text)) return false;
  return /[a-z0-9]/.test(last) || (LONE_SIGN.test(text) && before?.kind !== 'read' && !/[A-Z]/.test(last));
}

/** A letter of a script that text is hardly ever in. */
function isOdd(char: string): boolean {
  return LETTER.test(char) && scriptOf(char) === null && !LATIN.test(char) && !VIETNAMESE.test(char);
}

function scriptOf(char: string): string | null {
  return SCRIPTS.find(([, letters]) => letters.test(char))?.[0] ?? null;
}
