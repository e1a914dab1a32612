import type { FeedRequest } from '../io/fetch-feed.ts';
import type { GatherContext } from './poll-context.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';

/** Bytes above which a body is parsed alone: that takes ten times its size of an object's 128 MB. */
const LONG_BYTES = 1024 * 1024;

/** Fetches `url` with the feed's headers, within the poll's deadlines. */
export async function fetchWithin(
  { deps, feed, alone, signal, web }: GatherContext,
  url: string,
  validatorsOf: FeedRequest['validatorsOf'] = async () => null,
): ReturnType<Dependencies['fetchFeed']> {
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
  };
  const answer = await within(signal, deps.fetchFeed(request));
  const isLong = answer.ok && answer.value.kind === 'body' && answer.value.bytes.byteLength > LONG_BYTES;
  if (isLong) await within(signal, alone());
  return answer;
}
