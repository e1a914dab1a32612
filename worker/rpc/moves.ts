/**
 * Answer of a shard that is asked for a feed by another. `given`: a part of its rows, opaque text; `nothing`: it has none,
 * and will make none any more; `busy`: a poll is under way, or the shard that had the feed before does not answer: to be
 * asked again.
 */
export type Released =
  | { readonly outcome: 'given'; readonly rows: string; readonly isLast: boolean }
  | { readonly outcome: 'nothing' | 'busy' };

/** Methods of a Poller by which feeds go to another after the number of shards was doubled. */
export type MovesRpc = {
  /**
   * Gives a feed up to the shard that asks, and one part of its rows; parts are numbered from 1. The feed is never polled here
   * again. The rows stay until `letGo` is called, so that a call whose answer was lost can be repeated.
   */
  readonly release: (name: string, part: number) => Promise<Released>;
  /** Notes that the other shard has all of the feed: what is remembered of it here is forgotten. */
  readonly letGo: (name: string) => Promise<void>;
  /** Names of the feeds that belong to that shard, of so many, and of which something is still here. */
  readonly leaving: (shard: number, shards: number) => Promise<readonly string[]>;
};
