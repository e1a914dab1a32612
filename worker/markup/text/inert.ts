/** Zero-width space: separates what a chat would otherwise read as one. */
export const ZERO_WIDTH_SPACE = '\u200b';

/** Characters that change the direction of the text after them, beyond the comment too (UAX 9). */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Colon of a code that chats show as an emoji, whatever stands around it and in capitals too (`Vms::Camera:`): its names are
 * letters of any script, digits, `_`, `-`, `+` and `'`, and nothing invisible (github.com/yhatt/jsx-slack/issues/98 and
 * /203; that an invisible character behind the colon keeps a code text: github.com/Seldaek/monolog/issues/1125). A time
 * (`10:30:45`) is none.
 */
const EMOJI = /(?!(?<=\d):[0-5]\d:\d):(?=[\p{L}\p{M}\p{N}\uff3f\uff0b_+'’-]+:)/gu;

/** Text without characters that change its direction, and with no emoji code alive in it. */
export function inert(text: string): string {
  return inertCodes(text.replaceAll(DIRECTION, ''));
}

/** Text with no emoji code alive in it. */
export function inertCodes(text: string): string {
  return text.replaceAll(EMOJI, `:${ZERO_WIDTH_SPACE}`);
}

/** Name or title in which no address is one: no chat makes a link of it. */
export function unlinked(text: string): string {
  return inert(text).replaceAll('://', `:${ZERO_WIDTH_SPACE}//`);
}
