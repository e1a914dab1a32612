import type { OpenDestination } from '../../config/destination.ts';
import type { OutboxContext } from '../context.ts';
import {
  fixedMembers,
  isDigest,
  ROUNDUP_BYTES,
  ROUNDUP_MESSAGES,
  roundupIdOf,
  roundupWith,
} from '../store/roundups.ts';
import { onTrial } from '../store/trials.ts';
import { digestMembers } from './digest.ts';
import { isGathered, notNow, notWanted } from './passed-over.ts';
import { waitingAmong, waitingOf, waitsMoreThan, type PassedOver, type WaitingMessage } from './queue.ts';

/** Messages that go in one request: one, or many comments as a roundup (of one feed) or a digest (of all). */
export type Batch = {
  /** The message's id; a roundup's is the same for the same messages. */
  readonly id: string;
  readonly feed: string;
  /** It is rendered as a roundup; so is a digest, also one of a single comment. */
  readonly isRoundup: boolean;
  readonly isDigest: boolean;
  readonly messages: readonly [WaitingMessage, ...WaitingMessage[]];
  /** Number of replays of its messages, all together. */
  readonly replays: number;
};

/** Batch of a message that has just been chosen: the roundup that it was fixed in, a new one where enough wait, or itself. */
export function batchOf(context: OutboxContext, destination: OpenDestination, first: WaitingMessage): Batch {
  const gathered = fixedBatchOf(context, destination, first) ?? digestWith(context, destination, first);
  if (gathered !== null) return gathered;
  const { sql, state, deps } = context;
  const { roundup, channel } = destination;
  // A probe is one message: of a new roundup that fails nobody would know which comment it was.
  const isProbe = state.circuit.failing !== null || onTrial(context) !== null;
  const passedOver = notNow(destination, deps.now());
  if (channel.roundup === undefined || isProbe || !waitsMoreThan(sql, first.feed, roundup, passedOver))
    return batchOfOne(first);
  const messages = commentsFrom(sql, first, passedOver, destination);
  return messages.length > roundup ? roundupOf(null, first, messages) : batchOfOne(first);
}

/** Batch of a message that is sent to find out about another: what it is gathered in, else itself. */
export function alternateBatchOf(context: OutboxContext, destination: OpenDestination, message: WaitingMessage): Batch {
  return (
    fixedBatchOf(context, destination, message) ?? digestWith(context, destination, message) ?? batchOfOne(message)
  );
}

/** A message by itself. */
export function batchOfOne(message: WaitingMessage): Batch {
  const { id, feed, replays } = message;
  return { id, feed, isRoundup: false, isDigest: false, messages: [message], replays };
}

/** A digest, where the message is one that is gathered; of all that is, as much as fits one. */
function digestWith(context: OutboxContext, destination: OpenDestination, message: WaitingMessage): Batch | null {
  if (!isGathered(destination, message)) return null;
  const [first = message, ...rest] = digestMembers(context, destination);
  const id = roundupIdOf(first, rest.at(-1) ?? first, true);
  return roundupOf(id, first, [first, ...rest]);
}

function roundupOf(id: string | null, first: WaitingMessage, messages: readonly WaitingMessage[]): Batch {
  const rest = messages.filter(({ seq }) => seq !== first.seq);
  const last = rest.at(-1) ?? first;
  const replays = messages.reduce((sum, message) => sum + message.replays, 0);
  const own = id ?? roundupIdOf(first, last, false);
  return {
    id: own,
    feed: first.feed,
    isRoundup: true,
    isDigest: isDigest(own),
    messages: [first, ...rest],
    replays,
  };
}

/** The roundup that a message was fixed in at an earlier claim, as far as it still waits; `null`: none. */
function fixedBatchOf(
  { sql, deps }: OutboxContext,
  destination: OpenDestination,
  message: WaitingMessage,
): Batch | null {
  if (destination.channel.roundup === undefined) return null;
  const fixed = roundupWith(sql, message.seq);
  if (fixed === null) return null;
  const messages = waitingAmong(sql, fixed.seqs, notNow(destination, deps.now()));
  const [first, second] = messages;
  if (first === undefined || (second === undefined && !isDigest(fixed.id))) return null;
  return roundupOf(fixed.id, first, messages);
}

/**
 * Comments, new or edited, that wait from `first` on, if that is one itself; anything else goes in its own turn. Of one
 * post alone where each has a thread.
 */
function commentsFrom(
  sql: SqlStorage,
  first: WaitingMessage,
  passedOver: PassedOver,
  destination: OpenDestination,
): readonly WaitingMessage[] {
  const { threads } = destination.channel;
  const fixed = fixedMembers(sql);
  const chosen: WaitingMessage[] = [];
  const skipped = new Set<string>();
  let bytes = 0;
  for (const message of waitingOf(sql, first.feed, passedOver)) {
    bytes += message.body?.length ?? 0;
    const isComment = message.type === 'comment.created' || message.type === 'comment.updated';
    const isFull = chosen.length + skipped.size >= ROUNDUP_MESSAGES || bytes > ROUNDUP_BYTES;
    if (!isComment || isFull || fixed.has(message.seq)) break;
    // It is set aside in its own turn.
    if (notWanted(destination, message) !== null) continue;
    // An edit goes after its comment, whatever post it names.
    const isElsewhere = threads && message.post !== first.post;
    if (isElsewhere || (message.comment !== null && skipped.has(message.comment))) skipped.add(message.id);
    else chosen.push(message);
  }
  return chosen[0]?.seq === first.seq ? chosen : [first];
}
