import type { CommentAuthor, Entry, ParsedFeed, Post, Reference, Text } from '../../model.ts';

/** A comment as its blog system means it: what of the entry is what, before anything is rendered. */
export type Reading = {
  readonly id: string;
  /** Opens at the comment. */
  readonly url: string | null;
  readonly title: string | null;
  readonly author: CommentAuthor;
  readonly published: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly content: Text | null;
  /** The comment that it answers; never the post. */
  readonly inReplyTo: Reference | null;
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
