import { contentOf, renderComment, type RenderedComment } from '../feed/comment/render.ts';
import { type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { commentTime } from '../feed/date/dates.ts';
import { comparableText } from '../feed/comment/comparable-text.ts';
import { isBlank } from '../markup/text/blank.ts';
import { lastingTitle } from '../feed/comment/title-words.ts';
import { shortId } from '../feed/comment/short-id.ts';
import { systemOf } from './registry.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';

/** Comment found in a feed: facts that tell it from others and from its own former text, cheaply. */
export type FoundComment = {
  /** ID as the feed gives it, which other comments may share. */
  readonly id: string;
  readonly url: string | null;
  /** Name of the author. */
  readonly author: string | null;
  readonly published: string | null;
  /** Comparable text: changes only where the comment was edited. */
  readonly content: string;
  /** True if that is its title, where its words stand in that alone. */
  readonly isTitle: boolean;
  /** Renders it; takes time. */
  readonly render: () => RenderedComment;
};

/** Finds the comments of a feed, in its own order, without the posts' own entries. */
export function findComments(served: ParsedFeed): readonly FoundComment[] {
  const feed = withOriginalUrls(served);
  const read = systemOf(feed).reader(feed);
  return feed.entries.flatMap((entry) => {
    const draft = read(entry);
    if (draft === null) return [];
    const [published, updated] = [commentTime(draft.published), commentTime(draft.updated)];
    return foundComment({ ...draft, published, updated }, feed);
  });
}

function foundComment(draft: CommentDraft, feed: ParsedFeed): FoundComment {
  const text = comparableText(draft.content);
  const title = isBlank(text) && contentOf(draft, feed).length === 0 ? lastingTitle(draft, feed) : null;
  return {
    id: shortId(draft.id),
    url: draft.url,
    author: draft.author.name,
    published: draft.published ?? draft.updated,
    content: title === null ? text : comparableText({ type: 'text', value: title, base: null }),
    isTitle: title !== null,
    render: () => renderComment(draft, feed),
  };
}
