import { withoutForbidden } from '../xml/characters.ts';

/** Encodings by names that servers have for them and WHATWG has not. https://encoding.spec.whatwg.org/#names-and-labels */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['euc-cn', 'gbk'],
  ['euccn', 'gbk'],
  ['cp949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['euckr', 'euc-kr'],
  ['cp950', 'big5'],
  ['eucjp', 'euc-jp'],
]);
const WINDOWS = /^win(?:dows)?[-_]?(125\d|874)$/;

/** Code points turned into text at once. */
const UTF32_CHUNK = 4096;

/** Bytes read at most; the fetcher's own cap is lower. A longer document counts as cut short. */
const MAX_BYTES = 11_000_000;
/** Bytes in which an XML declaration is looked for. */
const DECLARATION = 1024;
/** Encodings in which every byte is a character, so that no text is wrong in them. */
const SINGLE_BYTE = /^(?:windows-125\d|iso-8859-\d+|koi8-[ru]|macintosh|x-mac-cyrillic|ibm866)$/;
/** Characters beyond ASCII of which at most one may be broken in an encoding that is believed. */
const FEW = 4;

/** Text decoded by an encoding, and the numbers of characters beyond ASCII that were read and that were broken. */
type Decoded = { readonly text: string; readonly read: number; readonly broken: number };

/** Decodes a document, without BOM: by BOM, else HTTP charset, else XML declaration, else UTF-8 (RFC 7303, section 3). */
export function decodeBytes(body: Uint8Array, contentType: string | null): string {
  const bytes = body.length > MAX_BYTES ? body.subarray(0, MAX_BYTES) : body;
  const encoding = byBom(bytes) ?? byPattern(bytes);
  return withoutForbidden(encoding === null ? byName(bytes, contentType) : decodeAs(encoding, bytes));
}

function decodeAs(encoding: string, bytes: Uint8Array): string {
  if (encoding.startsWith('utf-32')) return decodeUtf32(bytes, encoding === 'utf-32le');
  return new TextDecoder(encoding).decode(bytes);
}

function byBom(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

/** Finds UTF-16 or UTF-32 without a BOM by a `<` or `{` with NULs beside it (XML 1.0, appendix F; RFC 4627, section 3). */
function byPattern(bytes: Uint8Array): string | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = bytes;
  if (isStart(a) && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && isStart(b) && c === 0 && d !== 0) return 'utf-16be';
  if (isStart(a) && b + c + d === 0 && e !== 0 && g + h === 0) return 'utf-32le';
  // NULs before a document are junk.
  if (a + b + c === 0 && isStart(d) && e + f === 0 && h !== 0) return 'utf-32be';
  return null;
}

function isStart(code: number): boolean {
  return code === 0x3c || code === 0x7b;
}

/** By the first name that fits the bytes: there is no UTF-16 without NULs in markup. */
function byName(bytes: Uint8Array, contentType: string | null): string {
  for (const label of [charsetOf(contentType), declared(bytes), 'utf-8']) {
    const decoder = label === null ? null : decoderOf(label);
    if (decoder === null || (decoder.encoding.startsWith('utf-16') && !bytes.subarray(0, DECLARATION).includes(0)))
      continue;
    const decoded = decode(decoder, bytes);
    if (!fits(decoded)) continue;
    return (decoder.encoding === 'utf-8' ? null : utf8Despite(decoder.encoding, bytes)) ?? decoded.text;
  }
  // UTF-8 with many bytes broken, or windows-1252, by which of the two most bytes beyond ASCII speak for.
  const { text, read, broken } = decode(new TextDecoder(), bytes);
  return read >= broken ? text : new TextDecoder('windows-1252').decode(bytes);
}

/**
 * Text as UTF-8 where another encoding is named: valid UTF-8 beyond ASCII is no text in an encoding of single bytes, nor,
 * where three bytes make a character, in one of several.
 */
function utf8Despite(encoding: string, bytes: Uint8Array): string | null {
  const decoded = decode(new TextDecoder(), bytes);
  return fits(decoded) && (SINGLE_BYTE.test(encoding) || /[\u0800-\ufffc]/.test(decoded.text)) ? decoded.text : null;
}

function fits({ read, broken }: Decoded): boolean {
  return broken * FEW <= read;
}

function charsetOf(contentType: string | null): string | null {
  return /[;\s]\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1] ?? null;
}

function declared(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, DECLARATION));
  return /<\?xml\s[^>]*?encoding\s*=\s*["']?([^"'\s?>]+)/i.exec(head)?.[1] ?? null;
}

/** Decodes, and counts characters only where some byte is not in the encoding. */
function decode({ encoding }: TextDecoder, bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes), read: 0, broken: 0 };
  } catch {
    return counted(new TextDecoder(encoding).decode(bytes));
  }
}

function counted(text: string): Decoded {
  let broken = 0;
  let read = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) read++;
  }
  return { text, read, broken };
}

/** Gives a decoder for the encoding of this name; `null` where no such encoding is known. */
function decoderOf(label: string): TextDecoder | null {
  const name = label.trim().toLowerCase();
  try {
    return new TextDecoder(ALIASES.get(name) ?? name.replace(WINDOWS, 'windows-$1'));
  } catch {
    return null;
  }
}

/** Decodes UTF-32, which `TextDecoder` does not know, without its BOM; what is no character is U+FFFD. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  let points: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (at === 0 && point === 0xfeff) continue;
    points.push(point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? 0xfffd : point);
    if (points.length < UTF32_CHUNK) continue;
    text += String.fromCodePoint(...points);
    points = [];
  }
  return text + String.fromCodePoint(...points);
}
