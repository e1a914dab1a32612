import { reasonOf } from '../config/failure.ts';
import type { FeedStatus } from '../rpc/feeds.ts';
import { lastNewsOf } from './follow/follow.ts';
import type { OutlineView } from './feed-view.ts';
import { UNREADABLE } from './find-issues.ts';
import type { Schedule } from './schedule.ts';

/** Gives the status of a feed at `now`. `isHanded`: CONFIG may still show an older value than the row has. */
export function statusOf(view: OutlineView, schedule: Schedule, isHanded: boolean, now: number): FeedStatus {
  const { row, feedState } = view;
  return {
    name: row.name,
    config: row.config,
    ...(isHanded ? { handed: true } : {}),
    title: feedState?.title ?? null,
    found: feedState?.found?.url ?? null,
    ...conditionOf(view),
    lastNews: lastNewsOf({ state: feedState }),
    lastPoll: schedule.lastPoll(view),
    next: schedule.nextPoll(view, now),
  };
}

/** Gives the state that a feed is in, with the reason, and since when. */
export function conditionOf({ row, feed, feedState }: OutlineView): Pick<FeedStatus, 'state' | 'reason' | 'since'> {
  if (feed?.ok === false) return { state: 'invalid', reason: reasonOf(feed), since: row.configAt };
  if (row.invalid === 'document') return { state: 'invalid', reason: UNREADABLE, since: null };
  if (feed?.value.paused === true) return { state: 'paused', reason: null, since: row.configAt };
  const { failing = null, watch } = feedState ?? {};
  if (failing !== null) return { state: 'failing', reason: failing.reason, since: failing.since };
  const since = watch?.since ?? null;
  return { state: since === null ? 'new' : 'ok', reason: null, since };
}
