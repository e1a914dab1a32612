import { forget } from '../../rules/retention.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import { readFeedState, writeRemembered } from './document.ts';
import { type FeedState, withoutComments } from './feed-state.ts';
import { PART_LENGTH } from './parts.ts';
import { relativeKeys } from './relative-keys.ts';

/** Comment feed of one post of a site that is followed, but for its comments. Instants are ms since the epoch. */
export type Child = {
  readonly feed: string;
  /** Its address, or its page's, as first seen: with the feed's name it is what the child is known by. */
  readonly url: string;
  /** Key of its post in the site's memory. */
  readonly post: string;
  readonly madeAt: number;
  /** Instant after which comments of its first answer are news. */
  readonly newsSince: number;
  /** The post is one that came after the site's first answer, or had no comments then: undated ones are news, too. */
  readonly isNew: boolean;
  /** Number of comments that the feed of posts states, and when the last one came, as it stood there last. */
  readonly count: number | null;
  readonly updated: string | null;
  /** The post stands in the last whole answer of the feed of posts. */
  readonly isListed: boolean;
  /** Instant at which one of these two last moved. */
  readonly movedAt: number | null;
  readonly retiredAt: number | null;
  /** Its last poll found it gone for good: it is asked once a day, in case that was a mistake. */
  readonly isGone: boolean;
  /** Instant of the last poll that failed. */
  readonly failedAt: number | null;
  readonly changedAt: number | null;
  /** `null`: it cannot be read. */
  readonly state: FeedState | null;
};

/** The same row as SQLite has it. */
export type ChildColumns = {
  feed: string;
  url: string;
  post: string;
  made_at: number;
  news_since: number;
  new: number;
  count: number | null;
  updated: string | null;
  listed: number;
  moved_at: number | null;
  retired_at: number | null;
  gone: number;
  failed_at: number | null;
  changed_at: number | null;
  head: string;
};

/** Columns that a `Child` is made of: all but the comments, which lie behind them, and counts. */
export const CHILD_COLUMNS =
  'feed, url, post, made_at, news_since, new, count, updated, listed, moved_at, retired_at, gone, failed_at, changed_at, head';

/** Converts a row from SQLite's columns. */
export function childOf(columns: ChildColumns): Child {
  const state = readFeedState(columns.head);
  return {
    feed: columns.feed,
    url: columns.url,
    post: columns.post,
    madeAt: columns.made_at,
    newsSince: columns.news_since,
    isNew: columns.new === 1,
    count: columns.count,
    updated: columns.updated,
    isListed: columns.listed === 1,
    movedAt: columns.moved_at,
    retiredAt: columns.retired_at,
    isGone: columns.gone === 1,
    failedAt: columns.failed_at,
    changedAt: columns.changed_at,
    state: state.ok ? state.value : null,
  };
}

/** Writes the comments of a child as a row holds them: where they are too long for one, the oldest are forgotten. */
export function fitted(
  state: FeedState,
  remembered: readonly RememberedComment[],
  prefix: string,
): readonly [FeedState, string] {
  const text = writeRemembered(relativeKeys(remembered, prefix));
  if (text.length <= PART_LENGTH) return [state, text];
  const fits = Math.floor((remembered.length * PART_LENGTH * 0.9) / text.length);
  const { remembered: kept, ...watch } = forget({ ...state.watch, remembered }, fits, true);
  return fitted({ ...state, watch: withoutComments({ ...watch, remembered: [] }) }, kept, prefix);
}
