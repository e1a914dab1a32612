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

/** Parts of a shard that lists of its feeds are made of. */
export type Listed = Following & {
  readonly feeds: FeedStore;
  readonly schedule: Schedule;
  readonly secrets: Secrets;
};

/** Gives the statuses of these feeds, with those of sites' posts, in that order, or (`null`) of all that there are, by name. */
export function statusesOf(from: Listed, names: readonly string[] | null, now: number): readonly FeedStatus[] {
  if (names === null) {
    const rows = from.feeds.listed();
    return statuses(from, viewsOf(from, rows, presentNames(rows, null, now).toSorted()), now);
  }
  const asked = names.map((name) => from.feeds.row(name));
  return viewsOf(from, asked, names).map((view) => {
    const status = statusIn(from, view, now);
    const follow = view.feed?.ok === true ? view.feed.value.follow : null;
    return follow === null ? status : { ...status, posts: countPosts(from.children.of(status.name), follow, now) };
  });
}

/** Gives up to one more than `limit` posts of a site that is followed; of any other feed none. */
export function postsOf(from: Listed, name: string, query: PostQuery, now: number): readonly PostStatus[] {
  const [view] = viewsOf(from, [from.feeds.row(name)], [name]);
  if (view?.feed?.ok !== true || view.feed.value.follow === null) return [];
  return listPosts(from.children.of(name), from.childSchedule, view.feed.value, query, now);
}

/** Gives up to one more than `limit` statuses behind `after`, by name; of a state or of a word, where such are asked for. */
export function pageOf(from: Listed, query: FeedQuery, now: number): readonly FeedStatus[] {
  const { after, upTo, limit, state } = query;
  const q = query.q?.toLowerCase() ?? '';
  const isWanted = (name: string) => (after === null || name > after) && (upTo === null || name <= upTo);
  const rows = from.feeds.listed();
  const names = presentNames(rows, query.names, now).filter(isWanted).toSorted();
  if (state === null && q === '') return statuses(from, viewsOf(from, rows, names.slice(0, limit + 1)), now);
  const found = viewsOf(from, rows, names).filter(
    (view) => (state === null || conditionOf(view).state === state) && isNamedLike(view, q),
  );
  return statuses(from, found.slice(0, limit + 1), now);
}

/** Gives views of these feeds, in that order, of their rows; a feed without one, or that is gone, has an empty row. */
export function viewsOf(
  { secrets }: Pick<Listed, 'secrets'>,
  rows: readonly FeedRow[],
  names: readonly string[],
): readonly OutlineView[] {
  if (names.length === 0) return [];
  const byName = new Map(rows.map((row) => [row.name, row]));
  return names.map((name) => outlineOf(shown(byName.get(name) ?? emptyRow(name)), secrets));
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

function statuses(from: Listed, views: readonly OutlineView[], now: number): readonly FeedStatus[] {
  return views.map((view) => statusIn(from, view, now));
}

/** Of a feed that is gone nothing is shown but that. */
function shown(row: FeedRow): FeedRow {
  return row.goneSince === null ? row : { ...emptyRow(row.name), goneSince: row.goneSince, handedAt: row.handedAt };
}

function isNamedLike({ row, feedState }: OutlineView, q: string): boolean {
  return row.name.includes(q) || feedState?.title?.toLowerCase().includes(q) === true;
}
