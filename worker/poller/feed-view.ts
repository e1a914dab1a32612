import { readFeed, type Secrets } from '../config/config.ts';
import type { ConfigFailure, Feed, Result } from '../model.ts';
import { readState } from './store/document.ts';
import type { FeedState } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';

/** A feed's row, understood. */
export type FeedView = {
  readonly row: FeedRow;
  /** As CONFIG was read last; `null`: it was never read. */
  readonly feed: Result<Feed, ConfigFailure> | null;
  /** `null`: there is none, or none that can be read. */
  readonly feedState: FeedState | null;
};

/** Understands a row. */
export function viewOf(row: FeedRow, secrets: Secrets): FeedView {
  const feedState = row.head === null ? null : readState(row.head);
  return {
    row,
    feed: row.config === null ? null : readFeed(row.name, row.config, secrets),
    feedState: feedState?.ok ? feedState.value : null,
  };
}
