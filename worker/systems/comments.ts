import { draftMarkup, renderComment, type RenderedComment } from '../feed/comment/render.ts';
import { type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { commentTime } from '../feed/date/dates.ts';
import { comparableText } from '../feed/comment/comparable-text.ts';
import { isBlank } from '../markup/text/blank.ts';
import { lastingTitle } from '../feed/comment/title-words.ts';
import { shortId } from '../feed/comment/short-id.ts';
import { systemOf } from './registry.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';
import type { Moderation } from '../model.ts';
import type { BlogSystem } from './system.ts';

/** Facts that tell a comment from others and from its own former text, cheaply. */
export type NamedComment = {
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
};

/** Comment found in a feed. */
export type FoundComment = NamedComment & {
  /** Renders it; takes time. */
  readonly render: () => RenderedComment;
  /** Gives the pages on which it is edited and removed; `null`: its system has none, or they are not known. */
  readonly moderation: () => Moderation | null;
};

/** Finds the comments of a feed, in its own order, without the posts' own entries. */
export function findComments(served: ParsedFeed): readonly FoundComment[] {
  const feed = withOriginalUrls(served);
  const system = systemOf(feed);
  const read = system.reader(feed);
  let moderate: ReturnType<NonNullable<BlogSystem['moderation']>> | undefined;
  const moderationOf = (draft: CommentDraft): Moderation | null => {
    // Few feeds ask for it.
    moderate ??= system.moderation?.(feed);
    return moderate?.(draft) ?? null;
  };
  return feed.entries.flatMap((entry) => {
    const draft = read(entry);
    if (draft === null) return [];
    const [published, updated] = [commentTime(draft.published), commentTime(draft.updated)];
    return { ...foundComment({ ...draft, published, updated }, feed), moderation: () => moderationOf(draft) };
  });
}

function foundComment(draft: CommentDraft, feed: ParsedFeed): Omit<FoundComment, 'moderation'> {
  const text = comparableText(draft.content);
  const title = isBlank(text) && draftMarkup(draft, feed).length === 0 ? lastingTitle(draft, feed) : null;
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
