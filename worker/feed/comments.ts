import type { ParsedFeed } from './parsed-feed.ts';
import { chronological } from './chronological.ts';
import { renderComment, type FoundComment } from './comment.ts';
import { said } from './said.ts';
import { sourceOf } from './source/registry.ts';
import { unique } from './unique.ts';

/** A comment as seen in a feed: what tells it from others and from its own former text, cheaply. */
export type Sighting = {
  /** Unique in the feed. */
  readonly id: string;
  readonly url: string | null;
  /** The author's name. */
  readonly author: string | null;
  readonly published: string | null;
  /** What it says, without markup: changes only where the comment was edited. */
  readonly content: string;
  /** Renders it; takes time. */
  readonly render: () => FoundComment;
};

/**
 * The comments of a feed, oldest first, without the posts' own entries; ids are unique. Times after `now` (ms since the
 * epoch) order nothing: such a comment stands where the feed puts it.
 */
export function findComments(feed: ParsedFeed, now = Infinity): readonly Sighting[] {
  const read = sourceOf(feed).reader(feed);
  const readings = feed.entries.flatMap((entry) => read(entry) ?? []);
  return unique(chronological(readings, now)).map((reading) => ({
    id: reading.id,
    url: reading.url,
    author: reading.author.name,
    published: reading.published ?? reading.updated,
    content: said(reading.content),
    render: () => renderComment(reading, feed),
  }));
}
