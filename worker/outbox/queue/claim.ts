import { log } from '../../io/log.ts';
import type { Pace } from '../../model.ts';
import { stepCircuit } from '../../rules/circuit-step.ts';
import { spend, trim } from '../../rules/pace.ts';
import type { OutboxContext } from '../context.ts';
import { fixRoundup, splitRoundup } from '../store/roundups.ts';
import { sendsOf } from '../store/sends.ts';
import { saveUsage } from '../usage.ts';
import type { WaitingMessage } from './queue.ts';
import type { Batch } from './batch.ts';

/** A deployment cuts off one send; a message that is cut off again and again may be what crashes us. */
const INTERRUPTED_OFTEN = 3;

/**
 * Notes what is about to be sent, with what the state tells of the sends before, and gives the claim's number, which the
 * record of it then bears. The members of a roundup are fixed with its first claim.
 */
export function claim(context: OutboxContext, pace: Pace, { id, feed, isRoundup, messages }: Batch): number {
  const { sql, deps } = context;
  const seqs = messages.map(({ seq }) => seq);
  saveUsage(context);
  context.change({ bucket: trim(context.state.bucket, pace, deps.now()) });
  const sends = JSON.stringify(sendsOf(context.state));
  const query = 'UPDATE claim SET number = number + 1, seqs = ?, sends = ? RETURNING number';
  const note = (): number => sql.exec<{ number: number }>(query, JSON.stringify(seqs), sends).one().number;
  if (!isRoundup) return note();
  return context.atomically(() => {
    fixRoundup(sql, id, feed, seqs);
    return note();
  });
}

/** Takes tokens for what was sent and is in no bucket: the object was cut off before it had a result. */
function spendLost(context: OutboxContext): void {
  const { sql, state, deps } = context;
  const { number } = sql.exec<{ number: number }>('SELECT number FROM claim').one();
  if (state.claimed === number) return;
  const lost = number - (state.claimed ?? number);
  context.change({ bucket: spend(state.bucket, deps.now(), lost), claimed: number });
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
    spendLost(context);
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
