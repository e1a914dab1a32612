import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { isFrontPage, isOnOwnPage, opensWithin, samePage } from '../feed/page-url.ts';

/** Word comment before a number, in an id: hardly a post's. */
export const COMMENT_ID = /comment[-_:/=]?\d/i;

/** Number of a topic's further pages: bbPress has replies at `/topic/foo/page/2/#post-30`. */
const FURTHER = /\/page\/\d+\/?(?=#)/;

/** Number of the opening post, behind the address of Flarum's topic: `/d/4-sour-dough/1`. */
const OPENING = /(\/d\/\d+(?:-[^/?#]*)?)\/1$/;

/** Gives the address of the topic where this is its opening post's; else itself. */
export function topicOf(url: string | null): string | null {
  return url?.replace(OPENING, '$1') ?? null;
}

/** Finds the entry that is the post itself: others answer it, or are on its page. */
export function postEntryOf(feed: ParsedFeed, known: ReadonlyMap<string, Entry>): Entry | null {
  return answeredPostOf(feed, known) ?? pagePostOf(feed);
}

/** True if an address names a part of the page, or of a further page of the same topic. */
export function opensOn(url: string | null, page: string | null): boolean {
  return url !== null && opensWithin(url) && (samePage(url, page) || samePage(url.replace(FURTHER, '/'), page));
}

/** Finds an entry that answers nothing, is answered by others, and is the page that theirs are on. */
function answeredPostOf(feed: ParsedFeed, known: ReadonlyMap<string, Entry>): Entry | null {
  for (const entry of feed.entries) {
    const answered = known.get(entry.inReplyTo?.id ?? '');
    if (answered === undefined || answered.inReplyTo !== null || opensWithin(answered.url)) continue;
    const onItsPage = opensWithin(entry.url) && samePage(entry.url, answered.url);
    if (onItsPage || samePage(answered.url, feed.url)) return answered;
  }
  return null;
}

/**
 * Finds the post where no entry states what it answers: the one entry that is a page, of which all others name parts. In a
 * feed of many topics such an entry is news, so that only the feed's own page is the post there.
 */
function pagePostOf(feed: ParsedFeed): Entry | null {
  const pages = feed.entries.filter(({ url }) => url !== null && !opensWithin(url));
  const own = pages.length === 1 ? pages : pages.filter(({ url }) => samePage(topicOf(url), feed.url));
  const [post, more] = own;
  if (post === undefined || more !== undefined || post.inReplyTo !== null || COMMENT_ID.test(post.id)) return null;
  const others = feed.entries.filter((entry) => entry !== post);
  const within = others.filter(({ url }) => opensOn(url, post.url)).length;
  if (within > 0 && (within === others.length || samePage(post.url, feed.url))) return post;
  return isTopic(post, others, feed) ? post : null;
}

/** Tells a feed of one topic, in which each entry has a page of its own, and the opening post's is the feed's. */
function isTopic(post: Entry, others: readonly Entry[], feed: ParsedFeed): boolean {
  if (!samePage(topicOf(post.url), feed.url) || isFrontPage(post.url)) return false;
  // What is alone is a post where it is what the whole feed is about.
  if (others.length === 0) return post.title !== null && post.title === feed.title;
  return others.every(({ url }) => hasOwnPage(url) || opensOn(url, post.url));
}

/** True if the entry at this address has a page of its own. */
export function hasOwnPage(url: string | null): boolean {
  return url !== null && (!opensWithin(url) || isOnOwnPage(url));
}
