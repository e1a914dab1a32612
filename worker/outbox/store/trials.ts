import type { CircuitStep } from '../../rules/circuit-step.ts';
import type { OutboxContext } from '../context.ts';

/** The message that is on trial and waits (`seq`), the oldest if there are more; `null`: none is. */
export function onTrial({ sql, mayHaveTrials }: OutboxContext): number | null {
  if (!mayHaveTrials) return null;
  const query = `SELECT min(seq) AS seq FROM message WHERE trial = 'on trial' AND state = 'waiting' AND due IS NULL`;
  return sql.exec<{ seq: number | null }>(query).one().seq;
}

/** Messages (`seq`) that are refused, and dead by it, and none has been taken since. */
export function refusedOnes({ sql, mayHaveTrials }: OutboxContext): readonly number[] {
  if (!mayHaveTrials) return [];
  const rows = sql.exec<{ seq: number }>("SELECT seq FROM message WHERE trial = 'refused'").toArray();
  return rows.map(({ seq }) => seq);
}

/** Notes what a step of the circuit says of other messages than the one that was sent. `isHead`: it was no alternate. */
export function noteTrials(context: OutboxContext, step: CircuitStep, isHead: boolean): void {
  const { message, trial, onTrial: seq, isRevival } = step;
  context.mayHaveTrials ||= trial !== null || seq !== undefined || isRevival || !isHead;
  if (!context.mayHaveTrials) return;
  const { sql } = context;
  if (message === 'delivered') sql.exec("UPDATE message SET trial = NULL WHERE trial = 'refused'");
  if (isHead && (message === 'delivered' || message === 'dead'))
    sql.exec("UPDATE message SET trial = NULL WHERE trial = 'alternate'");
  if (seq !== undefined) sql.exec("UPDATE message SET trial = NULL WHERE trial = 'on trial' AND seq IS NOT ?", seq);
  if (seq !== undefined && seq !== null)
    sql.exec("UPDATE message SET trial = 'on trial' WHERE seq = ? AND trial IS NOT 'on trial'", seq);
  if (isRevival)
    sql.exec("UPDATE message SET trial = 'retried', state = 'waiting', settled = NULL WHERE trial = 'refused'");
}

/** True if any message has a trial. */
export function hasTrials(sql: SqlStorage): boolean {
  return sql.exec('SELECT 1 FROM message WHERE trial IS NOT NULL LIMIT 1').toArray().length > 0;
}
