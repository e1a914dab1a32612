import { unwantedTypes } from '../../rules/events.ts';
import type { OutboxContext } from '../context.ts';
import { waitingOf, waitsMoreThan, type SkippedTypes, type WaitingMessage } from './queue.ts';
import type { DestinationConfig } from '../destination-config.ts';

/** Most that one roundup stands for, in messages and in bytes of them: all are in memory at once. */
export const ROUNDUP_MESSAGES = 500;
const ROUNDUP_BYTES = 4 * 1024 * 1024;

/** What goes in one request: a message, or many comments of one feed as a roundup. */
export type Batch = {
  /** The message's id; a roundup's is the same for the same messages. */
  readonly id: string;
  readonly feed: string;
  readonly isRoundup: boolean;
  readonly messages: readonly [WaitingMessage, ...WaitingMessage[]];
};

/** How long a feed's comments go one by one after a roundup of them went wrong. */
const NO_ROUNDUP = 60 * 60_000;

/** From `now` on the feed's comments go one by one, so that the one at fault shows. */
export function noRoundupFrom(feed: string, now: number): { readonly feed: string; readonly until: number } {
  return { feed, until: now + NO_ROUNDUP };
}

/** A message by itself. */
export function batchOfOne(message: WaitingMessage): Batch {
  return { id: message.id, feed: message.feed, isRoundup: false, messages: [message] };
}

/** What goes with `first`: a roundup, where the platform has such and enough comments wait; else `first` by itself. */
export function batchOf(
  { sql, state, deps }: OutboxContext,
  { platform, destination }: DestinationConfig,
  first: WaitingMessage,
): Batch {
  const { feed } = first;
  const { circuit, noRoundup } = state;
  // A probe is one message: of a roundup that fails nobody would know which comment it was.
  const isProbe = circuit.failing !== null || circuit.onTrial !== null;
  const isSingly = noRoundup !== null && noRoundup.feed === feed && deps.now() < noRoundup.until;
  const { events, roundup } = destination;
  const unwanted = unwantedTypes(events);
  if (platform.roundup === undefined || isProbe || isSingly || !waitsMoreThan(sql, feed, roundup, unwanted))
    return batchOfOne(first);
  const rest = commentsAfter(sql, first, unwanted);
  const last = rest.at(-1);
  if (last === undefined || rest.length < roundup) return batchOfOne(first);
  return { id: `${first.id}-${last.seq}`, feed, isRoundup: true, messages: [first, ...rest] };
}

/** The comments, new or edited, that wait right behind `first`, if that is one itself; anything else goes in its own turn. */
function commentsAfter(sql: SqlStorage, first: WaitingMessage, unwanted: SkippedTypes): readonly WaitingMessage[] {
  const rest: WaitingMessage[] = [];
  let bytes = 0;
  for (const message of waitingOf(sql, first.feed, unwanted)) {
    bytes += message.body?.length ?? 0;
    const isComment = message.type === 'comment.created' || message.type === 'comment.updated';
    if (!isComment || rest.length >= ROUNDUP_MESSAGES || bytes > ROUNDUP_BYTES) break;
    if (message.seq !== first.seq) rest.push(message);
  }
  return rest;
}
