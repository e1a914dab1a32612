import type { PollOutcome } from '../rpc/feeds.ts';
import type { FeedView } from './feed-view.ts';
import { hasHung } from './schedule.ts';
import type { FeedRow } from './store/feed-table.ts';

/** Part of the deadline for a feed that hung last time: a third of 30 s is more than servers need that do answer. */
const HUNG_SHARE = 1 / 3;

/** Deadlines that a site gets for its feed of posts and those of their comments, which are polled one after the other. */
const SITE_DEADLINES = 4;

/** Gives the reason to remember: of a failure, or of a poll that was cut short; other postponements change nothing. */
export function troubleOf(before: FeedRow, outcome: PollOutcome['outcome'], reason: string | null): string | null {
  if (outcome === 'failed') return reason;
  // A feed that went first and is cut short again may need more than there is: next time it waits like the others. One
  // that had less time may have needed all of it: it gets that every other time.
  if (reason === 'limit' || reason === 'deadline') return before.trouble === reason ? null : reason;
  return outcome === 'postponed' ? before.trouble : null;
}

/** Deadline of a feed's poll, ms. `usual`: of one that has not hung. */
export function deadlineOf(view: FeedView, usual: number, now: number): number {
  if (hasHung(view, now)) return usual * HUNG_SHARE;
  return view.feed?.ok && view.feed.value.follow !== null ? usual * SITE_DEADLINES : usual;
}

/** True if the feed's last poll was cut short as requests ran out: it goes first. */
export function isCutShort({ row }: FeedView): boolean {
  return row.trouble === 'limit';
}
