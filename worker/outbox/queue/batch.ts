import type { OpenDestination } from '../../config/config.ts';
import { unwantedTypes } from '../../rules/events.ts';
import type { OutboxContext } from '../context.ts';
import { fixedOf, roundupIdOf, roundupWith } from '../store/roundups.ts';
import { onTrial } from '../store/trials.ts';
import { waitingAmong, waitingOf, waitsMoreThan, type SkippedTypes, type WaitingMessage } from './queue.ts';

/** Most that one roundup stands for, in messages and in bytes of them: all are in memory at once. */
export const ROUNDUP_MESSAGES = 500;
const ROUNDUP_BYTES = 4 * 1024 * 1024;

/** Messages that go in one request: one, or many comments of one feed as a roundup. */
export type Batch = {
  /** The message's id; a roundup's is the same for the same messages. */
  readonly id: string;
  readonly feed: string;
  readonly isRoundup: boolean;
  readonly messages: readonly [WaitingMessage, ...WaitingMessage[]];
  /** Number of replays of its messages, all together. */
  readonly replays: number;
};

/** Batch of a message that has just been chosen: the roundup that it was fixed in, a new one where enough wait, or itself. */
export function batchOf(context: OutboxContext, destination: OpenDestination, first: WaitingMessage): Batch {
  const fixed = fixedBatchOf(context, destination, first);
  if (fixed !== null) return fixed;
  const { sql, state } = context;
  const { events, roundup, channel } = destination;
  // A probe is one message: of a new roundup that fails nobody would know which comment it was.
  const isProbe = state.circuit.failing !== null || onTrial(context) !== null;
  const unwanted = unwantedTypes(events);
  if (channel.roundup === undefined || isProbe || !waitsMoreThan(sql, first.feed, roundup, unwanted))
    return batchOfOne(first);
  const messages = commentsFrom(sql, first, unwanted, channel.threads);
  return messages.length > roundup ? roundupOf(null, first, messages) : batchOfOne(first);
}

/** Batch of a message that is sent to find out about another: the roundup that it was fixed in, else itself. */
export function alternateBatchOf(context: OutboxContext, destination: OpenDestination, message: WaitingMessage): Batch {
  return fixedBatchOf(context, destination, message) ?? batchOfOne(message);
}

/** A message by itself. */
function batchOfOne(message: WaitingMessage): Batch {
  const { id, feed, replays } = message;
  return { id, feed, isRoundup: false, messages: [message], replays };
}

function roundupOf(id: string | null, first: WaitingMessage, messages: readonly WaitingMessage[]): Batch {
  const rest = messages.filter(({ seq }) => seq !== first.seq);
  const last = rest.at(-1) ?? first;
  const replays = messages.reduce((sum, message) => sum + message.replays, 0);
  return { id: id ?? roundupIdOf(first, last), feed: first.feed, isRoundup: true, messages: [first, ...rest], replays };
}

/** The roundup that a message was fixed in at an earlier claim, as far as it still waits; `null`: none. */
function fixedBatchOf(
  { sql }: OutboxContext,
  { channel, events }: OpenDestination,
  message: WaitingMessage,
): Batch | null {
  if (channel.roundup === undefined) return null;
  const fixed = roundupWith(sql, message.seq);
  if (fixed === null) return null;
  const messages = waitingAmong(sql, fixed.seqs, unwantedTypes(events));
  const [first, second] = messages;
  return first === undefined || second === undefined ? null : roundupOf(fixed.id, first, messages);
}

/**
 * Comments, new or edited, that wait from `first` on, if that is one itself; anything else goes in its own turn. Of one
 * post alone where each has a thread.
 */
function commentsFrom(
  sql: SqlStorage,
  first: WaitingMessage,
  unwanted: SkippedTypes,
  threads: boolean,
): readonly WaitingMessage[] {
  const fixed = fixedOf(sql, first.feed);
  const chosen: WaitingMessage[] = [];
  const skipped = new Set<string>();
  let bytes = 0;
  for (const message of waitingOf(sql, first.feed, unwanted)) {
    bytes += message.body?.length ?? 0;
    const isComment = message.type === 'comment.created' || message.type === 'comment.updated';
    const isFull = chosen.length + skipped.size >= ROUNDUP_MESSAGES || bytes > ROUNDUP_BYTES;
    if (!isComment || isFull || fixed.has(message.seq)) break;
    // An edit goes after its comment, whatever post it names.
    const isElsewhere = threads && message.post !== first.post;
    if (isElsewhere || (message.comment !== null && skipped.has(message.comment))) skipped.add(message.id);
    else chosen.push(message);
  }
  return chosen[0]?.seq === first.seq ? chosen : [first];
}
