import { readFeedConfig } from '../config/feed.ts';
import type { ConfigFailure } from '../config/failure.ts';
import type { Secrets } from '../config/value.ts';
import type { Feed, Result } from '../model.ts';
import { readFeedState } from './store/document.ts';
import type { FeedState } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';

/** A feed's row with its config and state parsed. */
export type FeedView = {
  readonly row: FeedRow;
  /** CONFIG's value as last read; `null`: it was never read. */
  readonly feed: Result<Feed, ConfigFailure> | null;
  /** `null`: there is none, or none that can be read. */
  readonly feedState: FeedState | null;
};

/** Parses a row's config and state. */
export function viewOf(row: FeedRow, secrets: Secrets): FeedView {
  const feedState = row.head === null ? null : readFeedState(row.head);
  return {
    row,
    feed: row.config === null ? null : readFeedConfig(row.name, row.config, secrets),
    feedState: feedState?.ok ? feedState.value : null,
  };
}
