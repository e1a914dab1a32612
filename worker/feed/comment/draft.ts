import type { Comment, Post } from '../../model.ts';
import type { EntryText } from '../parsed-feed.ts';

/** Comment as its blog system means it, before anything is rendered: which part of the entry is what. */
export type CommentDraft = Omit<Comment, 'text' | 'html' | 'truncated' | 'moderation' | 'original'> & {
  readonly content: EntryText | null;
  readonly post: Post | null;
};
