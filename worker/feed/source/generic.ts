import type { Post, Reference } from '../../model.ts';
import type { Entry, ParsedFeed } from '../parsed-feed.ts';
import { plain } from './plain.ts';
import { opensWithin, pageOf, samePage } from './place.ts';
import { postTitleIn } from './post-title.ts';
import type { Reading, Source } from './source.ts';

/** An id in which the word comment comes before a number: hardly a post's. */
const COMMENT_ID = /comment[-_:/=]?\d/i;

/** Reads any comment feed by what the standards say (RFC 4287, RFC 4685), and by its addresses. */
export const generic: Source = { name: 'generic', owns: () => true, reader };

/** What the feed's other entries tell of one. */
type Context = {
  readonly feed: ParsedFeed;
  readonly known: ReadonlyMap<string, Entry>;
  /** The entry that is the post itself. */
  readonly post: Entry | null;
  /** The one id that all entries answer, where there are several and they answer one. */
  readonly onlyAnswered: string | null;
};

function reader(feed: ParsedFeed): (entry: Entry) => Reading | null {
  const known = new Map(feed.entries.map((entry) => [entry.id, entry]));
  const answered = new Set(feed.entries.flatMap((entry) => entry.inReplyTo?.id ?? []));
  const onlyAnswered = answered.size === 1 && feed.entries.length > 1 ? ([...answered][0] ?? null) : null;
  const context: Context = { feed, known, post: postEntryOf(feed, known), onlyAnswered };
  return (entry) => {
    if (entry === context.post) return null;
    const { inReplyTo } = entry;
    const answersPost = inReplyTo !== null && isPost(inReplyTo, entry, context);
    return {
      ...plain(entry),
      inReplyTo: inReplyTo === null || answersPost ? null : completed(inReplyTo, known),
      post: postOf(entry, answersPost ? inReplyTo : null, context),
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

/** Whether what the entry says it answers is the post, and not another comment. */
function isPost({ id, url }: Reference, entry: Entry, { feed, known, post, onlyAnswered }: Context): boolean {
  if (id !== null && known.has(id)) return known.get(id) === post;
  if (opensWithin(url) || COMMENT_ID.test(id ?? '')) return false;
  if (url !== null) return samePage(url, entry.url) || samePage(url, feed.url) || opensWithin(entry.url);
  return id !== null && (entry.id.startsWith(id) || id === onlyAnswered);
}

function postOf(entry: Entry, answered: Reference | null, { feed, post }: Context): Post | null {
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
