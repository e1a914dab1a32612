import { decodeHTML } from 'entities/decode';
import type { Post, Reference } from '../../model.ts';
import type { Entry, ParsedFeed, EntryText } from '../../feed/parsed-feed.ts';
import { generic } from '../generic.ts';
import { eachTag } from '../../feed/html/tags.ts';
import { firstLinkLine, MAX_LINE } from '../link-line.ts';
import { pageOf, samePage } from '../../feed/page-url.ts';
import type { CommentDraft } from '../../feed/comment/draft.ts';
import type { BlogSystem } from '../system.ts';
import { moderation } from './moderation.ts';
import { titleInFeed, titleReader } from './post-title.ts';

/** Comment's number in an id or a permalink: `https://blog.example/?p=12#comment-34`. */
const COMMENT_ID = /#comment-\d+$/;

/** Punctuation with more of the sentence behind it: then a person wrote the line. */
const GOES_ON = /[.!?,;:]\s+\S|[。！？，、；：]\S/;

/** WordPress, Atom and RSS. The parent is named in `thr:in-reply-to`, or in the reply's first line alone. */
export const wordpress: BlogSystem = {
  name: 'wordpress',
  usual: {
    generator: /wordpress/i,
    feeds: (home, page) => {
      const all = `${home.replace(/\/$/, '')}/comments/feed/`;
      const post = pageOf(page)?.replace(/\/$/, '') ?? '?';
      return post.includes('?') ? [all] : [`${post}/feed/`, all];
    },
  },
  owns: (feed) =>
    feed.entries.some((entry) => COMMENT_ID.test(entry.id)) ||
    (/wordpress/i.test(feed.generator ?? '') && feed.entries.some((entry) => COMMENT_ID.test(entry.url ?? ''))),
  moderation,
  reader: (feed) => {
    const read = generic.reader(feed);
    const titleIn = titleReader(feed);
    const names = new Map(feed.entries.map((entry) => [entry.id, entry.author.name]));
    return (entry) => {
      const draft = read(entry);
      if (draft === null) return null;
      const content = contentOf(entry);
      const line = replyLineOf(content, entry);
      const parent = parentOf(entry, line, names);
      const isStated =
        parent !== null &&
        line !== null &&
        COMMENT_ID.exec(line.url)?.[0] === COMMENT_ID.exec(parent.id ?? parent.url ?? '')?.[0];
      return {
        ...draft,
        // The blog's setting is all that the feed states; a stranger writes in any language.
        language: null,
        content: isStated && content !== null ? { ...content, value: content.value.slice(line.length) } : content,
        inReplyTo: parent,
        post: postOf(entry, draft, feed, titleIn),
      };
    };
  },
};

/** Text of the comment: whole where it is served, else the excerpt, which is escaped once more than it should be. */
function contentOf(entry: Entry): EntryText | null {
  const { content, summary } = entry;
  if (content !== null && !asksForPassword(content.value)) return content;
  return summary?.type === 'html' ? { ...summary, value: decodeHTML(summary.value) } : summary;
}

/** Tells the form that WordPress serves in place of comments on a post that has a password. */
function asksForPassword(html: string): boolean {
  if (!html.includes('<form')) return false;
  let asks = false;
  eachTag(html, ({ name, attributes }) => {
    const marks = `${attributes.get('class') ?? ''} ${attributes.get('action') ?? ''}`;
    asks = name === 'form' && /\bpost-password-form\b|\baction=postpass\b/.test(marks);
    return !asks;
  });
  return asks;
}

type ReplyLine = { readonly url: string; readonly author: string | null; readonly length: number };

/**
 * Reads the line "In reply to …" that WordPress puts before a reply, in any language: a few words and one link to a comment on the
 * same post. Its own link has an address and nothing else; one that a commenter writes is saved with `rel`, and stands in
 * their text. In a feed of excerpts the line is plain text, of which the first line is the same.
 */
function replyLineOf(content: EntryText | null, entry: Entry): ReplyLine | null {
  // Most comments are no replies, which this tells at once.
  const isReply = content?.value.slice(0, MAX_LINE).includes('#comment-') === true;
  const line = content === null || !isReply ? null : firstLinkLine(content.value);
  const url = line?.link.size === 1 ? line.link.get('href') : undefined;
  if (line === null || url === undefined || !COMMENT_ID.test(url) || !samePage(url, entry.url)) return null;
  if (GOES_ON.test(line.before) || GOES_ON.test(line.after)) return null;
  const author = decodeHTML(line.text).trim();
  return { url, author: author === '' ? null : author, length: line.end };
}

function parentOf(entry: Entry, line: ReplyLine | null, names: ReadonlyMap<string, string | null>): Reference | null {
  const stated = entry.inReplyTo;
  const number = COMMENT_ID.exec(stated?.id ?? stated?.url ?? line?.url ?? '')?.[0];
  if (number === undefined || (stated !== null && !COMMENT_ID.test(stated.id ?? stated.url ?? ''))) return null;
  const id = stated?.id ?? (COMMENT_ID.test(entry.id) ? entry.id.replace(COMMENT_ID, number) : null);
  return {
    id,
    url: stated?.url ?? line?.url ?? null,
    author: names.get(id ?? '') ?? line?.author ?? stated?.author ?? null,
  };
}

function postOf(
  entry: Entry,
  draft: CommentDraft,
  feed: ParsedFeed,
  titleIn: (entry: Entry) => string | null,
): Post | null {
  const ownId = COMMENT_ID.test(entry.id) && !entry.idDerived;
  const id = ownId ? entry.id.replace(COMMENT_ID, '') : (draft.post?.id ?? null);
  const url = pageOf(entry.url);
  if (id === null && url === null) return null;
  return { id, url, title: samePage(url, feed.url) ? titleInFeed(feed, url) : titleIn(entry) };
}
