import type { CommentAuthor, Reference } from '../model.ts';

/** Text as served: `html` is not yet sanitised; `base` is the URL that relative references in it resolve against. */
export type EntryText = { readonly type: 'text' | 'html'; readonly value: string; readonly base: string | null };

/** Author of an entry. */
export type EntryAuthor = CommentAuthor & {
  readonly email: string | null;
  /** True where the entry names no author, and this is the feed's. */
  readonly inherited?: true;
};

/** Entry or item of a feed: decoded, links absolute, dates ISO 8601 UTC, absent facts `null`. */
export type Entry = {
  readonly id: string;
  /** True where the feed gave no id and `id` was derived from the link or the content. */
  readonly idDerived: boolean;
  readonly url: string | null;
  /** Address of the page itself, where a service (FeedBurner) has put one that counts readers in its place. */
  readonly originalUrl?: string;
  readonly title: string | null;
  readonly author: EntryAuthor;
  readonly published: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly content: EntryText | null;
  readonly summary: EntryText | null;
  /** Page on which comments on it are read or written. */
  readonly commentsUrl: string | null;
  readonly inReplyTo: Reference | null;
  /**
   * Its own comment feed (`wfw:commentRss`, `link rel=replies`), how many comments it says it has, and where it says when the
   * last one came (`thr:updated`), that.
   */
  readonly replies: { readonly feed: string | null; readonly count: number | null; readonly updated?: string };
};

/** Format of a feed; `rdf`: RSS 1.0 and 0.90. */
export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json';

/** Feed as parsed, of whichever format: links absolute, dates ISO 8601 UTC, absent facts `null`. */
export type ParsedFeed = {
  readonly format: FeedFormat;
  readonly id: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly generator: string | null;
  readonly hub: string | null;
  readonly self: string | null;
  /** URL of the next older page (RFC 5005 `next` or `prev-archive`; JSON Feed `next_url`). */
  readonly next: string | null;
  /** True if the document ended before its root element closed: entries are those that were whole. */
  readonly truncated: boolean;
  /** Entries in the document's own order. */
  readonly entries: readonly Entry[];
};

/** Gives the feed with each entry's original address in place of one that counts readers; itself where it has none of these. */
export function withOriginalUrls(feed: ParsedFeed): ParsedFeed {
  if (feed.entries.every(({ originalUrl }) => originalUrl === undefined)) return feed;
  return { ...feed, entries: feed.entries.map((entry) => ({ ...entry, url: entry.originalUrl ?? entry.url })) };
}
