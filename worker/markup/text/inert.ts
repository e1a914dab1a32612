/** Zero-width space: separates what a chat would otherwise read as one. */
export const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Characters that change the direction of the text after them, beyond the comment too (UAX 9); controls, of which terminals
 * and logs take some for commands; and tags, in which a text stands that nobody sees but a machine, unless they name a flag.
 */
const UNSEEN =
  /[\u202a-\u202e\u2066-\u2069\u007f-\u0084\u0086-\u009f]|(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]+/gu;

/** Breaks of a line that are no newline: a text of one line stays one. */
const BREAK = /[\u0085\u2028\u2029]/g;

/** Marks on one letter; more of them than any language has run over the messages above and below. */
const MARKS = /(\p{M}{8})\p{M}+/gu;

/**
 * Colon of a code that chats show as an emoji, whatever stands around it and in capitals too (`Vms::Camera:`): its names are
 * letters of any script, digits, `_`, `-`, `+` and `'`, and nothing invisible (github.com/yhatt/jsx-slack/issues/98 and
 * /203; that an invisible character behind the colon keeps a code text: github.com/Seldaek/monolog/issues/1125). A time
 * (`10:30:45`) is none.
 */
const EMOJI = /(?!(?<=\d):[0-5]\d:\d):(?=[\p{L}\p{M}\p{N}\uff3f\uff0b_+'’-]+:)/gu;

/** Text as `seen`, with no emoji code alive in it. */
export function inert(text: string): string {
  return inertCodes(seen(text));
}

/** Text without characters that do something unseen, or to the text around it. */
export function seen(text: string): string {
  return ASCII.test(text) ? text : text.replaceAll(UNSEEN, '').replaceAll(BREAK, ' ').replaceAll(MARKS, '$1');
}

/** Text in which there is nothing of the kind: most is. */
const ASCII = /^[\t\n\r -~]*$/;

/** Text with no emoji code alive in it. */
export function inertCodes(text: string): string {
  return text.includes(':') ? text.replaceAll(EMOJI, `:${ZERO_WIDTH_SPACE}`) : text;
}

/** Name or title in which no address is one: no chat makes a link of it. */
export function unlinked(text: string): string {
  return inert(text).replaceAll('://', `:${ZERO_WIDTH_SPACE}//`);
}
