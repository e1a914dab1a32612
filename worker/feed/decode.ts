/** Bytes read at most: above this a document is cut, and so `truncated`. The fetcher's own cap is lower. */
const MAX_BYTES = 16 * 1024 * 1024;
/** How far an XML declaration is looked for. */
const DECLARATION = 1024;

/** The document as text, without BOM and without characters that XML forbids; `cut`: it was longer than is read. */
export type Decoded = { readonly text: string; readonly cut: boolean };

/** Reads the bytes by BOM, else HTTP charset, else XML declaration, else as UTF-8 (RFC 7303, section 3). */
export function decodeBytes(body: Uint8Array, contentType: string | null): Decoded {
  const bytes = body.length > MAX_BYTES ? body.subarray(0, MAX_BYTES) : body;
  const encoding = byBom(bytes) ?? byPattern(bytes);
  const text =
    encoding === null
      ? byDeclaration(bytes, contentType)
      : new TextDecoder(encoding, { fatal: false, ignoreBOM: false }).decode(bytes);
  return { text: withoutForbidden(text), cut: body.length > MAX_BYTES };
}

function byBom(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return null;
}

/** `<` with a NUL on one side is UTF-16 without a BOM (XML 1.0, appendix F). */
function byPattern(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return null;
}

function byDeclaration(bytes: Uint8Array, contentType: string | null): string {
  const names = [/charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1], declared(bytes), 'utf-8'];
  for (const name of names) {
    const text = name === undefined ? null : decodeStrictly(bytes, name);
    if (text !== null) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

function declared(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION));
  return /<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1];
}

/** `null` where the encoding is unknown, or the bytes are not in it. */
function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label.trim(), { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/** XML 1.0, section 2.2: no C0 control but tab and line ends, no U+FFFE and U+FFFF, no lone surrogate. */
function withoutForbidden(text: string): string {
  return text.replace(FORBIDDEN, '').toWellFormed();
}

// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff\ufffe\uffff]/g;
