import type { Post } from '../model.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { isFrontPage, samePage } from '../feed/page-url.ts';
import { hasOwnPage } from './post-entry.ts';
import { withoutAnswer } from './title-post.ts';

/** Shortest title of a topic that the feed's is searched for: a shorter one may be in any. */
const MIN_TOPIC = 4;

/**
 * Gives the topic that a whole feed is on: its messages have pages of their own and one title, but for "Re:", which the
 * feed's title begins or ends with, and the feed leads to its page. `null` where any of that is not so.
 */
export function threadOf({ entries, url, title }: ParsedFeed): Post | null {
  const [topic, more] = new Set(entries.map((entry) => withoutAnswer(entry.title ?? '')));
  if (topic === undefined || more !== undefined || topic.length < MIN_TOPIC || url === null || isFrontPage(url))
    return null;
  const isAnswered = entries.some((entry) => entry.title !== topic);
  const isNamed = title?.startsWith(topic) === true || title?.endsWith(topic) === true;
  const haveOwn = entries.every((entry) => hasOwnPage(entry.url) && !samePage(entry.url, url));
  return isAnswered && isNamed && haveOwn ? { id: null, url, title: topic } : null;
}

/** Gives the addresses without a fragment that several entries of different ids have, which are not where the feed leads. */
export function sharedPages({ entries, url }: ParsedFeed): ReadonlySet<string> {
  const ids = new Map<string, string>();
  const shared = new Set<string>();
  for (const entry of entries) {
    const page = entry.url;
    if (page === null || page.includes('#') || isFrontPage(page) || samePage(page, url)) continue;
    if ((ids.get(page) ?? entry.id) !== entry.id) shared.add(page);
    ids.set(page, entry.id);
  }
  return shared;
}
