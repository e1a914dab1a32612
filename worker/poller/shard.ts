import type { HostQueues, KeyedLimiter, Lock } from './concurrency.ts';
import type { Dependencies } from './dependencies.ts';
import type { CachedViews } from './feed-view.ts';
import type { Following } from './follow/follow.ts';
import type { Handover } from './handover.ts';
import type { Invocations } from './invocations.ts';
import type { LimitedHosts } from './limited-hosts.ts';
import type { Schedule } from './schedule.ts';
import type { DocumentStore } from './store/document-store.ts';
import type { FeedStore } from './store/feed-store.ts';
import type { SeenWriter } from './store/seen-writer.ts';

/** Lasting parts of a shard that a round works with. */
export type Shard = Following & {
  readonly deps: Dependencies;
  readonly feeds: FeedStore;
  readonly views: CachedViews;
  readonly documents: DocumentStore;
  readonly handover: Handover;
  readonly schedule: Schedule;
  readonly limiter: KeyedLimiter;
  /** Of the hosts, each of which is asked by one feed at a time. */
  readonly hostQueues: HostQueues;
  readonly limitedHosts: LimitedHosts;
  readonly invocations: Invocations;
  /** Held by the poll of a long feed. */
  readonly long: Lock;
  readonly seen: SeenWriter;
};
