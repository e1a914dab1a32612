/** References to a high and then to a low surrogate. */
const PAIR = /&#(?:x(d[89ab][\da-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][\da-f]{2})|(5[67]\d{3}));/gi;

/**
 * The text with each pair of references to the halves of one character (`&#xD83D;&#xDE00;`) as that character. Software
 * that writes UTF-16 unit by unit produces them; in HTML neither half alone is a character.
 */
export function pairSurrogates(text: string): string {
  if (!text.includes(';&#')) return text;
  return text.replaceAll(PAIR, (whole: string, ...codes: readonly (string | undefined)[]) => {
    const [high, low] = [unit(codes[0], codes[1]), unit(codes[2], codes[3])];
    const pair = String.fromCharCode(high, low);
    return pair.isWellFormed() && pair.codePointAt(0) !== high ? pair : whole;
  });
}

function unit(hexadecimal: string | undefined, decimal: string | undefined): number {
  return hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
}
