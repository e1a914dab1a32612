import { fieldsOfValue, valueOfText } from '../../config/config-value.ts';
import { reasonOf } from '../../config/failure.ts';
import { readFeedConfig } from '../../config/feed.ts';
import { SECRET_REFERENCE } from '../../config/fields.ts';
import { maskFeed, maskText } from '../../config/mask.ts';
import type { FeedStatus } from '../../rpc/feeds.ts';
import type { FeedAnswer } from '../shapes.ts';
import { type Context, isoOrNull } from './context.ts';

/** Gives a feed as it is shown, masked. `text`: its value in CONFIG; `null`: it was not read. */
export function feedAnswer({ secrets }: Context, status: FeedStatus, text: string | null): FeedAnswer {
  const { name, title, found, lastNews, lastPoll, next } = status;
  // Of a value that no poll has seen yet the Poller cannot say that it is invalid.
  const read = status.config === null && text !== null ? readFeedConfig(name, text, secrets) : null;
  const isInvalid = read?.ok === false;
  return {
    name,
    config: text === null ? null : maskFeed(text),
    title,
    found: found !== null && text !== null && hasSecretUrl(text) ? maskText(found) : found,
    state: isInvalid ? 'invalid' : read?.ok === true && read.value.paused ? 'paused' : status.state,
    reason: isInvalid ? reasonOf(read) : status.reason,
    since: isoOrNull(status.since),
    lastNews: isoOrNull(lastNews),
    lastPoll: isoOrNull(lastPoll),
    next: isoOrNull(next),
  };
}

/** True if the feed's address stands in a secret of the Worker: then what was found from it is as secret. */
export function hasSecretUrl(text: string): boolean {
  const { url } = fieldsOfValue(valueOfText(text));
  return typeof url === 'string' && SECRET_REFERENCE.test(url.trim());
}
