import { eachTag, type Tag } from '../feed/html/tags.ts';

/** Quotation in an HTML text: the offset at which it begins, and those between which the quoted text stands. */
export type Quote = { readonly index: number; readonly from: number; readonly to: number };

/** Finds the quotation that the HTML ends with, whatever is quoted within it; `null` where it ends with none. */
export function quoteAtEnd(html: string): Quote | null {
  if (!/<\/blockquote/i.test(html)) return null;
  const tags: Tag[] = [];
  eachTag(html, (tag) => {
    if (tag.name === 'blockquote') tags.push(tag);
  });
  const last = tags.at(-1);
  if (last === undefined || html.slice(last.end).trim() !== '') return null;
  let open = 0;
  for (const tag of tags.toReversed()) {
    open += tag.isEnd ? 1 : -1;
    if (open <= 0) return open < 0 ? null : { index: tag.at, from: tag.end, to: last.at };
  }
  return null;
}
