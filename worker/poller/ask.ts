import type { FeedRequest } from '../io/fetch-feed.ts';
import type { GatherJob } from './job.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** Asks for the feed, or for something of it, at `url`. */
export function ask(
  { world, feed, signal, web }: GatherJob,
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
    signal: web,
  };
  return within(signal, world.fetchFeed(request));
}
