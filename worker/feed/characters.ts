import { decodeHTMLStrict } from 'entities/decode';

/**
 * C0 controls but tab and line ends, U+FFFE and U+FFFF, which XML forbids (1.0, section 2.2); byte order marks, which say
 * nothing inside; C1 controls, which nobody writes, but who takes windows-1252 for Latin-1 produces.
 */
// oxlint-disable-next-line no-control-regex
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f\ufeff\ufffe\uffff]/g;
/** What the bytes 0x80–0x9F are in windows-1252. */
const WINDOWS_1252 = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index),
);

/** The text without characters that XML forbids, lone surrogates as U+FFFD, C1 controls as what they are for HTML. */
export function withoutForbidden(text: string): string {
  return text.replace(UNWANTED, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80)).toWellFormed();
}

/**
 * Text with its entities resolved, once: all of HTML's, since feeds use them undeclared, and none without `;`, since
 * links contain `&copy=`.
 */
export function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  const resolved = decodeHTMLStrict(text);
  // Only a number can name what no text may have.
  return text.includes('&#') ? withoutForbidden(resolved) : resolved;
}
