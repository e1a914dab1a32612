import type { Comment, Post } from '../../model.ts';
import type { Entry, ParsedFeed, Text } from '../parsed-feed.ts';

/** A comment as its blog system means it: what of the entry is what, before anything is rendered. */
export type Reading = Omit<Comment, 'text' | 'html' | 'truncated' | 'original'> & {
  readonly content: Text | null;
  readonly post: Post | null;
};

/** A blog system's ways with its comment feeds: one file of this folder each, one line in the registry. Pure. */
export type Source = {
  readonly name: string;
  /** Whether the feed is one of this system's. */
  readonly owns: (feed: ParsedFeed) => boolean;
  /** How to read this feed's entries; `null` of one that is no comment, such as the post itself. */
  readonly reader: (feed: ParsedFeed) => (entry: Entry) => Reading | null;
};
