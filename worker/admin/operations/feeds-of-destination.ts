import { readFeedConfig } from '../../config/feed.ts';
import { pollerOf } from '../../tick.ts';
import type { Context } from './context.ts';

/** Most names of feeds that a test message lists: chats shorten the list, and a message has a limit. */
const NAMES = 500;

/** Names of the feeds that go to a destination, as their shards know them. A call of each shard. */
export async function feedsOf(
  { env, secrets, now, shards: count }: Context,
  destination: string,
): Promise<readonly string[]> {
  const shards = await Promise.all(
    Array.from({ length: await count() }, (_, shard) => pollerOf(env, shard).feedStatuses(null, now())),
  );
  return shards
    .flat()
    .filter(({ name, config }) => {
      const read = config === null ? null : readFeedConfig(name, config, secrets);
      return read?.ok === true && read.value.to.includes(destination);
    })
    .map(({ name }) => name)
    .toSorted()
    .slice(0, NAMES);
}
