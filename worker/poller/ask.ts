import type { FeedRequest } from '../io/fetch-feed.ts';
import type { Job } from './job.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** A fetch's share of the poll's deadline: what is left is for handing over what it brought. */
const FETCH_SHARE = 2 / 3;

/** Asks for the feed, or for something of it, at `url`. */
export function ask(
  { world, feed, signal }: Job,
  url: string,
  validatorsOf: FeedRequest['validatorsOf'] = async () => null,
): ReturnType<World['fetchFeed']> {
  const { headers, auth } = feed;
  const request: FeedRequest = {
    url,
    home: feed.url,
    headers,
    auth,
    validatorsOf,
    allowPrivate: world.allowPrivate,
    signal: AbortSignal.any([signal, AbortSignal.timeout(world.deadline * FETCH_SHARE)]),
  };
  return within(signal, world.fetchFeed(request));
}
