import { log } from '../io/log.ts';
import type { OutboxContext } from './context.ts';
import { forgetReceipts, RECEIPT_KEPT } from './store/receipts.ts';
import { dropDeadRoundups } from './store/roundups.ts';

const DAY = 24 * 60 * 60_000;

/** Longest wait of a message, ms; then it is dead. */
export const LONGEST_WAIT = 30 * DAY;
/** Time for which a delivered message can be sent again, ms. */
const DELIVERED_BODY = 7 * DAY;
/** The same for one that is dead or was held back. */
const OTHER_BODY = 30 * DAY;
/** Time for which an id is known, so that what is offered again is not sent again, ms. */
const ID = 90 * DAY;

/** Old messages are looked for once a day … */
const EVERY = DAY;
/** … so many an alarm. */
const BATCH = 1000;

/** Instant of the next run of retention, ms since the epoch. */
export function retentionDueAt({ state, deps }: OutboxContext): number {
  return state.retention.upTo === null ? state.retention.began + EVERY : deps.now();
}

/**
 * Goes over a batch of the messages, oldest first: what waited too long is dead, bodies and ids past their time go. That
 * is what bounds the storage: 30 days' bodies and 90 days' ids. Where even those fill it, nothing more is accepted, and
 * the feeds wait.
 */
export function applyRetention(context: OutboxContext): void {
  const now = context.deps.now();
  if (retentionDueAt(context) > now) return;
  const { began, upTo } = context.state.retention;
  const last = lastOfBatch(context.sql, upTo ?? 0);
  context.atomically(() => {
    if (last !== null) {
      applyToBatch(context, upTo ?? 0, last, now);
      const { cached } = context;
      forgetReceipts(context.sql, cached?.config.ok === true ? cached.config.value.channel.place : null, now);
      dropDeadRoundups(context.sql);
      // Numbers of deleted rows are given out again. Nothing is being sent.
      context.sql.exec("UPDATE claim SET seqs = '[]' WHERE seqs <> '[]'");
    }
    context.change({ retention: { began: upTo === null ? now : began, upTo: last } });
  });
}

function lastOfBatch(sql: SqlStorage, after: number): number | null {
  const batch = 'SELECT seq FROM message WHERE seq > ? ORDER BY seq LIMIT ?';
  return sql.exec<{ last: number | null }>(`SELECT max(seq) AS last FROM (${batch})`, after, BATCH).one().last;
}

function applyToBatch({ sql, shownName }: OutboxContext, after: number, last: number, now: number): void {
  const expired = sql.exec(
    `UPDATE message SET state = 'dead', settled = ?, due = NULL, trial = NULL, reason = coalesce(reason || ', ', '') || 'waited 30 days'
     WHERE seq > ? AND seq <= ? AND state = 'waiting' AND coalesce(replayed, accepted) < ? RETURNING seq`,
    now,
    after,
    last,
    now - LONGEST_WAIT,
  );
  const count = expired.toArray().length;
  if (count > 0) log('outbox.expired', { destination: shownName, messages: count });
  sql.exec(
    `UPDATE message SET body = NULL, answer = NULL, trial = NULL
     WHERE seq > ? AND seq <= ? AND body IS NOT NULL AND settled < iif(state = 'delivered', ?, ?)`,
    after,
    last,
    now - DELIVERED_BODY,
    now - OTHER_BODY,
  );
  sql.exec(
    `DELETE FROM message WHERE seq > ? AND seq <= ? AND max(settled, coalesce(edited, 0)) < ?
       AND (sent IS NULL OR NOT EXISTS (SELECT 1 FROM thread
         WHERE thread.post = message.post AND thread.place = message.place AND used >= ?))`,
    after,
    last,
    now - ID,
    now - RECEIPT_KEPT,
  );
}
