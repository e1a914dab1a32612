import { isTooQuiet, quietSince } from '../../rules/follow.ts';
import type { Feed } from '../../model.ts';
import type { PostCounts, PostPlace, PostQuery, PostState, PostStatus } from '../../rpc/posts.ts';
import type { Child } from '../store/child-table.ts';
import type { ChildSchedule } from './children.ts';
import { lastNewsOf } from './follow.ts';

/** Most posts that are named among the counts: the list has them all. */
const TROUBLES = 10;

/** Order of a list: what needs somebody first, what is watched no more last. */
const RANKS: Readonly<Record<PostState, number>> = { failing: 0, new: 1, ok: 1, gone: 2, retired: 3 };

const UNREADABLE = 'What is remembered of these comments cannot be read, so they are not polled.';
const QUIET = 'No comment came for as long as “follow” says. It is watched again when one is counted.';
const CROWDED =
  'More posts are followed than can be watched, and this was the quietest. It is watched again when a comment is counted.';

type Condition = Pick<PostStatus, 'state' | 'reason' | 'since'>;

/** Counts a site's posts by what has become of them. `follow`: the site's, ms. */
export function countPosts(children: readonly Child[], follow: number, now: number): PostCounts {
  const counts = { new: 0, ok: 0, failing: 0, gone: 0, retired: 0 };
  const troubles: { readonly url: string; readonly reason: string | null; readonly since: number | null }[] = [];
  let quiet = 0;
  for (const child of children) {
    const { state, reason, since } = conditionOf(child, follow, now);
    counts[state] += 1;
    if (state === 'failing') troubles.push({ url: child.url, reason, since });
    if (state === 'retired' && isTooQuiet(agedOf(child), follow, now)) quiet += 1;
  }
  return {
    watched: children.length - counts.retired,
    unread: counts.new,
    failing: counts.failing,
    gone: counts.gone,
    retired: { quiet, crowded: counts.retired - quiet },
    troubles: troubles.toSorted((one, other) => (one.since ?? 0) - (other.since ?? 0)).slice(0, TROUBLES),
  };
}

/** Gives up to one more than `limit` of a site's posts behind a place: one pass over what is stored of them. */
export function listPosts(
  children: readonly Child[],
  schedule: ChildSchedule,
  feed: Feed,
  { after, limit, state }: PostQuery,
  now: number,
): readonly PostStatus[] {
  return children
    .map((child, number) => {
      const condition = conditionOf(child, feed.follow ?? 0, now);
      const place: PostPlace = { rank: RANKS[condition.state], heard: quietSince(agedOf(child)), number };
      return { child, condition, place };
    })
    .filter(({ condition }) => state === null || condition.state === state)
    .filter(({ place }) => after === null || inOrder(after, place) < 0)
    .toSorted((one, other) => inOrder(one.place, other.place))
    .slice(0, limit + 1)
    .map(({ child, condition, place }) => ({
      url: child.url,
      comments: child.count ?? child.state?.watch.whole?.count ?? null,
      ...condition,
      lastNews: lastNewsOf(child),
      lastPoll: schedule.lastPoll(child),
      next: schedule.nextPoll(child, feed, now),
      place,
    }));
}

/** Rank first, then what was heard of last, then the order in which they were made. */
function inOrder(one: PostPlace, other: PostPlace): number {
  return one.rank - other.rank || other.heard - one.heard || one.number - other.number;
}

function conditionOf(child: Child, follow: number, now: number): Condition {
  const { state, retiredAt, isGone, isListed, count, madeAt } = child;
  if (retiredAt !== null)
    return { state: 'retired', reason: isTooQuiet(agedOf(child), follow, now) ? QUIET : CROWDED, since: retiredAt };
  if (state === null) return { state: 'failing', reason: UNREADABLE, since: null };
  const { failing, watch } = state;
  // It was deleted where it stands in the feed of posts no more; else its server says so by mistake.
  if (failing !== null)
    return { state: isGone && !isListed ? 'gone' : 'failing', reason: failing.reason, since: failing.since };
  const isUnread = watch.since === null && !(isListed && count === 0);
  return { state: isUnread ? 'new' : 'ok', reason: null, since: watch.since ?? madeAt };
}

function agedOf(child: Child) {
  return { ...child, lastNews: lastNewsOf(child) };
}
