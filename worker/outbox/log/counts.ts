import type { MessageState } from '../../rpc/log.ts';
import type { OutboxContext } from '../context.ts';

/** Counts of messages by state. */
export type Counts = Readonly<Partial<Record<MessageState, number>>>;

/** Most rows that are counted each time that somebody looks; of more, a count holds for a minute. */
const COUNTED_ALWAYS = 10_000;
const HOLDS = 60_000;

/** Number of messages in each state: those that wait exactly, by their index, the others as they were a minute ago at most. */
export function countsOf(context: OutboxContext): Counts {
  const now = context.deps.now();
  const { counts } = context;
  const isKept = counts !== null && counts.total > COUNTED_ALWAYS && now - counts.at < HOLDS;
  if (!isKept) context.counts = { at: now, ...count(context.sql) };
  const { waiting: _former, ...others } = context.counts?.byState ?? {};
  const waiting = countWaiting(context.sql);
  return waiting === 0 ? others : { ...others, waiting };
}

function count(sql: SqlStorage): { readonly total: number; readonly byState: Counts } {
  const rows = sql
    .exec<{ state: MessageState; n: number }>(
      "SELECT state, count(*) AS n FROM message WHERE state <> 'known' GROUP BY state",
    )
    .toArray();
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    byState: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  };
}

/** Those of the queue, and edits that wait for another feed: each by its index. */
function countWaiting(sql: SqlStorage): number {
  const query = `SELECT (SELECT count(*) FROM message WHERE state = 'waiting' AND due IS NULL)
    + (SELECT count(*) FROM message WHERE state = 'waiting' AND due IS NOT NULL) AS n`;
  return sql.exec<{ n: number }>(query).one().n;
}
