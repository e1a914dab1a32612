import { log } from '../../io/log.ts';
import { stepCircuit } from '../../rules/circuit-step.ts';
import type { OutboxContext } from '../context.ts';
import type { WaitingMessage } from './queue.ts';
import { fixRoundup, splitRoundup } from '../store/roundups.ts';
import type { Batch } from './batch.ts';

/** A deployment cuts off one send; a message that is cut off again and again may be what crashes us. */
const INTERRUPTED_OFTEN = 3;

/**
 * Notes what is about to be sent, and gives the claim's number, which the record of it then bears. The members of a roundup
 * are fixed with its first claim.
 */
export function claim(context: OutboxContext, { id, feed, isRoundup, messages }: Batch): number {
  const { sql } = context;
  const seqs = messages.map(({ seq }) => seq);
  const note = (): number =>
    sql
      .exec<{ number: number }>('UPDATE claim SET number = number + 1, seqs = ? RETURNING number', JSON.stringify(seqs))
      .one().number;
  if (!isRoundup) return note();
  return context.atomically(() => {
    fixRoundup(sql, id, feed, seqs);
    return note();
  });
}

/** Number of the last claim. */
export function lastClaim(sql: SqlStorage): number {
  return sql.exec<{ number: number }>('SELECT number FROM claim').one().number;
}

/**
 * Finds what was cut off between its claim and its record (a crash, a deployment): it may have arrived. It is sent again
 * under the same id, first in its queue as before, and stays marked as possibly double. One that is cut off often fails
 * like any other; it is given where another is to be sent, to find out about it. To be asked while nothing is sent.
 */
export function takeInterrupted(context: OutboxContext): WaitingMessage | null {
  const { sql, deps, shownName } = context;
  const now = deps.now();
  return context.atomically(() => {
    const cut = sql
      .exec<WaitingMessage>(
        `UPDATE message SET uncertain = 1, attempts = attempts + 1, failures = failures + 1, reason = 'cut off',
           claim = (SELECT number FROM claim)
         WHERE seq IN (SELECT value FROM claim, json_each(seqs)) AND state = 'waiting'
           AND claim <> (SELECT number FROM claim)
         RETURNING seq, id, feed, type, attempts, failures, replayed, uncertain, comment, post, parent, replays,
           trial, NULL AS body`,
      )
      .toArray();
    for (const { id, feed, attempts } of cut) {
      log('message.sent', { destination: shownName, feed, message: id, outcome: 'cut off', attempt: attempts });
    }
    const [message, another] = cut;
    if (message === undefined || message.failures < INTERRUPTED_OFTEN) return null;
    if (another !== undefined) {
      splitRoundup(sql, message.seq);
      return null;
    }
    const failures = message.failures - 1;
    const outcome = { kind: 'failure', reason: 'cut off', wait: null } as const;
    const { seq, trial } = message;
    const attempt = { seq, trial, failingHead: null, refused: [], failures, outcome, now, jitter: deps.random() };
    const { circuit, needsAlternate } = stepCircuit(context.state.circuit, attempt);
    context.change({ circuit });
    return needsAlternate ? message : null;
  });
}
