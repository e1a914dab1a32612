import { generic } from './generic.ts';
import { opensWithin } from '../feed/page-url.ts';
import { webUrl } from '../feed/comment/web-url.ts';
import type { BlogSystem } from './system.ts';

/** Ending of ids that the templates of Movable Type, Melody and OpenMelody make. */
const COMMENT_ID = /-comment:\d+$/;

/** Numbers in such an id, of the blog (where the template has it) and of the comment: `…1.3525-comment:29321`. */
const NUMBERS = /(?:\/(\d{1,9})\.\d{1,9})?-comment:(\d{1,15})$/;

/** Script of comments, beside that in which they are edited: where that is, nothing else tells. */
const SCRIPT = /^(https?:\/\/[^/?#]+\/(?:[^?#]*\/)?)mt-comments(\.f?cgi)(?:[?#/]|$)/i;

/**
 * Movable Type: the feed's first entry is the post itself, oldest first; `thr:in-reply-to` names the post, or the
 * parent. It is read by the standards, but for ids: a comment's is its post's with an ending.
 */
export const movableType: BlogSystem = {
  name: 'movable-type',
  owns: (feed) =>
    /movable ?type/i.test(feed.generator ?? '') || feed.entries.some((entry) => COMMENT_ID.test(entry.id)),
  moderation: (feed) => {
    const addresses = [feed.url, feed.self, ...feed.entries.flatMap(({ commentsUrl, url }) => [commentsUrl, url])];
    const scripts = addresses.flatMap((address) => {
      const [, folder, ending] = SCRIPT.exec(address ?? '') ?? [];
      return folder === undefined ? [] : [`${folder}mt${ending}`];
    });
    return ({ id, url }) => {
      const [, blog, number] = NUMBERS.exec(id) ?? [];
      const script = scripts.find((one) => URL.parse(one)?.host === URL.parse(url ?? '')?.host);
      if (number === undefined || script === undefined) return null;
      const query = `__mode=view&_type=comment&id=${number}${blog === undefined ? '' : `&blog_id=${blog}`}`;
      // It has no page of its own that asks before it removes one.
      return { edit: webUrl(`${script}?${query}`), remove: null };
    };
  },
  reader: (feed) => {
    const read = generic.reader(feed);
    return (entry) => {
      const draft = read(entry);
      // The post also stands in the feed where nobody has yet commented on it. Templates of one's own may say of a comment
      // no more than where it is.
      const isComment = COMMENT_ID.test(entry.id) || entry.inReplyTo !== null || opensWithin(entry.url);
      if (draft === null || !isComment) return null;
      // The template writes the blog's language on every comment; a stranger writes in any.
      const comment = { ...draft, language: null };
      const post = COMMENT_ID.test(entry.id) ? entry.id.replace(COMMENT_ID, '') : null;
      if (comment.post === null || post === null) return comment;
      return { ...comment, post: { ...comment.post, id: comment.post.id ?? post } };
    };
  },
};
