import type { OutboxContext } from './context.ts';
import { anyWaits, countByFeed, longestWait } from './queue/queue.ts';
import { announceFailing, announceRecovered } from './notices.ts';
import { ROUNDUP_MESSAGES } from './store/roundups.ts';
import { LONGEST_WAIT } from './retention.ts';
import type { OpenDestination } from '../config/destination.ts';
import { openShare } from '../rules/quiet.ts';
import { notNow } from './queue/passed-over.ts';

/** Least time between two counts, ms: one reads every message that waits, and Free has five million reads a day. */
const EVERY = 60 * 60_000;

/** Time, ms, by which the longest wait has to fall below the limit for the backlog to be over: else one message would begin it anew. */
const SPARE = LONGEST_WAIT / 10;

/** Tells the others, once, that more waits than the destination's pace lets go before it is dead; and when that is over. */
export function noticeBacklog(context: OutboxContext, now: number): void {
  const { backlog } = context.state;
  if (!anyWaits(context.sql)) {
    if (backlog !== null) end(context, backlog.since, now);
    return;
  }
  const config = context.cached?.config;
  const { failing, slow } = context.state.circuit;
  // While nothing is taken at all, that is what people are told.
  if (config?.ok !== true || failing !== null || slow !== null) return;
  if (now - context.counted < EVERY) return;
  context.counted = now;
  const longest = longestOf(context, config.value, now);
  if (backlog === null && longest > LONGEST_WAIT) {
    context.change({ backlog: { since: now } });
    announceFailing(context, { since: now, reason: 'backlog' }, now);
  } else if (backlog !== null && longest < LONGEST_WAIT - SPARE) {
    end(context, backlog.since, now);
  }
}

function end(context: OutboxContext, since: number, now: number): void {
  context.change({ backlog: null });
  announceRecovered(context, { since, reason: 'backlog' }, now);
}

/** Longest wait, ms, of any message that waits now, if all go at the destination's pace. */
function longestOf({ sql }: OutboxContext, destination: OpenDestination, now: number): number {
  const { pace, roundup, channel, quiet } = destination;
  // What waits for the end of quiet hours is part of it.
  const unwanted = notNow({ ...destination, quiet: null }, now);
  const interval = pace.per / pace.count / (quiet === null ? 1 : openShare(quiet));
  const counts = countByFeed(sql, unwanted);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sends = counts.reduce((sum, count) => sum + sendsFor(count, channel.roundup === undefined ? null : roundup), 0);
  if (total === 0) return 0;
  return longestWait(sql, interval * (sends / total), now, unwanted);
}

function sendsFor(count: number, roundup: number | null): number {
  return roundup === null || count <= roundup ? count : Math.ceil(count / ROUNDUP_MESSAGES);
}
