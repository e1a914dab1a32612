import { webUrl } from '../feed/comment/web-url.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { digest, withoutWww } from '../message.ts';
import type { FeedFacts } from '../model.ts';
import { isOfComments, isOfPosts } from '../systems/classify.ts';
import type { GatherContext } from './poll-context.ts';

/** Longest title or address that is remembered of a feed: the whole state has to fit a row. */
const FACT_LENGTH = 1000;

/** Gives a feed as messages name it. */
export function factsOf(name: string, { title, url }: ParsedFeed): FeedFacts {
  return { name, title: short(title), homePage: webUrl(url) };
}

/** Gives the digest of the host of the home page that a feed names; `null`: it names none. */
export async function homeOf({ url }: ParsedFeed): Promise<string | null> {
  const home = url === null ? null : URL.parse(url);
  return home === null || home.host === '' ? null : digest(withoutWww(home.host));
}

/** True if the feed may be one of those that are wanted. */
export function isWanted({ wanted }: Pick<GatherContext, 'wanted'>, feed: ParsedFeed): boolean {
  return wanted === 'posts' ? !isOfComments(feed) : !isOfPosts(feed);
}

function short(fact: string | null): string | null {
  return fact?.slice(0, FACT_LENGTH).toWellFormed() ?? null;
}
