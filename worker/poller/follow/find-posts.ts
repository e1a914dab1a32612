import { type Candidate, discover } from '../../discovery/discover.ts';
import type { FeedFailure } from '../../feed/failure.ts';
import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import type { Body } from '../../io/fetch-feed.ts';
import type { Result } from '../../model.ts';
import { isOfComments } from '../../systems/classify.ts';
import type { GatherContext } from '../poll-context.ts';
import { feedAt, type FoundFeed, type NotFound, searchFrom } from '../search.ts';
import type { FeedState } from '../store/feed-state.ts';

const COMMENTS: NotFound = {
  ok: false,
  reason: 'posts',
  detail:
    'This is a feed of comments, and "follow" needs one of posts, or the site; without "follow" it is watched as it is.',
};

const NOTHING_NAMED: NotFound = {
  ok: false,
  reason: 'html',
  detail: 'The page names no feed of posts that can be read; "follow" needs one. Give its URL.',
};

/** Feeds that a page names for its posts, nearest first: of those that list posts their own is one. */
const BY_KIND: Readonly<Record<Candidate['of'], number>> = { posts: 0, page: 1, site: 2 };

/** Finds the feed of posts that the configured URL stands for: what it answered (`parsed`), or the first that the page names. */
export async function findPostFeed(
  context: GatherContext,
  body: Body,
  parsed: Result<ParsedFeed, FeedFailure>,
  before: FeedState['found'],
): Promise<Result<FoundFeed, NotFound>> {
  if (parsed.ok) {
    return isOfComments(parsed.value)
      ? COMMENTS
      : { ok: true, value: { body, feed: parsed.value, at: context.url, of: 'feed' } };
  }
  if (parsed.reason !== 'html' && parsed.reason !== 'login') return parsed;
  const search = searchFrom(context, body.url, before);
  const candidates = discover(new TextDecoder().decode(body.bytes), body.url, body.link);
  for (const { url } of candidates.toSorted((one, other) => BY_KIND[one.of] - BY_KIND[other.of])) {
    const read = await feedAt(search, url, 'page');
    if (read === null) continue;
    if (!read.ok || !isOfComments(read.value.feed)) return read;
  }
  return NOTHING_NAMED;
}
