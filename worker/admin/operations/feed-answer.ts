import { fieldsOfValue, valueOfText } from '../../config/config-value.ts';
import { reasonOf } from '../../config/failure.ts';
import { readFeedConfig } from '../../config/feed.ts';
import { SECRET_REFERENCE } from '../../config/fields.ts';
import { maskFeed, maskText } from '../../config/mask.ts';
import type { FeedStatus } from '../../rpc/feeds.ts';
import type { PostCounts } from '../../rpc/posts.ts';
import type { FeedAnswer, PostCountsAnswer } from '../shapes.ts';
import { type Context, isoOrNull } from './context.ts';

/** Gives a feed as it is shown, masked. `text`: its value in CONFIG; `null`: it was not read. */
export function feedAnswer({ secrets }: Context, status: FeedStatus, text: string | null): FeedAnswer {
  const { name, title, found, lastNews, lastPoll, next, posts } = status;
  const isSecret = text !== null && hasSecretUrl(text);
  // Of a value that no poll has seen yet the Poller cannot say that it is invalid.
  const read = status.config === null && text !== null ? readFeedConfig(name, text, secrets) : null;
  const isInvalid = read?.ok === false;
  return {
    name,
    config: text === null ? null : maskFeed(text),
    title,
    found: found !== null && isSecret ? maskText(found) : found,
    state: isInvalid ? 'invalid' : read?.ok === true && read.value.paused ? 'paused' : status.state,
    reason: isInvalid ? reasonOf(read) : status.reason,
    since: isoOrNull(status.since),
    lastNews: isoOrNull(lastNews),
    lastPoll: isoOrNull(lastPoll),
    next: isoOrNull(next),
    ...(posts === undefined ? {} : { posts: postCountsAnswer(posts, isSecret) }),
  };
}

/** Gives counts of posts as they are shown. `isSecret`: the site's URL is, and so are theirs. */
function postCountsAnswer(counts: PostCounts, isSecret: boolean): PostCountsAnswer {
  const troubles = counts.troubles.map(({ url, since, reason }) => ({
    url: isSecret ? maskText(url) : url,
    since: isoOrNull(since),
    reason,
  }));
  return { ...counts, troubles };
}

/** True if the feed's address stands in a secret of the Worker: then what was found from it is as secret. */
export function hasSecretUrl(text: string): boolean {
  const { url } = fieldsOfValue(valueOfText(text));
  return typeof url === 'string' && SECRET_REFERENCE.test(url.trim());
}
