/** Names that servers have for encodings and WHATWG has not. https://encoding.spec.whatwg.org/#names-and-labels */
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

/** A decoder for the encoding of this name; `null` where no such encoding is known. */
export function decoderOf(label: string): TextDecoder | null {
  const name = label.trim().toLowerCase();
  try {
    return new TextDecoder(ALIASES.get(name) ?? name.replace(WINDOWS, 'windows-$1'));
  } catch {
    return null;
  }
}
