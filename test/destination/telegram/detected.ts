/** Stretch of a text in which Telegram sees something, in UTF-16 units. */
export type Detected = { readonly what: string; readonly start: number; readonly end: number };

const LETTER = /[\p{L}\p{N}]/u;
const WORD = String.raw`[\p{L}\p{N}_]`;
const TAG = String.raw`[\p{L}\p{Nd}_\u200c\u00b7\u0d80-\u0dff]`;
/** Signs of a host. In general punctuation only joiners and dashes are some. */
const HOST = String.raw`(?:[A-Za-z\d_~.-]|(?![\u2000-\u200b\u200e\u200f\u2016-\u206f]|\p{Z})[\u00c0-\u{10ffff}])`;
const PATH = String.raw`(?:(?![\u2000-\u200b\u200e\u200f\u2016-\u206f]|\p{Z})[^\n<>"\u00ab\u00bb])`;

/**
 * Telegram's reading of plain text: what a reader could tap although no entity says so. More than it sees itself, where it
 * knows lists (of domains) that are not here. After td/telegram/MessageEntity.cpp of github.com/tdlib/td.
 */
const READINGS: readonly (readonly [string, RegExp, ((found: string) => boolean)?])[] = [
  ['mention', new RegExp(`(?<!${WORD})@[A-Za-z\\d_]{2,32}(?!${WORD})`, 'gu')],
  ['command', new RegExp(`(?<!${WORD}|[/<>])/[A-Za-z\\d_]{1,64}(?:@[A-Za-z\\d_]{3,32})?(?!${WORD}|[/<>])`, 'gu')],
  ['hashtag', new RegExp(`(?<!${TAG})#${TAG}+(?!#)`, 'gu'), (found) => /\p{L}/u.test(found)],
  ['cashtag', new RegExp(`(?<!${TAG}|\\$)\\$(?:1INCH|[A-Z]{1,8})(?!${TAG}|\\$)`, 'gu')],
  ['tg address', new RegExp(`(?:tg|ton|tonsite)://[\\w-]+(?:[/?#]${PATH}*)?`, 'giu')],
  ['e-mail', /[\w.+-]+@(?:[A-Za-z\d][\w-]*\.)+[A-Za-z]{2,8}/g],
  ['address', new RegExp(`(?:[A-Za-z\\d+-]+://)?${HOST}+(?::\\d+)?(?:[/?#]${PATH}*)?`, 'gu'), isAddress],
  [
    'card',
    /(?<![\p{L}\d_+.,-])\d(?:[\d -]{11,}\d)(?![\p{L}_-])/gu,
    (found) => digits(found) >= 13 && digits(found) <= 19,
  ],
  ['telephone', /\+\d[\d ()-]{5,}\d/g],
];

/** Gives everything that Telegram sees by itself in a text. */
export function detected(text: string): readonly Detected[] {
  return READINGS.flatMap(([what, pattern, holds = () => true]) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => holds(found))
      .map(({ index, 0: found }) => ({ what: `${what} ${found}`, start: index, end: index + found.length })),
  );
}

function isAddress(found: string): boolean {
  const hasScheme = /^(?:https?|ftp|tonsite):\/\//i.test(found);
  const [host = ''] = found.replace(/^[a-z\d+-]+:\/\//i, '').split(/[/?#:]/);
  const labels = host.replace(/\.+$/, '').split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.some((label) => label === '')) return false;
  if (labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label))) return true;
  return hasScheme ? LETTER.test(last) : /^\p{L}{2,}$/u.test(last);
}

function digits(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}
