import type { FeedStatus, OverviewQuery, ShardOverview } from '../rpc/feeds.ts';
import { conditionOf } from './feed-status.ts';
import type { OutlineView } from './feed-view.ts';
import { presentNames } from './handed.ts';
import { type Listed, pageOf, statusIn, viewsOf } from './feed-list.ts';
import { pollsOf } from './schedule.ts';
import type { FeedRow } from './store/feed-table.ts';
import { dayOf, startOfDay } from './store/rows-written.ts';

/** Most problems of a shard that are given, those of late first: with more, they have something in common. */
const PROBLEMS = 50;

/** Time for which an overview of the same rows is given again within a day, ms: what it estimates moves slowly. */
const FRESH = 60_000;

/** All that an overview is of, beside the time and the rows. `ticked`: the shard's last tick, as far as it is known. */
type Basis = { readonly names: readonly string[] | null; readonly ticked: number | null };

type Kept = Basis & { readonly at: number; readonly summary: Summary };

/** The last overview of each shard, by its rows, which are others as soon as anything is written: people look again and again. */
const kept = new WeakMap<readonly FeedRow[], Kept>();

/** Sums up a shard's feeds at `now`, with the page of their list that is asked for (`null`: none is). */
export function overviewOf(
  from: Listed,
  { names, page }: OverviewQuery,
  ticked: number | null,
  now: number,
): ShardOverview {
  return { ...summaryOf(from, { names, ticked }, now), page: page && pageOf(from, { ...page, names }, now) };
}

/** Gives the summary that is kept of these rows, or a new one. */
function summaryOf(from: Listed, basis: Basis, now: number): Summary {
  const rows = from.feeds.listed();
  const last = kept.get(rows);
  if (last !== undefined && isSame(last, basis) && isFresh(last.at, now)) return last.summary;
  const summary = sumUp(from, rows, basis, now);
  kept.set(rows, { ...basis, at: now, summary });
  return summary;
}

function isSame(one: Basis, other: Basis): boolean {
  if (one.ticked !== other.ticked || one.names?.length !== other.names?.length) return false;
  return one.names === null || one.names.every((name, at) => name === other.names?.[at]);
}

function isFresh(at: number, now: number): boolean {
  return startOfDay(at) === startOfDay(now) && Math.abs(now - at) < FRESH;
}

type Summary = Omit<ShardOverview, 'page'>;

/**
 * Sums up a shard's feeds.
 *
 * The usage is an estimate. Puts are counted. Rows are, too, where the feed's row is written anyway: all of documents, of the
 * comment feeds of posts, of what is owed, of puts, of polls that are noted, and of CONFIG's values; not those of issues, of
 * feeds that go and come back, of memories that are deleted, and those that a shard writes for itself: a handful, and a stamp
 * that looks at its list may cost. Polls are those that the feeds' schedules come to, for one that brings nothing leaves no
 * trace: what was asked for, what a tick that never came left out, and another interval earlier in the day are not in it.
 */
function sumUp(from: Listed, rows: readonly FeedRow[], { names, ticked }: Basis, now: number): Summary {
  const day = startOfDay(now);
  const views = viewsOf(from, rows, presentNames(rows, names, now));
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
    usage: { puts: putsOf(rows, day), rows: writtenRowsOf(rows, now) + postRowsOf(from, views, now), polls },
  };
}

/** Counts the puts into SEEN since a day began. */
function putsOf(rows: readonly FeedRow[], day: number): number {
  return rows.reduce((sum, { putAt, puts }) => (putAt !== null && putAt >= day ? sum + puts : sum), 0);
}

/** Counts the rows written for feeds on the day of `now`. */
function writtenRowsOf(rows: readonly FeedRow[], now: number): number {
  return rows.reduce((sum, { rowsDay, rowsWritten }) => (rowsDay === dayOf(now) ? sum + rowsWritten : sum), 0);
}

/** The same for the comment feeds of posts. Where no site is followed there are none: the table is not asked. */
function postRowsOf({ children }: Listed, views: readonly OutlineView[], now: number): number {
  const isFollowing = views.some(({ feed }) => feed?.ok === true && feed.value.follow !== null);
  return isFollowing ? children.rowsWritten(now) : 0;
}

/** The last tick: a quiet one leaves no trace once the object is evicted, so it may be later than the last one that did. */
function lastTickOf(views: readonly OutlineView[], ticked: number | null): number | null {
  let last = ticked;
  for (const { row } of views) {
    for (const at of [row.changedAt, row.lastPoll, row.putAt]) if (at !== null) last = Math.max(at, last ?? at);
  }
  return last;
}
