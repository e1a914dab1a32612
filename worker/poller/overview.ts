import type { FeedStatus, OverviewQuery, ShardOverview } from '../rpc/feeds.ts';
import { conditionOf } from './feed-status.ts';
import type { OutlineView } from './feed-view.ts';
import { presentNames } from './handed.ts';
import { type Listed, pageOf, readRows, statusIn, viewsIn } from './feed-list.ts';
import { pollsOf } from './schedule.ts';
import type { FeedRow } from './store/feed-table.ts';
import { startOfDay } from './store/rows-written.ts';

/** Most problems of a shard that are given, those of late first: with more, they have something in common. */
const PROBLEMS = 50;

/** Time for which an overview of the same rows is given again within a day, ms: what it estimates moves slowly. */
const FRESH = 60_000;

/** The last overview of a shard, as long as no row has been written since: people look at it again and again. */
export class CachedOverview {
  readonly #sql: SqlStorage;
  #last: { readonly key: string; readonly at: number; readonly overview: Summary } | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Sums up a shard's feeds at `now`, with the page of their list that is asked for (`null`: none is). `ticked`: its last
   * tick, as far as it is known.
   */
  overviewOf(from: Listed, { names, page }: OverviewQuery, ticked: number | null, now: number): ShardOverview {
    const query = page && { ...page, names };
    const { changes } = this.#sql.exec<{ changes: number }>('SELECT total_changes() AS changes').one();
    const key = JSON.stringify([changes, ticked, startOfDay(now), names]);
    const last = this.#last;
    if (last?.key === key && Math.abs(now - last.at) < FRESH)
      return { ...last.overview, page: query && pageOf(from, query, now) };
    // Once through the table: its pages are most of what a first look costs.
    const rows = from.feeds.rows();
    const overview = overviewOf(from, rows, names, ticked, now);
    this.#last = { key, at: now, overview };
    return { ...overview, page: query && pageOf(from, query, now, readRows(rows)) };
  }
}

type Summary = Omit<ShardOverview, 'page'>;

/**
 * Sums up a shard's feeds.
 *
 * The usage is an estimate. Puts are counted. Rows are, too, where the feed's row is written anyway (`rowsWritten` says what
 * is missing). Polls are those that the feeds' schedules come to, for one that brings nothing leaves no trace: what was asked
 * for, what a tick that never came left out, and another interval earlier in the day are not in it.
 */
function overviewOf(
  from: Listed,
  rows: readonly FeedRow[],
  names: readonly string[] | null,
  ticked: number | null,
  now: number,
): Summary {
  const day = startOfDay(now);
  const views = viewsIn(from, readRows(rows).rowsOf([]), presentNames(rows, names, now));
  const counts = { new: 0, ok: 0, failing: 0, paused: 0, invalid: 0 };
  const destinations = new Map<string, number>();
  const problems: { readonly view: OutlineView; readonly since: number }[] = [];
  let polls = 0;
  for (const view of views) {
    const { state, since } = conditionOf(view);
    counts[state] += 1;
    if (state === 'failing' || state === 'invalid') problems.push({ view, since: since ?? 0 });
    for (const name of view.feed?.ok ? view.feed.value.to : [])
      destinations.set(name, (destinations.get(name) ?? 0) + 1);
    polls += pollsOf(view, day, now);
  }
  return {
    counts,
    problems: problems
      .toSorted((one, other) => other.since - one.since)
      .slice(0, PROBLEMS)
      .map(({ view }): FeedStatus => statusIn(from, view, now)),
    destinations: Object.fromEntries(destinations),
    lastTick: lastTickOf(views, ticked),
    usage: { puts: putsOf(rows, day), rows: from.feeds.rowsWritten(now), polls },
  };
}

/** Counts the puts into SEEN since a day began. */
function putsOf(rows: readonly FeedRow[], day: number): number {
  return rows.reduce((sum, { putAt, puts }) => (putAt !== null && putAt >= day ? sum + puts : sum), 0);
}

/** The last tick: a quiet one leaves no trace once the object is evicted, so it may be later than the last one that did. */
function lastTickOf(views: readonly OutlineView[], ticked: number | null): number | null {
  let last = ticked;
  for (const { row } of views) {
    for (const at of [row.changedAt, row.lastPoll, row.putAt]) if (at !== null) last = Math.max(at, last ?? at);
  }
  return last;
}
