/** A quotation: where it begins in the HTML, and between which places what is quoted stands. */
export type Quote = { readonly index: number; readonly from: number; readonly to: number };

const TAG = /<(\/?)blockquote(?:\s[^<>]*)?>/gi;

/** The quotation that the HTML ends with, whatever is quoted within it; `null` where it ends with none. */
export function quoteAtEnd(html: string): Quote | null {
  const tags = [...html.matchAll(TAG)].toReversed();
  const [last] = tags;
  if (last === undefined || html.slice(last.index + last[0].length).trim() !== '') return null;
  let open = 0;
  for (const [tag, slash, index] of tags.map((found) => [found[0], found[1], found.index] as const)) {
    open += slash === '/' ? 1 : -1;
    if (open <= 0) return open < 0 ? null : { index, from: index + tag.length, to: last.index };
  }
  return null;
}
