import type { CommentAuthor, Reference } from '../model.ts';

/** Text as served: `html` is not yet sanitised; `base` is the URL that relative references in it resolve against. */
export type EntryText = { readonly type: 'text' | 'html'; readonly value: string; readonly base: string | null };

export type EntryAuthor = CommentAuthor & {
  readonly email: string | null;
  /** The entry names no author: this is the feed's. */
  readonly inherited?: true;
};

/** One entry or item: decoded, links absolute, dates ISO 8601 UTC, absent facts `null`. */
export type Entry = {
  readonly id: string;
  /** True where the feed gave no id and `id` was derived from the link or the content. */
  readonly idDerived: boolean;
  readonly url: string | null;
  /** The page's own address, where a service (FeedBurner) has put one that counts readers in its place. */
  readonly originalUrl?: string;
  readonly title: string | null;
  readonly author: EntryAuthor;
  readonly published: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly content: EntryText | null;
  readonly summary: EntryText | null;
  /** The page where comments on it are read or written. */
  readonly commentsUrl: string | null;
  readonly inReplyTo: Reference | null;
  /** Its own comment feed (`wfw:commentRss`, `link rel=replies`) and how many comments it says it has. */
  readonly replies: { readonly feed: string | null; readonly count: number | null };
};

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json';

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
  /** The next older page (RFC 5005 `next` or `prev-archive`; JSON Feed `next_url`). */
  readonly next: string | null;
  /** The document ended before its root element closed: entries are those that were whole. */
  readonly truncated: boolean;
  /** In the document's own order. */
  readonly entries: readonly Entry[];
};

/** The feed with each entry's original address in place of one that counts readers; itself where it has none of these. */
export function withOriginalUrls(feed: ParsedFeed): ParsedFeed {
  if (feed.entries.every(({ originalUrl }) => originalUrl === undefined)) return feed;
  return { ...feed, entries: feed.entries.map((entry) => ({ ...entry, url: entry.originalUrl ?? entry.url })) };
}
