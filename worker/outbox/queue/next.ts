import { log } from '../../io/log.ts';
import type { OutboxContext } from '../context.ts';
import { toldFirst } from './first-told.ts';
import { notNow, notWanted, type NotWanted, notYet } from './passed-over.ts';
import { alternateTo, lastEditAfter, nextInQueue, type WaitingMessage } from './queue.ts';
import type { OpenDestination } from '../../config/destination.ts';
import { isDigest, roundupWith, splitRoundup } from '../store/roundups.ts';
import { readConfig } from '../destination-config.ts';

/** Most messages that are set aside in one alarm: two rows each, and a look at its row. */
const AT_ONCE = 200;

/**
 * KV can answer with an older value for a minute or longer, and who mistypes `events` puts it right soon: a value that has
 * just changed sets no message aside.
 */
const CERTAIN_AFTER = 2 * 60_000;

/** Longest time since CONFIG was read, ms, in an alarm whose sends take their time. */
const READ_WITHIN = 10_000;

/** Time for which nothing is set aside where KV did not answer, ms. */
const UNREAD = 60_000;

/** One alarm's view of the destination. */
export type DestinationView = {
  config: OpenDestination;
  /** CONFIG was read in this alarm: a copy of a minute ago says nothing of now. */
  isFresh: boolean;
  /** Number of messages set aside so far. */
  settled: number;
};

/**
 * Message to send next; `null`: none, or not now. One whose turn it is and that is not wanted is settled as such, by CONFIG
 * as it is now. Nothing else is: where CONFIG is not certain, or the destination fails and another one can be probed with,
 * the unwanted ones are passed over and wait on.
 */
export async function nextToSend(context: OutboxContext, view: DestinationView): Promise<WaitingMessage | null> {
  let fresh = isFresh(context, view);
  while (view.settled < AT_ONCE) {
    const head = nextInQueue(context, notYet(view.config, context.deps.now()));
    if (head === null) return null;
    if (isSuperseded(context, view.config, head)) {
      setAside(context, view, head, { state: 'superseded', rule: 'a later edit' });
      continue;
    }
    const message = toldFirst(context, head);
    const reason = notWanted(view.config, message);
    if (reason === null) return message;
    if (!fresh) {
      if (!(await refresh(context, view))) return null;
      // However long that has taken: the one that was asked for cannot be fresher.
      fresh = true;
      continue;
    }
    const instead = nextInstead(context, view);
    const otherReason = instead === null ? reason : notWanted(view.config, instead);
    if (otherReason === null) return instead;
    const certain = certainAt(context);
    if (certain > context.deps.now()) {
      context.change({ pausedUntil: certain });
      return null;
    }
    setAside(context, view, instead ?? message, otherReason);
  }
  return null;
}

/**
 * Another message to send after `failingHead` has failed; `null`: none. Where only unwanted ones are left, it was the turn
 * of one. A roundup that is all that waits is split, and its second half is the other message.
 */
export async function nextAlternate(
  context: OutboxContext,
  view: DestinationView,
  failingHead: WaitingMessage,
): Promise<WaitingMessage | null> {
  const { now } = context.deps;
  const wanted = await alternateThatPasses(context, view, failingHead);
  if (wanted !== null) return wanted;
  if (alternateTo(context, failingHead, notYet(view.config, now())) === null) {
    const whole = roundupWith(context.sql, failingHead.seq);
    // A digest that alone fails is sent again as it was: what comes for the next one will show whose fault it is.
    if (whole !== null && isDigest(whole.id)) return null;
    const isSplit = context.atomically(() => splitRoundup(context.sql, failingHead.seq));
    return isSplit ? alternateTo(context, failingHead, notNow(view.config, now())) : null;
  }
  if (!isFresh(context, view) && !(await refresh(context, view))) return null;
  const message = alternateTo(context, failingHead, notYet(view.config, now()));
  const reason = message === null ? null : notWanted(view.config, message);
  if (message === null || reason === null) return message;
  if (certainAt(context) <= now()) setAside(context, view, message, reason);
  return null;
}

/** Another message of a wanted type that the filter lets pass; those that it rejects are set aside, where CONFIG is certain. */
async function alternateThatPasses(
  context: OutboxContext,
  view: DestinationView,
  failingHead: WaitingMessage,
): Promise<WaitingMessage | null> {
  while (view.settled < AT_ONCE) {
    const message = alternateTo(context, failingHead, notNow(view.config, context.deps.now()));
    const reason = message === null ? null : notWanted(view.config, message);
    if (message === null || reason === null) return message;
    if (!isFresh(context, view) && !(await refresh(context, view))) return null;
    if (certainAt(context) > context.deps.now()) return null;
    const still = notWanted(view.config, message);
    if (still !== null) setAside(context, view, message, still);
  }
  return null;
}

function isFresh({ cached, deps }: OutboxContext, view: DestinationView): boolean {
  return view.isFresh && deps.now() - (cached?.at ?? 0) <= READ_WITHIN;
}

/** Reads CONFIG again. False: the destination cannot be used any more, and the next alarm sees what is to be done. */
async function refresh(context: OutboxContext, view: DestinationView): Promise<boolean> {
  const config = await readConfig(context, 0);
  view.isFresh = true;
  if (config.ok) view.config = config.value;
  return config.ok;
}

/** Instant from which it is certain what the destination wants, ms. */
function certainAt({ cached, state, deps }: OutboxContext): number {
  return cached?.isRead === true ? state.configSince + CERTAIN_AFTER : deps.now() + UNREAD;
}

/** The next one that is wanted, where the one before it is passed over; `null`: none, or none is. */
function nextInstead(context: OutboxContext, { config }: DestinationView): WaitingMessage | null {
  if (context.state.circuit.failing === null && certainAt(context) <= context.deps.now()) return null;
  return nextInQueue(context, notNow(config, context.deps.now()));
}

/**
 * True if a later edit of the same comment waits as well, so that a chat need not be told this one. One that is fixed in a
 * roundup, was asked for or is on trial goes all the same.
 */
function isSuperseded({ sql, state }: OutboxContext, config: OpenDestination, message: WaitingMessage): boolean {
  const { type, comment, seq, replayed, trial } = message;
  if (config.family !== 'chat' || type !== 'comment.updated' || replayed !== null || trial !== null) return false;
  if (comment === null || state.circuit.failing !== null) return false;
  const later = lastEditAfter(sql, comment, seq);
  return later !== null && notWanted(config, later) === null && roundupWith(sql, seq) === null;
}

function setAside(
  { sql, shownName, deps }: OutboxContext,
  view: DestinationView,
  { seq, id, feed, type }: WaitingMessage,
  { state, rule }: NotWanted | { readonly state: 'superseded'; readonly rule: string },
): void {
  sql.exec(
    "UPDATE message SET state = ?, reason = ?, settled = ?, trial = NULL WHERE seq = ? AND state = 'waiting'",
    state,
    rule,
    deps.now(),
    seq,
  );
  view.settled += 1;
  log(`message.${state}`, { destination: shownName, feed, message: id, type, rule });
}
