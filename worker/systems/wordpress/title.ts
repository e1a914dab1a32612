import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageKey } from '../../feed/page-url.ts';

/** A comment's title around its author's name: "Comment on Hello world! by ", "". */
type Wording = { readonly before: string; readonly after: string };

/**
 * Titles as the feed itself writes them, in whatever language: after that of another comment on the same page. `null`
 * where the feed shows none, or the author has no name.
 */
export function titleLike({ entries }: ParsedFeed): (page: string, author: string | null) => string | null {
  const wordings = new Map<string, Wording>();
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
