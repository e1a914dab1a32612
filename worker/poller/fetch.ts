import type { FeedRequest, FetchFailure } from '../io/fetch-feed.ts';
import type { GatherContext } from './poll-context.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';

/** Bytes above which a body is parsed alone: that takes ten times its size of an object's 128 MB. */
const LONG_BYTES = 1024 * 1024;

/** No request is left of those that a tick has to spare. */
const SPENT: FetchFailure = {
  ok: false,
  reason: 'limit',
  detail: 'No request is left of those that a tick has to spare.',
  status: null,
  retryAfter: null,
};

/** The search for a post's comments has asked for all that it may. */
const OVERDRAWN: FetchFailure = {
  ok: false,
  reason: 'redirects',
  detail: 'Its comments were not found within twelve requests.',
  status: null,
  retryAfter: null,
};

/** Fetches `url` with the feed's headers, within the poll's deadlines. */
export async function fetchWithin(
  { deps, feed, alone, signal, web, workload, spare, isSpare = false }: GatherContext,
  url: string,
  validatorsOf: FeedRequest['validatorsOf'] = async () => null,
): ReturnType<Dependencies['fetchFeed']> {
  if (isSpare && spare?.take() === false) return spare.isOverdrawn ? OVERDRAWN : SPENT;
  const { headers, auth } = feed;
  const request: FeedRequest = {
    url,
    home: feed.url,
    headers,
    auth,
    validatorsOf,
    userAgent: deps.userAgent,
    allowPrivate: deps.allowPrivate,
    signal: web,
    mayRedirect: () => !isSpare || spare?.take() !== false,
  };
  const answer = await within(signal, deps.fetchFeed(request));
  if (!answer.ok && answer.reason === 'limit' && spare?.isOverdrawn === true) return OVERDRAWN;
  if (!answer.ok || answer.value.kind !== 'body') return answer;
  const { byteLength } = answer.value.bytes;
  workload?.add(byteLength);
  if (byteLength > LONG_BYTES) await within(signal, alone());
  return answer;
}
