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

/** Rows whose config and state are kept as parsed: all of a shard, where there are 10,000 feeds. */
const CACHED = 1_000;

/** Views of a shard's feeds for those who look at many of them: nothing is parsed again that is the same text as before. */
export class CachedViews {
  readonly #views = new Map<string, FeedView & { readonly secrets: Secrets }>();

  /** The same as `viewOf`. */
  viewOf(row: FeedRow, secrets: Secrets): FeedView {
    const before = this.#views.get(row.name);
    if (before?.secrets === secrets && before.row.config === row.config && before.row.head === row.head)
      return { row, feed: before.feed, feedState: before.feedState };
    if (this.#views.size >= CACHED) this.#views.clear();
    const view = viewOf(row, secrets);
    this.#views.set(row.name, { ...view, secrets });
    return view;
  }
}

/** Parses a row's config and state. */
export function viewOf(row: FeedRow, secrets: Secrets): FeedView {
  const feedState = row.head === null ? null : readFeedState(row.head);
  return {
    row,
    feed: row.config === null ? null : readFeedConfig(row.name, row.config, secrets),
    feedState: feedState?.ok ? feedState.value : null,
  };
}
