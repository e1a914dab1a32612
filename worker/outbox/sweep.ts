import { log } from '../io/log.ts';
import { forgetting, remembered } from '../rules/clock.ts';
import type { Desk } from './desk.ts';
import type { MessageState } from './schema.ts';

const DAY = 24 * 60 * 60_000;

/** How long a message waits before it is dead. */
export const WAITS = 30 * DAY;
/** How long a delivered message can be sent again. */
const DELIVERED_BODY = 7 * DAY;
/** The same for one that is dead or was held back. */
const OTHER_BODY = 30 * DAY;
/** How long an id is known, so that what is offered again is not sent again. */
const ID = 90 * DAY;

/** Old messages are looked for once a day … */
const EVERY = DAY;
/** … so many an alarm. */
const BATCH = 1000;

/** When to sweep next, ms since the epoch. */
export function sweepsAt({ state, world }: Desk): number {
  return state.sweep.upTo === null ? state.sweep.began + EVERY : world.now();
}

/**
 * Goes over a batch of the messages, oldest first: what waited too long is dead, bodies and ids past their time go. That
 * is what bounds the storage: 30 days' bodies and 90 days' ids. Where even those fill it, nothing more is accepted, and
 * the feeds wait.
 */
export function sweep(desk: Desk): void {
  const now = desk.world.now();
  if (sweepsAt(desk) > now) return;
  const { began, upTo } = desk.state.sweep;
  const last = lastOfBatch(desk.sql, upTo ?? 0);
  desk.atomically(() => {
    if (last !== null) {
      sweepBatch(desk, upTo ?? 0, last, now);
      forget(desk);
    }
    desk.change({ sweep: { began: upTo === null ? now : began, upTo: last } });
  });
}

function lastOfBatch(sql: SqlStorage, after: number): number | null {
  const batch = 'SELECT seq FROM message WHERE seq > ? ORDER BY seq LIMIT ?';
  return sql.exec<{ last: number | null }>(`SELECT max(seq) AS last FROM (${batch})`, after, BATCH).one().last;
}

function sweepBatch({ sql, name }: Desk, after: number, last: number, now: number): void {
  const expired = sql.exec(
    `UPDATE message SET state = 'dead', settled = ?, due = NULL, reason = coalesce(reason || ', ', '') || 'waited 30 days'
     WHERE seq > ? AND seq <= ? AND state = 'waiting' AND coalesce(replayed, accepted) < ? RETURNING seq`,
    now,
    after,
    last,
    now - WAITS,
  );
  const count = expired.toArray().length;
  if (count > 0) log('outbox.expired', { destination: name, messages: count });
  sql.exec(
    `UPDATE message SET body = NULL
     WHERE seq > ? AND seq <= ? AND body IS NOT NULL AND settled < iif(state = 'delivered', ?, ?)`,
    after,
    last,
    now - DELIVERED_BODY,
    now - OTHER_BODY,
  );
  sql.exec(
    'DELETE FROM message WHERE seq > ? AND seq <= ? AND max(settled, coalesce(edited, 0)) < ?',
    after,
    last,
    now - ID,
  );
}

/** SQLite gives the numbers of deleted rows out again: nothing may remember them. To be called while nothing is sent. */
function forget(desk: Desk): void {
  const {
    sql,
    state: { clock, stoodIn },
  } = desk;
  sql.exec("UPDATE claim SET seqs = '[]' WHERE seqs <> '[]'");
  const rows = sql
    .exec<{ seq: number; state: MessageState }>(
      'SELECT seq, state FROM message WHERE seq IN (SELECT value FROM json_each(?))',
      JSON.stringify([...remembered(clock), stoodIn ?? 0]),
    )
    .toArray();
  const there = new Set(rows.map(({ seq }) => seq));
  const waiting = new Set(rows.filter((row) => row.state === 'waiting').map(({ seq }) => seq));
  desk.change({
    clock: forgetting(clock, there, waiting),
    stoodIn: stoodIn !== null && there.has(stoodIn) ? stoodIn : null,
  });
}
