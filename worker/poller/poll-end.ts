import type { Feed } from '../model.ts';
import type { FeedView } from './feed-view.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import type { Shard } from './shard.ts';
import { isNoted } from './schedule.ts';
import type { FeedRow } from './store/feed-table.ts';
import { troubleOf } from './trouble.ts';

/**
 * Notes how a poll has ended, as far as the next tick has to know it: the object may be evicted by then. `before`: the row
 * that `feed` was read from; `view`: the feed's as it is now. `hadTurn`: its host's, for which those wait that were polled
 * longer ago: one row for each.
 */
export function noteEnd(
  { feeds, schedule }: Pick<Shard, 'feeds' | 'schedule'>,
  feed: Feed,
  { before, view: { row, feedState } }: { readonly before: FeedRow; readonly view: FeedView },
  ended: PollOutcome,
  hadTurn: boolean,
  now: number,
): void {
  const { outcome } = ended;
  const reason = ended.reason ?? null;
  const postponed = outcome === 'postponed';
  const failed = outcome === 'failed';
  if (!postponed) schedule.notePoll(feed.name, now);
  const ending = {
    // Another tick may have read another value meanwhile, which is still to be polled.
    postponed: postponed || row.config !== before.config,
    polledAt: failed || hadTurn || (!postponed && isNoted(feed, feedState, now)) ? now : null,
    queuedSince: reason === 'limit' ? now : null,
    trouble: troubleOf(before, outcome, reason),
  };
  feeds.setEnded(row, ending, now);
  if (reason === 'document') feeds.setInvalid(row, 'document');
  else if (!postponed) feeds.setInvalid(row, null);
}
