import type { ConfigKeys, Handed } from './config.ts';
import type { PollNowOutcome, FeedStatus, FeedQuery, OverviewQuery, ShardOverview } from './feeds.ts';
import type { MovesRpc } from './moves.ts';
import type { PostQuery, PostStatus } from './posts.ts';
import type { Discovery, Preview } from './preview.ts';

/** All that is remembered of a feed, to go on under another name; opaque text. Under its own name it moves as `MovesRpc` has it. */
export type FeedCopy = { readonly document: string };

/** Answer of the watch shard at the beginning of a run of the cron. */
export type TickStart = { readonly isHourDue: boolean; readonly shards: number };

/** Facts that a run of the cron tells a shard, beside the names of its feeds. */
export type TickFacts = {
  /** This shard's part of what all may use together, of 1. Left out: all. */
  readonly share?: number;
  /** Other keys of CONFIG, to be checked. Left out: they are not. */
  readonly keys?: ConfigKeys;
  /** Number of shards. Left out: as many as were told last. */
  readonly shards?: number;
  /** Digests of the feeds' values, by their names, as far as KV's metadata has them. Left out: of none. */
  readonly digests?: ReadonlyMap<string, string>;
};

/** A Poller's methods: one object a shard of the feeds. */
export type PollerRpc = Rpc.DurableObjectBranded &
  MovesRpc & {
    /** Polls what is due at `now`. `names`: this shard's feeds in CONFIG; `null`: the list failed. */
    readonly tick: (now: number, names: readonly string[] | null, facts?: TickFacts) => Promise<void>;
    /** Goes on with work that waits in this object for an invocation of its own; `false`: none of that id does. */
    readonly goOn: (id: string) => Promise<boolean>;
    /**
     * Polls one feed now, if its server has not asked to wait; a poll that is cut short is made up for by the next tick.
     */
    readonly pollNow: (name: string, now: number) => Promise<PollNowOutcome>;
    /**
     * States of the named feeds, in that order, or (`null`) of all in this shard by name; a feed never heard of is `new`.
     */
    readonly feedStatuses: (names: readonly string[] | null, now: number) => Promise<readonly FeedStatus[]>;
    /** Takes a value that was written through the API: it holds until KV shows it, or for ten minutes. */
    readonly handFeed: (name: string, handed: Handed) => Promise<void>;
    /** Up to `limit` + 1 feeds of the shard behind `after`, by name. */
    readonly feedPage: (query: FeedQuery, now: number) => Promise<readonly FeedStatus[]>;
    /** Up to `limit` + 1 posts of a site that is followed, those that fail first, then by what was heard of them last. */
    readonly feedPosts: (name: string, query: PostQuery, now: number) => Promise<readonly PostStatus[]>;
    readonly shardOverview: (query: OverviewQuery, now: number) => Promise<ShardOverview>;
    /** Forgets what is remembered of a feed, in SEEN too: its next poll is a first one. */
    readonly resetFeed: (name: string, now: number) => Promise<void>;
    /** Makes the feed's next answer one that nothing is sent of (`deliver` false), as after another address. */
    readonly resumeFeed: (name: string, deliver: boolean, now: number) => Promise<void>;
    /** A feed's memory; `null`: there is none. */
    readonly copyFeed: (name: string) => Promise<FeedCopy | null>;
    /** Takes over what another name's feed remembers, unless this one has a memory of its own (`false`). */
    readonly adoptFeed: (name: string, copy: FeedCopy, now: number) => Promise<boolean>;
    /** Finds the feed that a URL stands for. */
    readonly discover: (url: string, now: number) => Promise<Discovery>;
    /** Polls a feed, as CONFIG's `value` has it, without writing or offering anything; `value` has been checked. */
    readonly preview: (name: string, value: string, now: number) => Promise<Preview>;
    /** Says if what is done hourly is still to be done in the hour of `now`, and how many shards there are. */
    readonly startTick: (now: number) => Promise<TickStart>;
    /** Notes that what is done hourly is done. */
    readonly noteHour: (now: number) => Promise<void>;
    /** Number of shards; in shard 0 that is the number itself. */
    readonly shards: () => Promise<number>;
    /** Raises the number of shards to `to`, a power of two, unless it is as high, and gives it. */
    readonly growShards: (to: number) => Promise<number>;
    /** True if, at `now`, no tick has come for three of the cron's intervals. */
    readonly isLate: (now: number) => Promise<boolean>;
  };
