/**
 * Places after which an invisible character keeps Telegram from making something alive of plain text, whoever wrote it:
 * it looks for these in every text, with entities too. Only what it marks as one whole (code, links) is left alone.
 * https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp
 */
const ALIVE = new RegExp(
  [
    // A mention or e-mail address, a hashtag, a cashtag.
    String.raw`@(?=\w)`,
    String.raw`#(?=[\p{L}\p{N}_\u200c\u00b7\u0d80-\u0dff])`,
    String.raw`\$(?=[A-Z]|1INCH)`,
    // A command of a bot, which one tap sends.
    String.raw`(?<![\p{L}\p{N}_])/(?=\w)`,
    // An address with its scheme, of which `tg://` is one; a bare domain (`readme.md`), an address of numbers.
    String.raw`:(?=//)`,
    String.raw`(?<=\S|\ufeff)\.(?=\p{L})`,
    String.raw`(?<=\d)\.(?=\d+\.\d)`,
    String.raw`\+(?=[\d(])`,
  ].join('|'),
  'gu',
);

/** Digits as telephone and card numbers have them. */
const NUMBER = /\d[\d ()-]*\d/g;

/** Fewest digits of such a number, and how many may stand together in it. */
const NUMBER_DIGITS = 9;
const TOGETHER = 4;

/** Offsets at which an invisible character is to be put into the text, in order, in UTF-16 units. */
export function liveOffsets(text: string): readonly number[] {
  const offsets = new Set<number>();
  for (const { index, 0: sign } of text.matchAll(ALIVE)) offsets.add(index + sign.length);
  for (const { index, 0: number } of text.matchAll(NUMBER)) {
    if (number.replaceAll(/\D/g, '').length < NUMBER_DIGITS) continue;
    let digits = 0;
    for (let at = 0; at < number.length - 1; at++) {
      if (/\d/.test(number.charAt(at)) && ++digits % TOGETHER === 0) offsets.add(index + at + 1);
    }
  }
  return [...offsets].toSorted((one, other) => one - other);
}
