import type { Feed } from '../model.ts';
import { lookBackDay } from '../rules/schedule.ts';
import type { FirstAnswer } from '../rules/watch.ts';
import type { SpareRequests } from './follow/spare-requests.ts';
import type { Workload } from './invocations.ts';
import type { ChildStore } from './store/child-store.ts';
import type { DocumentStore } from './store/document-store.ts';
import { feedMemory } from './store/feed-memory.ts';
import type { StateMemory } from './store/state-memory.ts';
import type { Handover } from './handover.ts';
import { type FeedRow, isOpen } from './store/feed-table.ts';
import type { Dependencies } from './dependencies.ts';
import type { Trace } from './trace.ts';

/** The part of a poll's context that gathering needs. `signal`: the deadline over all its steps. */
export type GatherContext = {
  readonly deps: Pick<Dependencies, 'fetchFeed' | 'userAgent' | 'allowPrivate'>;
  /** The subscription: whose name, destinations, credentials and filters apply. */
  readonly feed: Feed;
  /** URL that is polled for it. */
  readonly url: string;
  /** ms since the epoch; the tick's, whatever the clock says. */
  readonly now: number;
  /** The day of the feed's look-back at older pages. */
  readonly day: number;
  /** Takes the shard's lock for large feeds, which is held until the poll ends. */
  readonly alone: () => Promise<void>;
  readonly signal: AbortSignal;
  /** The earlier deadline of all requests to the web: the rest of the time is for the handover. */
  readonly web: AbortSignal;
  /** `posts`: the feed to be read is one of posts, whose comments are followed; left out: one of comments. */
  readonly wanted?: 'posts';
  /** The URL is the comment feed of one post of the feed's site. */
  readonly child?: FirstAnswer;
  /** Counts the bytes that the round reads. Left out: nobody does. */
  readonly workload?: Workload;
  /** Requests of this tick without which all goes on. Left out: nobody counts. */
  readonly spare?: SpareRequests;
  /** All of its requests are such. */
  readonly isSpare?: boolean;
  /** Page 1 is asked for without validators: that nothing has changed would not be believed. */
  readonly isUnconditional?: boolean;
  /** Record for people of what a search for the feed considers; a poll keeps none. */
  readonly trace?: Trace;
};

/**
 * Runs a poll of one more URL of a feed's, whose last one was at `lastPolled`; `null`: another feed asks that host now, it is
 * given no turn there, or the host has timed out.
 */
export type Visit = <T>(url: string, lastPolled: number | null, work: () => Promise<T>) => Promise<T | null>;

/** Context of one poll. */
export type PollContext = GatherContext & {
  readonly deps: Dependencies;
  readonly memory: StateMemory;
  readonly handover: Handover;
  /** True if the feed's URL stands in CONFIG as it is, and is asked for without credentials. */
  readonly isOpen: boolean;
  /** Instant of the document's last write, ms. */
  readonly writtenAt: number | null;
  /** Runs a poll of one of a site's posts where its host may be asked now. Left out: each may be. */
  readonly visit?: Visit | undefined;
  /** Lets other polls have its connection, and its host: it asks nobody on the web from then on. */
  readonly leave?: (() => void) | undefined;
  /** It has done so. */
  readonly hasLeft?: boolean;
  /** Gives since when, and why, comment feeds of a site's posts cannot be read; `null`: they can. */
  readonly broken?: () => { readonly since: number; readonly reason: string } | null;
};

/** Lasting parts of a shard, for all of its polls. */
type Parts = Pick<PollContext, 'deps' | 'handover'> & {
  readonly documents: DocumentStore;
  readonly children: ChildStore;
};

/** Makes the context of a feed's poll. `row`: the feed's as it is now. */
export function pollContextOf(
  { deps, documents, children, handover }: Parts,
  feed: Feed,
  row: FeedRow,
  now: number,
  within: Pick<PollContext, 'alone' | 'signal' | 'web' | 'spare' | 'visit' | 'workload' | 'leave'>,
): PollContext {
  const day = lookBackDay(feed.name, now);
  return {
    deps,
    memory: feedMemory(documents, children, feed.name),
    handover,
    feed,
    url: feed.url,
    isOpen: isOpen(row, feed),
    now,
    day,
    writtenAt: row.changedAt,
    ...within,
  };
}
