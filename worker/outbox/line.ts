import type { MessageType } from '../model.ts';
import type { Desk } from './desk.ts';

/** A message that waits. */
export type Waiting = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: MessageType;
  readonly attempts: number;
  readonly failures: number;
  readonly replayed: number | null;
  readonly body: string | null;
};

// The state is written out in each query: only so does SQLite use the partial index, and finds the next one at once
// however many wait.
const SELECT = "SELECT seq, id, feed, type, attempts, failures, replayed, body FROM message WHERE state = 'waiting'";

/** Bodies in memory at once beyond what a roundup takes: at most so many times 256 KB. */
const AT_ONCE = 20;

/** The message that is next: `first`, if it still waits, else the oldest of the feed whose turn it is. */
export function nextInLine({ sql, state }: Desk, first: number | null): Waiting | null {
  return (
    (first === null ? null : find(sql, 'seq = ?', first)) ??
    find(sql, 'feed > ? ORDER BY feed, seq', state.turn) ??
    find(sql, 'feed >= ? ORDER BY feed, seq', '')
  );
}

/**
 * A message to try in the stead of `accused`: the oldest of another feed, if there is one, else the next of its own; once
 * that has failed, one after another as they were accepted, whatever their feed. So each gets its turn, however many are at
 * fault, and none that passes overtakes one of its feed that was not tried.
 */
export function standIn({ sql, state }: Desk, accused: Waiting): Waiting | null {
  const { feed, seq } = accused;
  // `+seq`: those that wait are few beside those that are kept, so it is they that are gone through.
  const first = state.stoodIn === null ? find(sql, 'feed <> ? ORDER BY +seq', feed) : null;
  return (
    first ??
    find(sql, 'seq > ? AND seq <> ? ORDER BY +seq', state.stoodIn ?? seq, seq) ??
    find(sql, 'seq <> ? ORDER BY +seq', seq)
  );
}

/** Whether more than `count` wait of a feed. */
export function moreWait(sql: SqlStorage, feed: string, count: number): boolean {
  const query = "SELECT 1 FROM message WHERE state = 'waiting' AND feed = ? ORDER BY seq LIMIT 1 OFFSET ?";
  return sql.exec(query, feed, count).toArray().length > 0;
}

/** Those of a feed that wait, oldest first; a few are read at a time, as a cursor that stays open locks the table. */
export function* lineOf(sql: SqlStorage, feed: string): Generator<Waiting, void> {
  let after = 0;
  for (;;) {
    const some = sql
      .exec<Waiting>(`${SELECT} AND feed = ? AND seq > ? ORDER BY seq LIMIT ?`, feed, after, AT_ONCE)
      .toArray();
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Whether anything waits. */
export function anyWaits(sql: SqlStorage): boolean {
  return find(sql, 'feed >= ?', '') !== null;
}

/** How many wait. */
export function countWaiting(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM message WHERE state = 'waiting'").one().n;
}

function find(sql: SqlStorage, where: string, ...bindings: readonly (string | number)[]): Waiting | null {
  return sql.exec<Waiting>(`${SELECT} AND ${where} LIMIT 1`, ...bindings).toArray()[0] ?? null;
}
