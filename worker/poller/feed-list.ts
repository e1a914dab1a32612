import type { FeedQuery, FeedStatus } from '../rpc/feeds.ts';
import type { Secrets } from '../config/value.ts';
import type { PostQuery, PostStatus } from '../rpc/posts.ts';
import { conditionOf, statusOf } from './feed-status.ts';
import { type Following, lastNewsOf } from './follow/follow.ts';
import { countPosts, listPosts } from './follow/post-list.ts';
import { type OutlineView, outlineOf } from './feed-view.ts';
import { isHeld, presentNames } from './handed.ts';
import type { Schedule } from './schedule.ts';
import type { FeedStore } from './store/feed-store.ts';
import { emptyRow, type FeedRow } from './store/feed-table.ts';

/** Feeds whose rows are read at once while one looks for those of a kind. */
const READ_AT_ONCE = 100;

/** Parts of a shard that lists of its feeds are made of. */
export type Listed = Following & {
  readonly feeds: FeedStore;
  readonly schedule: Schedule;
  readonly secrets: Secrets;
};

/** Source of a list’s rows: the table, or all of them as they were just read. */
type Rows = Pick<FeedStore, 'marks' | 'rowsOf'>;

/** Gives the rows as they were just read. */
export function readRows(rows: readonly FeedRow[]): Rows {
  const byName = new Map(rows.map((row) => [row.name, row]));
  return { marks: () => rows, rowsOf: () => byName };
}

/** Gives the statuses of these feeds, with those of sites' posts, in that order, or (`null`) of all that there are, by name. */
export function statusesOf(from: Listed, names: readonly string[] | null, now: number): readonly FeedStatus[] {
  if (names === null) return statuses(from, [...presentNames(from.feeds.marks(), null, now)].toSorted(), now);
  return viewsOf(from, names).map((view) => {
    const status = statusIn(from, view, now);
    const follow = view.feed?.ok === true ? view.feed.value.follow : null;
    return follow === null ? status : { ...status, posts: countPosts(from.children.of(status.name), follow, now) };
  });
}

/** Gives up to one more than `limit` posts of a site that is followed; of any other feed none. */
export function postsOf(from: Listed, name: string, query: PostQuery, now: number): readonly PostStatus[] {
  const [view] = viewsOf(from, [name]);
  if (view?.feed?.ok !== true || view.feed.value.follow === null) return [];
  return listPosts(from.children.of(name), from.childSchedule, view.feed.value, query, now);
}

/**
 * Gives up to one more than `limit` statuses behind `after`, by name. Only rows of the page are read, and where it is one of a
 * state or of a word, those up to its end.
 */
export function pageOf(from: Listed, query: FeedQuery, now: number, rows: Rows = from.feeds): readonly FeedStatus[] {
  const { after, upTo, limit, state } = query;
  const q = query.q?.toLowerCase() ?? '';
  const present = [...presentNames(rows.marks(), query.names, now)];
  const isWanted = (name: string) => (after === null || name > after) && (upTo === null || name <= upTo);
  const names = present.filter(isWanted).toSorted();
  if (state === null && q === '') return statuses(from, names.slice(0, limit + 1), now, rows);
  const found: string[] = [];
  for (let at = 0; at < names.length && found.length <= limit; at += READ_AT_ONCE) {
    const views = viewsOf(from, names.slice(at, at + READ_AT_ONCE), rows);
    const matching = views.filter(
      (view) => (state === null || conditionOf(view).state === state) && isNamedLike(view, q),
    );
    found.push(...matching.map(({ row }) => row.name));
  }
  return statuses(from, found.slice(0, limit + 1), now, rows);
}

/** Gives views of these feeds, in that order; a feed never heard of, or that is gone, has an empty row. */
function viewsOf(from: Listed, names: readonly string[], rows: Rows = from.feeds): readonly OutlineView[] {
  return viewsIn(from, rows.rowsOf(names), names);
}

/** The same, of rows that were read before. */
export function viewsIn(
  { secrets }: Pick<Listed, 'secrets'>,
  rows: ReadonlyMap<string, FeedRow>,
  names: Iterable<string>,
): readonly OutlineView[] {
  return Array.from(names, (name) => outlineOf(shown(rows.get(name) ?? emptyRow(name)), secrets));
}

/** Gives a feed's status, and if it is one that was handed over and that KV may not show. */
export function statusIn({ feeds, schedule, children }: Listed, view: OutlineView, now: number): FeedStatus {
  const { row, feed } = view;
  const isHanded = isHeld(row, now) && !feeds.handed.isShown(row.name);
  const status = statusOf(view, schedule, isHanded, now);
  if (!feed?.ok || feed.value.follow === null) return status;
  // Of a site its own state notes new posts, too.
  const news = children.of(row.name).flatMap((child) => lastNewsOf(child) ?? []);
  return { ...status, lastNews: news.length === 0 ? null : Math.max(...news) };
}

function statuses(from: Listed, names: readonly string[], now: number, rows?: Rows): readonly FeedStatus[] {
  return viewsOf(from, names, rows).map((view) => statusIn(from, view, now));
}

/** Of a feed that is gone nothing is shown but that. */
function shown(row: FeedRow): FeedRow {
  return row.goneSince === null ? row : { ...emptyRow(row.name), goneSince: row.goneSince, handedAt: row.handedAt };
}

function isNamedLike({ row, feedState }: OutlineView, q: string): boolean {
  return row.name.includes(q) || feedState?.title?.toLowerCase().includes(q) === true;
}
