import type { Entry, ParsedFeed, Post, Reference } from '../../model.ts';
import { plain } from './plain.ts';
import { opensWithin, pageOf, samePage } from './place.ts';
import { postTitleIn } from './post-title.ts';
import type { Reading, Source } from './source.ts';

/** An id in which the word comment comes before a number: hardly a post's. */
const COMMENT_ID = /comment[-_:/=]?\d/i;

/** Reads any comment feed by what the standards say (RFC 4287, RFC 4685), and by its addresses. */
export const generic: Source = { name: 'generic', owns: () => true, reader };

function reader(feed: ParsedFeed): (entry: Entry) => Reading | null {
  const known = new Map(feed.entries.map((entry) => [entry.id, entry]));
  const post = postEntryOf(feed, known);
  const answered = answeredIds(feed);
  return (entry) => {
    if (entry === post) return null;
    const answersPost = entry.inReplyTo !== null && isPost(entry.inReplyTo, entry, feed, known, post, answered);
    return {
      ...plain(entry),
      inReplyTo: entry.inReplyTo === null || answersPost ? null : completed(entry.inReplyTo, known),
      post: postOf(entry, answersPost ? entry.inReplyTo : null, feed, post),
    };
  };
}

/** The entry that is the post itself: it answers nothing, others answer it, and it is the page that theirs are on. */
function postEntryOf(feed: ParsedFeed, known: ReadonlyMap<string, Entry>): Entry | null {
  for (const entry of feed.entries) {
    const answered = known.get(entry.inReplyTo?.id ?? '');
    if (answered === undefined || answered.inReplyTo !== null || opensWithin(answered.url)) continue;
    const onItsPage = opensWithin(entry.url) && samePage(entry.url, answered.url);
    if (onItsPage || samePage(answered.url, feed.url)) return answered;
  }
  return null;
}

/** The ids that are answered in the feed. */
function answeredIds(feed: ParsedFeed): ReadonlySet<string> {
  return new Set(feed.entries.flatMap((entry) => entry.inReplyTo?.id ?? []));
}

/** Whether what the entry says it answers is the post, and not another comment. */
function isPost(
  reference: Reference,
  entry: Entry,
  feed: ParsedFeed,
  known: ReadonlyMap<string, Entry>,
  post: Entry | null,
  answered: ReadonlySet<string>,
): boolean {
  const { id, url } = reference;
  if (id !== null && known.has(id)) return known.get(id) === post;
  if (opensWithin(url) || COMMENT_ID.test(id ?? '')) return false;
  if (url !== null) return samePage(url, entry.url) || samePage(url, feed.url) || opensWithin(entry.url);
  return id !== null && (entry.id.startsWith(id) || (answered.size === 1 && feed.entries.length > 1));
}

function postOf(entry: Entry, answered: Reference | null, feed: ParsedFeed, post: Entry | null): Post | null {
  const page = answered?.url ?? (opensWithin(entry.url) ? pageOf(entry.url) : null);
  if (post !== null && (answered?.id === post.id || samePage(post.url, page))) {
    return { id: post.id, url: post.url, title: post.title };
  }
  if (answered === null && page === null) return null;
  const title = samePage(page, feed.url) ? postTitleIn(feed.title, page) : null;
  return { id: answered?.id ?? null, url: page, title };
}

/** The comment that is answered, with what the feed itself knows of it. */
function completed(reference: Reference, known: ReadonlyMap<string, Entry>): Reference {
  const entry = known.get(reference.id ?? '');
  return {
    id: reference.id,
    url: reference.url ?? entry?.url ?? null,
    author: reference.author ?? entry?.author.name ?? null,
  };
}
