import type { Post, Reference } from '../model.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { isOutside, sharedPath } from './shared-path.ts';
import { isOnOwnPage, opensWithin, pageOf, samePage } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import { COMMENT_ID, hasOwnPage, opensOn, postEntryOf } from './post-entry.ts';
import { postTitleIn } from './post-title.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';
import type { BlogSystem } from './system.ts';

/** Reads any comment feed by what the standards say (RFC 4287, RFC 4685), and by its addresses. */
export const generic: BlogSystem = { name: 'generic', owns: () => true, reader };

/** What the feed's other entries tell of one. */
type Context = {
  readonly feed: ParsedFeed;
  readonly known: ReadonlyMap<string, Entry>;
  /** The entry that is the post itself. */
  readonly post: Entry | null;
  /** True of the feed of one topic, whose entries all have pages of their own. */
  readonly isTopic: boolean;
  /** The one id that all entries answer, where there are several and they answer one. */
  readonly onlyAnswered: string | null;
  /** The folder in which each comment has a page of its own. */
  readonly folder: string | null;
};

/** The ids of posts by their pages. */
type PostIds = ReadonlyMap<string, string>;

function reader(feed: ParsedFeed): (entry: Entry) => CommentDraft | null {
  const known = new Map(feed.entries.map((entry) => [entry.id, entry]));
  const post = postEntryOf(feed, known);
  const context: Context = {
    feed,
    known,
    post,
    isTopic: post !== null && samePage(post.url, feed.url) && feed.entries.every(({ url }) => hasOwnPage(url)),
    onlyAnswered: onlyAnsweredOf(feed, post),
    folder: sharedPath(feed.entries),
  };
  let ids: PostIds | null = null;
  return (entry) => {
    if (entry === context.post) return null;
    const { inReplyTo } = entry;
    const answersPost = inReplyTo !== null && isPost(inReplyTo, entry, context);
    const told = postOf(entry, answersPost ? inReplyTo : null, context);
    // Who answers a comment does not name the post, but others on its page do.
    if (told !== null && told.id === null) ids ??= postIdsOf(context);
    return {
      ...plainDraft(entry),
      inReplyTo: inReplyTo === null || answersPost ? null : completed(inReplyTo, known),
      post: told === null ? null : { ...told, id: told.id ?? ids?.get(told.url ?? '') ?? null },
    };
  };
}

/** One that answers nothing is itself what others may answer: then the one id can be that of a comment rolled off. */
function onlyAnsweredOf(feed: ParsedFeed, post: Entry | null): string | null {
  const comments = feed.entries.filter((entry) => entry !== post);
  if (comments.length < 2) return null;
  const [answered = null, more] = new Set(comments.map(({ inReplyTo }) => inReplyTo?.id ?? null));
  return more === undefined ? answered : null;
}

/** Whether what the entry says it answers is the post, and not another comment. */
function isPost({ id, url }: Reference, entry: Entry, { feed, known, post, onlyAnswered, folder }: Context): boolean {
  if (id !== null && known.has(id)) return known.get(id) === post;
  if (opensWithin(url) || COMMENT_ID.test(id ?? '')) return false;
  if (url !== null) {
    return samePage(url, entry.url) || samePage(url, feed.url) || opensWithin(entry.url) || isOutside(url, folder);
  }
  return id !== null && (entry.id.startsWith(id) || id === onlyAnswered);
}

function postOf(entry: Entry, answered: Reference | null, { feed, post, isTopic }: Context): Post | null {
  const page = answered?.url ?? postPageOf(entry.url);
  const isHere = answered === null && post !== null && (isTopic || opensOn(entry.url, post.url));
  if (post !== null && (isHere || answered?.id === post.id || samePage(post.url, page))) {
    return { id: post.id, url: post.url, title: post.title };
  }
  if (answered === null && page === null) return null;
  const title = samePage(page, feed.url) ? postTitleIn(feed.title, page) : null;
  return { id: answered?.id ?? null, url: page, title };
}

/** The post's page, which is the one that a permalink opens within, unless that is the comment's own. */
function postPageOf(permalink: string | null): string | null {
  return opensWithin(permalink) && !isOnOwnPage(permalink) ? pageOf(permalink) : null;
}

/** What those entries say that answer their post. */
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

/** The comment that is answered, with what the feed itself knows of it. */
function completed(reference: Reference, known: ReadonlyMap<string, Entry>): Reference {
  const entry = known.get(reference.id ?? '');
  const author = entry === undefined ? null : plainDraft(entry).author.name;
  return {
    id: reference.id,
    url: reference.url ?? entry?.url ?? null,
    author: reference.author ?? author,
  };
}
