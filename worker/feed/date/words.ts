import { withoutDiacritics } from './names.ts';

/**
 * Splits a date into words: lower case, without diacritics, commas, RFC 822's comments and RFC 9557's suffixes; a time apart from the date that it is
 * glued to.
 */
export function wordsOf(text: string): readonly string[] {
  const plain = isPlain(text)
    ? text.toLowerCase()
    : withoutDiacritics(withAsciiDigits(text))
        .replace(/(\d)\s*[년年월月]\s*/g, '$1-')
        .replace(/(\d)\s*日/g, '$1 ')
        .replace(/(\d)\s*일/g, '$1 kst ');
  return plain
    .replace(/\[([a-z]+\/[^[\]\s]*)\]/, ' $1 ')
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(/(\d)t(?=\d)/, '$1 ')
    .replace(/^\s*(\d{8})(?=\d{6}(?!\d))/, '$1 ')
    .replace(/(:\d\d),(?=\d)/, '$1.')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
}

/** Zeros of the scripts whose digits blogs write dates in: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

function withAsciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
