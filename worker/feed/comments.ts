import { renderComment, type FoundComment } from './comment.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { said } from './said.ts';
import { shortId } from './short-id.ts';
import { sourceOf } from './source/registry.ts';
import type { Reading } from './source/source.ts';

/** A comment as seen in a feed: what tells it from others and from its own former text, cheaply. */
export type Sighting = {
  /** As the feed gives it, and so not always its own. */
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

/** The comments of a feed in its own order, without the posts' own entries. */
export function findComments(feed: ParsedFeed): readonly Sighting[] {
  const read = sourceOf(feed).reader(feed);
  return feed.entries.flatMap((entry) => {
    const reading = read(entry);
    return reading === null ? [] : sightingOf(reading, feed);
  });
}

function sightingOf(reading: Reading, feed: ParsedFeed): Sighting {
  return {
    id: shortId(reading.id),
    url: reading.url,
    author: reading.author.name,
    published: reading.published ?? reading.updated,
    content: said(reading.content),
    render: () => renderComment(reading, feed),
  };
}
