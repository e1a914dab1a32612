import { decodeHTMLStrict } from 'entities/decode';

/** C0 controls but tab and line ends, U+FFFE, U+FFFF (XML 1.0, section 2.2); and byte order marks, which say nothing inside. */
const FORBIDDEN = new RegExp(`[${range(0x00, 0x08)}${range(0x0b, 0x0c)}${range(0x0e, 0x1f)}\ufeff\ufffe\uffff]+`, 'g');
/** C1 controls: nobody writes them, but who takes windows-1252 for Latin-1 produces them. */
const C1 = /[\u0080-\u009f]/;
/** Each of them, and what its byte is in windows-1252. One replacement each: a function for each match is slow. */
const WINDOWS_1252 = Array.from({ length: 32 }, (_, index) => {
  const byte = 0x80 + index;
  return [
    new RegExp(String.fromCharCode(byte), 'g'),
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
  ] as const;
});

/** The text without characters that XML forbids, lone surrogates as U+FFFD, C1 controls as what they are for HTML. */
export function withoutForbidden(text: string): string {
  const allowed = text.replace(FORBIDDEN, '').toWellFormed();
  if (!C1.test(allowed)) return allowed;
  return WINDOWS_1252.reduce((repaired, [control, meant]) => repaired.replace(control, meant), allowed);
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

function range(first: number, last: number): string {
  return `${String.fromCharCode(first)}-${String.fromCharCode(last)}`;
}
