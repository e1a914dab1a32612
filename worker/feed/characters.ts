/** XML 1.0, section 2.2: C0 controls but tab and line ends, U+FFFE and U+FFFF; and byte order marks, which say nothing inside. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff\ufffe\uffff]/g;
/** C1 controls: no one writes them, but those who take windows-1252 for Latin-1 produce them. */
const C1 = /[\u0080-\u009f]/g;

const windows1252 = new TextDecoder('windows-1252');

/** The text without characters that XML forbids, lone surrogates as U+FFFD, C1 controls as what they are for HTML. */
export function withoutForbidden(text: string): string {
  return text
    .replace(FORBIDDEN, '')
    .replace(C1, (control) => windows1252.decode(Uint8Array.of(control.charCodeAt(0))))
    .toWellFormed();
}
