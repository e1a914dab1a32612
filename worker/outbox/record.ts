import { log } from '../io/log.ts';
import { stepCircuit, type CircuitStep, type TriedMessage } from '../rules/circuit-step.ts';
import type { Outcome } from '../rules/attempt.ts';
import { announcedOutage, type Trial } from '../rules/circuit.ts';
import type { OutboxContext } from './context.ts';
import { announceOutdated, announceRecovered } from './notices.ts';
import type { Batch } from './queue/batch.ts';
import { keep, sentOf } from './store/receipts.ts';
import { dropRoundup, splitRoundup } from './store/roundups.ts';
import { type CountedSend, sendsOf, withSend } from './store/sends.ts';
import { hasTrials, noteTrials, refusedOnes } from './store/trials.ts';
import type { SendRecord } from './send.ts';

/** A batch that was sent, the number of its claim, and the failing head that it was an alternate to. */
export type ClaimedBatch = {
  readonly batch: Batch;
  readonly claim: number;
  readonly failingHead: TriedMessage | null;
};

/** Records the result of a send, steps the circuit, and does what follows, in one transaction; gives the circuit's step. */
export function record(context: OutboxContext, claimed: ClaimedBatch, sent: SendRecord): CircuitStep {
  const now = context.deps.now();
  const { batch, failingHead } = claimed;
  const { seq, trial, failures } = batch.messages[0];
  // Which of its comments the chat does not take is not known: the halves will show.
  const isHalved = batch.messages.length > 1 && sent.outcome.kind === 'refused';
  const outcome: Outcome = isHalved ? { kind: 'untried' } : sent.outcome;
  const step = context.atomically(() => {
    const before = context.state.circuit;
    const refused = refusedOnes(context);
    const jitter = context.deps.random();
    const advanced = stepCircuit(before, { seq, trial, failingHead, refused, failures, outcome, now, jitter });
    note(context.sql, claimed, sent, advanced, now);
    noteTrials(context, advanced, failingHead === null);
    if (isHalved) splitRoundup(context.sql, seq);
    else if (batch.isRoundup && isSettled(advanced)) dropRoundup(context.sql, batch.id);
    // Of a roundup that fails while others pass, one comment may be at fault.
    if (failingHead !== null && advanced.isHeadDead && !splitRoundup(context.sql, failingHead.seq))
      declareDead(context, failingHead.seq, now);
    if (advanced.circuit !== before) context.change({ circuit: advanced.circuit });
    context.change(withSend(sendsOf(context.state), countedSend(claimed, sent, advanced, now)));
    const isNews = keep(context, batch, sent.kept, advanced.message === 'delivered', now);
    if (isNews && sent.kept.outdated !== null) announceOutdated(context, sent.kept.outdated, now);
    const outage = announcedOutage(before);
    if (outage !== null && announcedOutage(advanced.circuit) === null) announceRecovered(context, outage, now);
    return advanced;
  });
  context.mayHaveTrials &&= hasTrials(context.sql);
  logSend(context, claimed, sent, step);
  return step;
}

function countedSend(
  { batch, claim, failingHead }: ClaimedBatch,
  { requests, outcome }: SendRecord,
  step: CircuitStep,
  at: number,
): CountedSend {
  return {
    claim,
    at,
    feed: batch.feed,
    messages: outcome.kind === 'untried' ? 0 : batch.messages.length,
    requests: Math.max(requests, 1),
    isDelivered: step.message === 'delivered',
    isTurn: failingHead === null && isSettled(step),
  };
}

/** True if the message is done with: delivered or dead. */
function isSettled({ message }: CircuitStep): boolean {
  return message === 'delivered' || message === 'dead';
}

function note(
  sql: SqlStorage,
  { batch, claim, failingHead }: ClaimedBatch,
  sent: SendRecord,
  { message: state, trial }: CircuitStep,
  now: number,
): void {
  const seqs = JSON.stringify(batch.messages.map(({ seq }) => seq));
  if (sent.outcome.kind === 'untried') {
    sql.exec('UPDATE message SET claim = ? WHERE seq IN (SELECT value FROM json_each(?))', claim, seqs);
    return;
  }
  const settled = state === 'delivered' || state === 'dead';
  const receipt = state === 'delivered' ? sentOf(batch, sent.kept) : null;
  // Of a roundup the first stands for all: it is the one that the circuit knows.
  const first = batch.messages[0].seq;
  const reason = batch.isRoundup && settled ? `${batch.isDigest ? 'digest' : 'roundup'} ${batch.id}` : null;
  sql.exec(
    `UPDATE message SET state = ?, settled = ?, reason = ?, status = ?, ms = ?, answer = ?, tried = ?, claim = ?, attempts = attempts + 1,
       failures = failures + iif(seq = ?, ?, 0), uncertain = max(uncertain, ?), sent = coalesce(?, sent),
       place = iif(? IS NULL, place, ?), trial = iif(seq = ?, ?, iif(?, NULL, coalesce(trial, ?)))
     WHERE seq IN (SELECT value FROM json_each(?))`,
    settled ? state : 'waiting',
    settled ? now : null,
    'reason' in sent.outcome ? sent.outcome.reason : reason,
    sent.status,
    sent.answer?.ms ?? null,
    sent.answer?.text ?? null,
    now,
    claim,
    first,
    state === 'failed' ? 1 : 0,
    sent.uncertain ? 1 : 0,
    receipt,
    receipt,
    sent.kept.place,
    first,
    trial,
    settled ? 1 : 0,
    failingHead === null ? null : ('alternate' satisfies Trial),
    seqs,
  );
}

function declareDead({ sql, shownName }: OutboxContext, seq: number, now: number): void {
  const dead = sql.exec<{ id: string }>(
    `UPDATE message SET state = 'dead', settled = ?, reason = coalesce(reason || ', ', '') || 'while others passed'
     WHERE seq = ? AND state = 'waiting' RETURNING id`,
    now,
    seq,
  );
  for (const { id } of dead) log('message.dead', { destination: shownName, message: id });
}

function logSend(
  { shownName }: OutboxContext,
  { batch }: ClaimedBatch,
  { outcome, status, duration, unusable }: SendRecord,
  step: CircuitStep,
): void {
  const { id, feed, messages } = batch;
  log('message.sent', {
    destination: shownName,
    feed,
    message: id,
    messages: messages.length,
    outcome: outcome.kind,
    state: step.message,
    reason: 'reason' in outcome ? outcome.reason : (unusable?.detail ?? null),
    status,
    duration,
    attempt: messages[0].attempts + (outcome.kind === 'untried' ? 0 : 1),
  });
}
