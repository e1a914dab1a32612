import type { Post } from '../model.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { samePage } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Id of a post or a comment: `tag:blogger.com,1999:blog-<number>.post-<number>`. */
const BLOGGER_ID = /^tag:blogger\.com,1999:blog-\d+\.(?:post|comment)-/;
const COMMENT_ID = /^tag:blogger\.com,1999:blog-(\d{1,20})\.(?:post|comment)-(\d{1,20})$/;

/** Picture of authors who have none. */
const NO_AVATAR = /\/img\/(?:blank|b16-rounded|openid16-rounded)\.(?:gif|png)$/;

/** Number, in a comment's address, of the comment that is shown. */
const SHOWN = /\?showComment=\d+(?:#.*)?$/;

/** Blogger: `thr:in-reply-to` is always the post. Its feeds do not state which comment another answers. */
export const blogger: BlogSystem = {
  name: 'blogger',
  addresses: [
    {
      of: 'site',
      page: /^https?:\/\/[^/?#]+/,
      generator: /^blogger$/i,
      feed: ([origin]) => `${origin}/feeds/comments/default`,
    },
  ],
  usual: {
    generator: /^blogger$/i,
    feeds: (home) => [URL.parse('/feeds/comments/default', home)?.href ?? []].flat(),
  },
  owns: (feed) => feed.entries.some((entry) => BLOGGER_ID.test(entry.id)),
  // A comment cannot be edited there. The page, which Blogger's own templates link to, asks before it removes one.
  moderation:
    () =>
    ({ id }) => {
      const [, blog, comment] = COMMENT_ID.exec(id) ?? [];
      if (blog === undefined) return null;
      return { edit: null, remove: `https://www.blogger.com/comment/delete/${blog}/${comment}` };
    },
  reader: (feed) => (entry) => {
    // Comments name their post, or are on its page; posts, in the feed of posts, name nothing.
    if (entry.inReplyTo === null && !SHOWN.test(entry.url ?? '')) return null;
    const draft = plainDraft(entry);
    const { id, url } = entry.inReplyTo ?? { id: null, url: entry.url?.replace(SHOWN, '') ?? null };
    const post: Post = { id, url, title: samePage(url, feed.url) ? titleOf(feed) : null };
    const avatar = NO_AVATAR.test(entry.author.avatar ?? '') ? null : entry.author.avatar;
    return { ...draft, author: { ...draft.author, avatar }, post };
  },
};

/** Title of the post in "Comments on The Blog: The post", in any language; `null` where there are more colons. */
function titleOf(feed: ParsedFeed): string | null {
  const [, title, more] = (feed.title ?? '').split(/:\s/);
  return title === undefined || title === '' || more !== undefined ? null : title;
}
