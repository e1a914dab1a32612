import type { Post, Reference } from '../model.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { isOutside, sharedPath } from './shared-path.ts';
import { isOnOwnPage, opensWithin, pageOf, samePage } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import { COMMENT_ID, hasOwnPage, opensOn, postEntryOf, topicOf } from './post-entry.ts';
import { postTitleIn } from './post-title.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';
import type { BlogSystem } from './system.ts';

/** Any comment feed, read by the standards (RFC 4287, RFC 4685) and by its addresses. */
export const generic: BlogSystem = { name: 'generic', owns: () => true, reader };

/** Facts of the whole feed that each entry is read by. */
type Context = {
  readonly feed: ParsedFeed;
  readonly known: ReadonlyMap<string, Entry>;
  /** Entry that is the post itself. */
  readonly post: Entry | null;
  /** True of the feed of one topic, whose entries all have pages of their own. */
  readonly isTopic: boolean;
  /** Id that all entries answer, where there are several and they answer one. */
  readonly onlyAnswered: string | null;
  /** Shared path in which each comment has a page of its own. */
  readonly path: string | null;
};

/** Ids of posts by their pages. */
type PostIds = ReadonlyMap<string, string>;

function reader(feed: ParsedFeed): (entry: Entry) => CommentDraft | null {
  const known = new Map(feed.entries.map((entry) => [entry.id, entry]));
  const post = postEntryOf(feed, known);
  const context: Context = {
    feed,
    known,
    post,
    isTopic: post !== null && samePage(topicOf(post.url), feed.url) && feed.entries.every(({ url }) => hasOwnPage(url)),
    onlyAnswered: onlyAnsweredOf(feed, post),
    path: sharedPath(feed.entries),
  };
  let ids: PostIds | null = null;
  return (entry) => {
    if (entry === context.post) return null;
    const { inReplyTo } = entry;
    const answersPost = inReplyTo !== null && isPost(inReplyTo, entry, context);
    const on = postOf(entry, answersPost ? inReplyTo : null, context);
    // Who answers a comment does not name the post, but others on its page do.
    if (on !== null && on.id === null) ids ??= postIdsOf(context);
    return {
      ...plainDraft(entry),
      inReplyTo: inReplyTo === null || answersPost ? null : completed(inReplyTo, known),
      post: on === null ? null : { ...on, id: on.id ?? ids?.get(on.url ?? '') ?? null },
    };
  };
}

/** Id that all comments answer; `null` where one answers nothing: then it may be that of a comment which is no longer shown. */
function onlyAnsweredOf(feed: ParsedFeed, post: Entry | null): string | null {
  const comments = feed.entries.filter((entry) => entry !== post);
  if (comments.length < 2) return null;
  const [answered = null, more] = new Set(comments.map(({ inReplyTo }) => inReplyTo?.id ?? null));
  return more === undefined ? answered : null;
}

/** True if the reference of an entry is to the post, and not to another comment. */
function isPost({ id, url }: Reference, entry: Entry, { feed, known, post, onlyAnswered, path }: Context): boolean {
  if (id !== null && known.has(id)) return known.get(id) === post;
  if (opensWithin(url) || COMMENT_ID.test(id ?? '')) return false;
  if (url !== null) {
    return samePage(url, entry.url) || samePage(url, feed.url) || opensWithin(entry.url) || isOutside(url, path);
  }
  return id !== null && (entry.id.startsWith(id) || id === onlyAnswered);
}

function postOf(entry: Entry, answered: Reference | null, { feed, post, isTopic }: Context): Post | null {
  const page = answered?.url ?? postPageOf(entry.url);
  const isHere = answered === null && post !== null && (isTopic || opensOn(entry.url, post.url));
  if (post !== null && (isHere || answered?.id === post.id || samePage(post.url, page))) {
    return { id: post.id, url: topicOf(post.url), title: post.title };
  }
  if (answered === null && page === null) return null;
  const title = samePage(page, feed.url) ? postTitleIn(feed.title, page) : null;
  return { id: answered?.id ?? null, url: page, title };
}

/** Gives the post's page, on which a permalink names a part, unless that page is the comment's own. */
function postPageOf(permalink: string | null): string | null {
  return opensWithin(permalink) && !isOnOwnPage(permalink) ? pageOf(permalink) : null;
}

/** Collects the ids of posts from the entries that answer their post. */
function postIdsOf(context: Context): PostIds {
  const ids = new Map<string, string>();
  for (const entry of context.feed.entries) {
    const { id, url } = entry.inReplyTo ?? { id: null, url: null };
    const page = pageOf(url) ?? postPageOf(entry.url);
    if (id === null || page === null || ids.has(page) || !isPost({ id, url, author: null }, entry, context)) continue;
    ids.set(page, id);
  }
  return ids;
}

/** Completes the reference to a comment by the comment itself, where the feed has it. */
function completed(reference: Reference, known: ReadonlyMap<string, Entry>): Reference {
  const entry = known.get(reference.id ?? '');
  const author = entry === undefined ? null : plainDraft(entry).author.name;
  return {
    id: reference.id,
    url: reference.url ?? entry?.url ?? null,
    author: reference.author ?? author,
  };
}
