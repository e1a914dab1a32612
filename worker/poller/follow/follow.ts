import { log } from '../../io/log.ts';
import { reducedToEdge, retiring } from '../../rules/follow.ts';
import type { PollOutcome } from '../../rpc/feeds.ts';
import type { FeedView } from '../feed-view.ts';
import type { PollContext } from '../poll-context.ts';
import type { ChildStore } from '../store/child-store.ts';
import type { Child } from '../store/child-table.ts';
import { type StateOutline, withoutComments } from '../store/feed-state.ts';
import { type ChildSchedule, isUnread, pollChildren } from './children.ts';
import { pollPosts } from './posts.ts';

/** Lasting parts of a shard that a site is followed with. */
export type Following = { readonly children: ChildStore; readonly childSchedule: ChildSchedule };

/** True if comment feeds of a site's posts are due, whether or not its feed of posts is. */
export function isSiteDue({ children, childSchedule }: Following, { feed, feedState }: FeedView, now: number): boolean {
  if (!feed?.ok || feed.value.paused || feed.value.follow === null) return false;
  if (feedState !== null && feedState.notBefore !== null && now < feedState.notBefore) return false;
  return childSchedule.due(children.of(feed.value.name), feed.value, now).length > 0;
}

/** Gives the number of a site's posts that are watched and were not read to an end yet; of another feed it is 0. */
export function unreadOf({ children }: Pick<Following, 'children'>, { feed }: FeedView): number {
  if (!feed?.ok || feed.value.follow === null) return 0;
  return children.of(feed.value.name).filter((child) => child.retiredAt === null && isUnread(child)).length;
}

/** Reasons for which the site's posts are not asked for their comments either: no request is left, or nobody answers. */
const STOPS = new Set<PollOutcome['reason']>([
  'limit',
  'timeout',
  'network',
  'wall',
  'server',
  'deadline',
  'document',
  'kv',
]);

/** Time that the comments of a post may not be had until people are told, ms. */
const PATIENCE = 24 * 60 * 60_000;

/**
 * Polls a site: the feed of its posts, if that `isDue`, and then the comment feeds of those posts that are. One after the
 * other: they are mostly of one host.
 */
export async function pollSite(
  { children, childSchedule }: Following,
  given: PollContext,
  isDue: boolean,
): Promise<PollOutcome> {
  // After one feed come the others, which keep its host, and their time.
  const context: PollContext = { ...given, leave: undefined };
  const { feed } = context;
  const site: PollContext = {
    ...context,
    wanted: 'posts',
    isUnconditional: isCounted(children.of(feed.name)),
    broken: () => brokenOf(children.of(feed.name), context.now),
  };
  const posts: PollOutcome = isDue ? await pollPosts(site, children) : { outcome: 'unchanged' };
  if (posts.outcome !== 'read' && posts.outcome !== 'watching' && STOPS.has(posts.reason)) return posts;
  const { isCutShort, ...counts } = await pollChildren(children, childSchedule, context);
  retire(children, context);
  if (counts.news > 0) noteNews(site);
  if (posts.outcome === 'failed' || posts.outcome === 'postponed') return { ...posts, ...counts };
  // What its deadline left is due once more; the requests of others are not touched by that.
  if (isCutShort !== null && isCutShort !== 'deadline')
    return { ...posts, ...counts, outcome: 'postponed', reason: isCutShort };
  return {
    ...posts,
    ...counts,
    outcome: posts.outcome === 'unchanged' && counts.news + counts.edits > 0 ? 'read' : posts.outcome,
  };
}

/**
 * True if the feed of posts counts comments. WordPress's validators of that tell of posts alone: it says 304 though counts have
 * moved. https://developer.wordpress.org/reference/classes/wp/send_headers/
 */
function isCounted(children: readonly Child[]): boolean {
  return children.some(({ isListed, count, updated }) => isListed && (count !== null || updated !== null));
}

/**
 * Tells since when comment feeds of a site's posts cannot be read, and why; `null`: they can, or not for long. A post that
 * never had any comments to be read is not counted, unless there is no other; nor is one that was deleted: it stands in the feed
 * of posts no more, and its own is gone.
 */
function brokenOf(children: readonly Child[], now: number): { readonly since: number; readonly reason: string } | null {
  const active = children.filter(({ retiredAt, isGone, isListed }) => retiredAt === null && (isListed || !isGone));
  const read = active.filter(({ state }) => state !== null && state.watch.whole !== null);
  const counted = read.length > 0 ? read : active.filter(({ state }) => state?.failing != null);
  const failures = counted.flatMap(({ state }) => state?.failing ?? []).filter(({ since }) => now - since >= PATIENCE);
  const [first] = failures.toSorted((one, other) => one.since - other.since);
  if (first === undefined) return null;
  const which = failures.length === 1 ? 'one post' : `${failures.length} posts`;
  return { since: first.since, reason: `The comments on ${which} cannot be read: ${first.reason}` };
}

/** Has the site polled as one to which comments come: its own feed shows posts alone. One row a tick with news. */
function noteNews({ memory, now }: PollContext): void {
  const document = memory.document();
  if (!document.ok || document.value === null) return;
  const { feedState } = document.value;
  const watch = { ...feedState.watch, lastNews: now };
  memory.commit({ ...feedState, watch }, { remembered: null, isPutDue: false, now });
}

/**
 * Has those retire that were quiet for too long, and the quietest of too many; each keeps its edge. Those come back that are
 * followed for longer by now. One row each.
 */
function retire(children: ChildStore, { feed, now }: PollContext): void {
  const ages = children.of(feed.name).map((child) => ({ ...child, lastNews: lastNewsOf(child) }));
  const { retired, revived, crowded } = retiring(ages, feed.follow ?? 0, now);
  for (const { url } of retired) reduce(children, feed.name, url, now);
  const again = revived.map((child) => ({ ...child, retiredAt: null }));
  children.put(feed.name, [], again, now);
  if (crowded > 0) log('site.retired', { feed: feed.name, posts: crowded });
}

/** Instant of the last news of a post, or of another feed: that it was read at all is none. */
export function lastNewsOf({ state }: { readonly state: Pick<StateOutline, 'watch'> | null }): number | null {
  if (state === null) return null;
  const { since, lastNews } = state.watch;
  return lastNews === since ? null : lastNews;
}

function reduce(children: ChildStore, feed: string, url: Child['url'], now: number): void {
  const document = children.memory(feed, url).document();
  if (!document.ok || document.value === null) return;
  const { feedState, remembered } = document.value;
  const { remembered: kept, ...watch } = reducedToEdge({ ...feedState.watch, remembered });
  const state = { ...feedState, validators: null, digest: null, watch: withoutComments({ ...watch, remembered: [] }) };
  children.retire(feed, url, state, kept, now);
}
