import type { Desk } from './desk.ts';
import { anyWaits, countByFeed, longestWait } from './line.ts';
import { noticeRecovered, tellFailing } from './notice.ts';
import { ROUNDUP_MESSAGES } from './parcel.ts';
import { WAITS } from './sweep.ts';
import type { Target } from './target.ts';
import { unwantedTypes } from '../rules/wanted.ts';

/** Counting reads every message that waits, and Free has five million reads a day. */
const EVERY = 60 * 60_000;

/** It is over once all goes in so much less: else each message that comes and goes would begin it anew. */
const SPARE = WAITS / 10;

/** Tells the others, once, that more waits than the destination's pace lets go before it is dead; and when that is over. */
export function noticeBacklog(desk: Desk, now: number): void {
  const { backlog } = desk.state;
  if (!anyWaits(desk.sql)) {
    if (backlog !== null) end(desk, backlog.since, now);
    return;
  }
  const target = desk.known?.target;
  const { failing, slow } = desk.state.clock;
  // While nothing is taken at all, that is what people are told.
  if (target?.ok !== true || failing !== null || slow !== null) return;
  if (now - desk.counted < EVERY) return;
  desk.counted = now;
  const longest = longestOf(desk, target.value, now);
  if (backlog === null && longest > WAITS) {
    desk.change({ backlog: { since: now } });
    tellFailing(desk, { since: now, reason: 'backlog' }, now);
  } else if (backlog !== null && longest < WAITS - SPARE) {
    end(desk, backlog.since, now);
  }
}

function end(desk: Desk, since: number, now: number): void {
  desk.change({ backlog: null });
  noticeRecovered(desk, { since, reason: 'backlog' }, now);
}

/** How long the message that waits longest will have waited when its turn comes, at the destination's pace, ms. */
function longestOf({ sql }: Desk, { destination, platform }: Target, now: number): number {
  const { pace, roundup, events } = destination;
  const unwanted = unwantedTypes(events);
  const counts = countByFeed(sql, unwanted);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sends = counts.reduce(
    (sum, count) => sum + sendsFor(count, platform.roundup === undefined ? null : roundup),
    0,
  );
  if (total === 0) return 0;
  return longestWait(sql, (pace.per / pace.count) * (sends / total), now, unwanted);
}

function sendsFor(count: number, roundup: number | null): number {
  return roundup === null || count <= roundup ? count : Math.ceil(count / ROUNDUP_MESSAGES);
}
