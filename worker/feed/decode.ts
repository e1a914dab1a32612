import { withoutForbidden } from './xml/characters.ts';

/** Bytes read at most, of what may be many more; the fetcher's own cap is lower. What is cut is seen as cut short. */
const MAX_BYTES = 11_000_000;
/** How far an XML declaration is looked for. */
const DECLARATION = 1024;
/** Encodings in which every byte is a character, so that no text is wrong in them. */
const SINGLE_BYTE = /^(?:windows-125\d|iso-8859-\d+|koi8-[ru]|macintosh|x-mac-cyrillic|ibm866)$/;

/** The document as text, without BOM: by BOM, else HTTP charset, else XML declaration, else UTF-8 (RFC 7303, section 3). */
export function decodeBytes(body: Uint8Array, contentType: string | null): string {
  const bytes = body.length > MAX_BYTES ? body.subarray(0, MAX_BYTES) : body;
  const encoding = byBom(bytes) ?? byPattern(bytes);
  return withoutForbidden(encoding === null ? byName(bytes, contentType) : new TextDecoder(encoding).decode(bytes));
}

function byBom(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return null;
}

/** A `<` with a NUL beside it, and the same again, is UTF-16 without a BOM (XML 1.0, appendix F). */
function byPattern(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return null;
}

/** By the first name that fits the bytes: there is no UTF-16 without NULs in markup. What is valid UTF-8 beyond ASCII is no text in an encoding of single bytes. */
function byName(bytes: Uint8Array, contentType: string | null): string {
  for (const label of [charsetOf(contentType), declared(bytes), 'utf-8']) {
    const decoder = label === null ? null : decoderOf(label);
    if (decoder === null || (decoder.encoding.startsWith('utf-16') && !bytes.subarray(0, DECLARATION).includes(0)))
      continue;
    const text = decode(decoder, bytes);
    if (text === null) continue;
    return (SINGLE_BYTE.test(decoder.encoding) ? decode(strict('utf-8'), bytes) : null) ?? text;
  }
  return mostlyUtf8(bytes);
}

/** UTF-8 with some bytes broken, or windows-1252, by which of the two most bytes beyond ASCII speak for. */
function mostlyUtf8(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  let broken = 0;
  let read = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) read++;
  }
  return read >= broken ? text : new TextDecoder('windows-1252').decode(bytes);
}

function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1] ?? null;
}

function declared(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, DECLARATION));
  return /<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1] ?? null;
}

/** `null` where no such encoding is known. */
function decoderOf(label: string): TextDecoder | null {
  try {
    return strict(label.trim());
  } catch {
    return null;
  }
}

function strict(label: string): TextDecoder {
  return new TextDecoder(label, { fatal: true, ignoreBOM: false });
}

/** `null` where the bytes are not in this encoding. */
function decode(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
