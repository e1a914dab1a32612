/** ASCII's control characters but white space. Those above U+007F stay: they can be bytes of mojibake. */
const CONTROLS = /[^\P{Cc}\t\n\f\r\u0080-\u009f]/gu;

/** The text without control characters and lone surrogates, which nothing displays and many parsers refuse. */
export function stripControls(text: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, '');
}
