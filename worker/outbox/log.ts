import type { MessageState } from './store/schema.ts';
import type { OutboxContext } from './context.ts';

/** Most entries of a page of the log. */
const PAGE = 200;

/** One message in the delivery log. Instants are ms since the epoch. */
export type LogEntry = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: string;
  readonly state: MessageState;
  /** Reason of its state, or of its last failure. */
  readonly reason: string | null;
  readonly accepted: number;
  /** Instant of the last send. */
  readonly tried: number | null;
  readonly settled: number | null;
  readonly replayed: number | null;
  readonly attempts: number;
  /** HTTP's, of the last answer. */
  readonly status: number | null;
  /** A send of it was cut off, or got no answer: it may have arrived more than once. */
  readonly uncertain: boolean;
  /** It can be sent again: its body is there. */
  readonly kept: boolean;
};

/** Part of the log: newest first, those before `before` (an entry's `seq`), in that state. */
export type LogQuery = { readonly before?: number; readonly state?: MessageState; readonly limit?: number };

/** Status of a destination. */
export type OutboxStatus = {
  readonly counts: Readonly<Partial<Record<MessageState, number>>>;
  readonly failing: { readonly since: number; readonly reason: string; readonly next: number } | null;
  /** Until when it has asked to be left alone. */
  readonly slow: { readonly until: number } | null;
  readonly blocked: string | null;
};

/** A page of the log. */
export function readLog({ sql }: OutboxContext, { before, state, limit = PAGE }: LogQuery): readonly LogEntry[] {
  const rows = sql.exec<Omit<LogEntry, 'uncertain' | 'kept'> & { uncertain: number; kept: number }>(
    `SELECT seq, id, feed, type, state, reason, accepted, tried, settled, replayed, attempts, status, uncertain,
       body IS NOT NULL AS kept
     FROM message WHERE seq < ? AND state <> 'known' AND state = coalesce(?, state) ORDER BY seq DESC LIMIT ?`,
    before ?? Number.MAX_SAFE_INTEGER,
    state ?? null,
    Math.min(limit, PAGE),
  );
  return rows.toArray().map((row) => ({ ...row, uncertain: row.uncertain === 1, kept: row.kept === 1 }));
}

/** Gives the number of messages in each state, and what keeps them from going. */
export function readStatus({ sql, state: { circuit, blocked } }: OutboxContext): OutboxStatus {
  const counts = sql.exec<{ state: MessageState; n: number }>(
    "SELECT state, count(*) AS n FROM message WHERE state <> 'known' GROUP BY state",
  );
  const { failing, slow } = circuit;
  return {
    counts: Object.fromEntries(counts.toArray().map(({ state, n }) => [state, n])),
    failing: failing === null ? null : { since: failing.since, reason: failing.reason, next: failing.next },
    slow: slow === null ? null : { until: slow.until },
    blocked: blocked?.reason ?? null,
  };
}
