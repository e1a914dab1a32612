import type { Entry } from '../feed/parsed-feed.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';

/** Makes a draft of an entry's own facts, without the comment that it answers and the post that it is on. */
export function plainDraft(entry: Entry): CommentDraft {
  const { name, url, avatar, inherited } = entry.author;
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title,
    // The feed's author is the blog's owner, who did not write what strangers leave unsigned.
    author: inherited === true ? { name: null, url: null, avatar: null } : { name, url, avatar },
    published: entry.published,
    updated: entry.updated,
    language: entry.language,
    content: entry.content ?? entry.summary,
    inReplyTo: null,
    post: null,
  };
}
