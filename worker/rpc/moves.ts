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
   * Gives a feed up to the shard that asks, and a part of what is remembered of it (from 1). It is never polled here again.
   * Who asks again gets the same, until it has let it go.
   */
  readonly release: (name: string, part: number) => Promise<Released>;
  /** Notes that the other shard has all of the feed: what is remembered of it here is forgotten. */
  readonly letGo: (name: string) => Promise<void>;
  /** Names of the feeds that belong to that shard, of so many, and of which something is still here. */
  readonly leaving: (shard: number, shards: number) => Promise<readonly string[]>;
};
