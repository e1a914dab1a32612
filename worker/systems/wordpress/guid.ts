import type { Entry, ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageKey } from '../../feed/page-url.ts';

/** Parts of a comment's id or link: `https://blog.example/?p=12` and `34` of `https://blog.example/?p=12#comment-34`. */
const COMMENT = /^(.*)#comment-(\d{1,20})$/s;

/** Number of the post in a guid that was made while the post was a draft: of a post, a page, an attachment. */
const POST = /[?&](?:p|page_id|attachment_id)=(\d{1,20})(?:&|$)/;

/** Comment's id or link in its two parts: the post's guid or page, and the comment's number. */
export type Named = { readonly post: string; readonly number: string };

/** Parts a comment's id or link; `null` where it is none of WordPress's. */
export function namedBy(idOrLink: string | null): Named | null {
  const [, post, number] = COMMENT.exec(idOrLink ?? '') ?? [];
  return post === undefined || number === undefined ? null : { post, number };
}

/** Gives the number of the post whose guid it is; `null` where that is its permalink, as of a post that never was a draft. */
export function postNumber(guid: string | null): string | null {
  return POST.exec(guid ?? '')?.[1] ?? null;
}

/** Gives the post's guid by the comment's id, where the feed gave one. */
export function guidOf({ id, idDerived }: Entry): string | null {
  return idDerived ? null : (namedBy(id)?.post ?? null);
}

/** Gives the page of the one post that all of the feed's comments are on; `null` where they are on several. */
export function onlyPage({ entries }: ParsedFeed): string | null {
  const [only, more] = new Set(entries.map(({ id, url }) => pageKey(url ?? id)));
  return only === undefined || more !== undefined ? null : only;
}
