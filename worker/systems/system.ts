import type { Comment, Post } from '../model.ts';
import type { Entry, ParsedFeed, EntryText } from '../feed/parsed-feed.ts';

/** A comment as its blog system means it: what of the entry is what, before anything is rendered. */
export type CommentDraft = Omit<Comment, 'text' | 'html' | 'truncated' | 'original'> & {
  readonly content: EntryText | null;
  readonly post: Post | null;
};

/** A blog system's ways with its comment feeds: one file of this folder each, one line in the registry. Pure. */
export type BlogSystem = {
  readonly name: string;
  /** Whether the feed is one of this system's. */
  readonly owns: (feed: ParsedFeed) => boolean;
  /** How to read this feed's entries; `null` of one that is no comment, such as the post itself. */
  readonly reader: (feed: ParsedFeed) => (entry: Entry) => CommentDraft | null;
};
