import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageKey } from '../../feed/page-url.ts';

/** Wording of a comment's title around its author's name: "Comment on Hello world! by ", "". */
type AroundAuthor = { readonly before: string; readonly after: string };

/**
 * Gives a function that writes titles like the feed's, in any language, after that of another comment on the same page;
 * `null` where the feed has none, or the author has no name.
 */
export function titleLike({ entries }: ParsedFeed): (page: string, author: string | null) => string | null {
  const wordings = new Map<string, AroundAuthor>();
  for (const { url, title, author } of entries) {
    const parts = author.name === null ? [] : (title ?? '').split(author.name);
    const [before, after, more] = parts;
    if (url !== null && before !== undefined && after !== undefined && more === undefined) {
      wordings.set(pageKey(url), { before, after });
    }
  }
  return (page, author) => {
    const wording = wordings.get(pageKey(page));
    return wording === undefined || author === null ? null : `${wording.before}${author}${wording.after}`;
  };
}
