import type { Digest } from '../model.ts';
import { nextCut } from '../rules/digest.ts';
import type { LogEntry, LogQuery, MessageState, OutboxStatus } from '../rpc.ts';
import type { OutboxContext } from './context.ts';

/** Most entries of a page of the log. */
const PAGE = 200;

/** A page of the log. */
export function readLog(
  { sql, cached, deps }: OutboxContext,
  { before, state, limit = PAGE }: LogQuery,
): readonly LogEntry[] {
  const digest = cached?.config.ok === true ? cached.config.value.digest : null;
  const rows = sql.exec<Omit<LogEntry, 'uncertain' | 'kept' | 'until'> & { uncertain: number; kept: number }>(
    `SELECT seq, id, feed, type, state, reason, accepted, tried, settled, replayed, attempts, status, uncertain,
       body IS NOT NULL AS kept
     FROM message WHERE seq < ? AND state <> 'known' AND state = coalesce(?, state) ORDER BY seq DESC LIMIT ?`,
    before ?? Number.MAX_SAFE_INTEGER,
    state ?? null,
    Math.min(limit, PAGE),
  );
  return rows.toArray().map((row) => ({
    ...row,
    until: digest === null ? null : untilOf(digest, row, deps.now()),
    uncertain: row.uncertain === 1,
    kept: row.kept === 1,
  }));
}

/** Instant of the digest that a message waits for; `null`: it waits for none. */
function untilOf(digest: Digest, row: Pick<LogEntry, 'state' | 'type' | 'replayed' | 'accepted'>, now: number) {
  const waits = row.state === 'waiting' && row.replayed === null && row.type.startsWith('comment.');
  const cut = waits ? nextCut(digest, row.accepted) : 0;
  return cut > now ? cut : null;
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
