import { renderComment, type RenderedComment } from '../feed/comment/render.ts';
import { type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { comparableText } from '../feed/comment/comparable-text.ts';
import { shortId } from '../feed/comment/short-id.ts';
import { systemOf } from './registry.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';

/** A comment as seen in a feed: what tells it from others and from its own former text, cheaply. */
export type FoundComment = {
  /** As the feed gives it, and so not always its own. */
  readonly id: string;
  readonly url: string | null;
  /** The author's name. */
  readonly author: string | null;
  readonly published: string | null;
  /** What it says, without markup: changes only where the comment was edited. */
  readonly content: string;
  /** Renders it; takes time. */
  readonly render: () => RenderedComment;
};

/** The comments of a feed in its own order, without the posts' own entries. */
export function findComments(served: ParsedFeed): readonly FoundComment[] {
  const feed = withOriginalUrls(served);
  const read = systemOf(feed).reader(feed);
  return feed.entries.flatMap((entry) => {
    const reading = read(entry);
    return reading === null ? [] : sightingOf(reading, feed);
  });
}

function sightingOf(reading: CommentDraft, feed: ParsedFeed): FoundComment {
  return {
    id: shortId(reading.id),
    url: reading.url,
    author: reading.author.name,
    published: reading.published ?? reading.updated,
    content: comparableText(reading.content),
    render: () => renderComment(reading, feed),
  };
}
