import type { Feed } from '../model.ts';
import { lookBackDay } from '../rules/schedule.ts';
import type { DocumentStore } from './store/document-store.ts';
import type { Handover } from './handover.ts';
import { isOpen, type FeedStore } from './store/feed-store.ts';
import type { Dependencies } from './dependencies.ts';

/** What gathering needs of a poll's circumstances. `signal` is the deadline over all its steps. */
export type GatherContext = {
  readonly deps: Pick<Dependencies, 'fetchFeed' | 'allowPrivate'>;
  readonly feed: Feed;
  /** ms since the epoch; the tick's, whatever the clock says. */
  readonly now: number;
  /** The day of the feed's look-back at older pages. */
  readonly day: number;
  /** Waits until no other long feed is being polled in this shard; from then on this one is, until the poll ends. */
  readonly alone: () => Promise<void>;
  readonly signal: AbortSignal;
  /** The earlier deadline of all that is asked of the web: the rest is for handing over what it brought. */
  readonly web: AbortSignal;
};

/** One poll's circumstances. */
export type PollContext = GatherContext & {
  readonly deps: Dependencies;
  readonly documents: DocumentStore;
  readonly handover: Handover;
  /** The feed's URL stands in CONFIG for all to see, and is asked for without credentials. */
  readonly isOpen: boolean;
  /** When the document was last written, ms. */
  readonly writtenAt: number | null;
};

/** What a shard has for all of its polls. */
type Parts = Pick<PollContext, 'deps' | 'documents' | 'handover'> & { readonly feeds: FeedStore };

/** Gives a feed's poll its circumstances. */
export function pollContextOf(
  { deps, documents, handover, feeds }: Parts,
  feed: Feed,
  now: number,
  within: Pick<PollContext, 'alone' | 'signal' | 'web'>,
): PollContext {
  const row = feeds.row(feed.name);
  const day = lookBackDay(feed.name, now);
  return { deps, documents, handover, feed, isOpen: isOpen(row, feed), now, day, writtenAt: row.changedAt, ...within };
}
