import { readFeedConfig } from '../config/feed.ts';
import type { ConfigFailure } from '../config/failure.ts';
import type { Secrets } from '../config/value.ts';
import type { Feed, Result } from '../model.ts';
import { readFeedState, readOutline } from './store/document.ts';
import type { FeedState, StateOutline } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';

/** A feed's row with its config and state parsed. */
export type FeedView = {
  readonly row: FeedRow;
  /** CONFIG's value as last read; `null`: it was never read. */
  readonly feed: Result<Feed, ConfigFailure> | null;
  /** `null`: there is none, or none that can be read. */
  readonly feedState: FeedState | null;
};

/** The same with as much of the state as lists tell. */
export type OutlineView = Omit<FeedView, 'feedState'> & { readonly feedState: StateOutline | null };

type Parsed = Pick<OutlineView, 'feed' | 'feedState'> &
  Pick<FeedRow, 'config' | 'head'> & { readonly secrets: Secrets };

/** Feeds whose parsed config and state are kept: some 2 KB each, of the 128 MB that an isolate has. */
const KEPT = 10_000;

/**
 * Configs and states as they were last parsed, by feed. They are the isolate's: it outlives its objects, which are thrown out
 * of memory after seconds, and whoever looks at a list then has 10,000 feeds parsed.
 */
const parsed = new Map<string, Parsed>();

/** Parses a row's config and state for a list, unless they are the same texts as before. */
export function outlineOf(row: FeedRow, secrets: Secrets): OutlineView {
  const { name, config, head } = row;
  const before = parsed.get(name);
  if (before?.secrets === secrets && before.config === config && before.head === head)
    return { row, feed: before.feed, feedState: before.feedState };
  const outline = head === null ? null : readOutline(head);
  const view = { row, feed: configOf(row, secrets), feedState: outline?.ok ? outline.value : null };
  if (before === undefined && parsed.size >= KEPT) parsed.clear();
  parsed.set(name, { config, head, secrets, feed: view.feed, feedState: view.feedState });
  return view;
}

/** Feeds whose config and whole state are kept: all of a shard, where there are 10,000 feeds. */
const CACHED = 1_000;

/** Views of a shard's feeds: nothing is parsed again that is the same text as before. */
export class CachedViews {
  readonly #views = new Map<string, FeedView & { readonly secrets: Secrets }>();

  /** Gives a row with its config and state parsed. */
  viewOf(row: FeedRow, secrets: Secrets): FeedView {
    const before = this.#views.get(row.name);
    const hasConfig = before?.secrets === secrets && before.row.config === row.config;
    const hasState = before !== undefined && before.row.head === row.head;
    const view = {
      row,
      feed: hasConfig ? before.feed : configOf(row, secrets),
      feedState: hasState ? before.feedState : stateOf(row),
    };
    if (hasConfig && hasState) return view;
    if (before === undefined && this.#views.size >= CACHED) this.#views.clear();
    this.#views.set(row.name, { ...view, secrets });
    return view;
  }
}

function configOf({ name, config }: FeedRow, secrets: Secrets): FeedView['feed'] {
  return config === null ? null : readFeedConfig(name, config, secrets);
}

function stateOf({ head }: FeedRow): FeedState | null {
  const state = head === null ? null : readFeedState(head);
  return state?.ok ? state.value : null;
}
