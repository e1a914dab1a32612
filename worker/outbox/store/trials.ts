import type { CircuitStep } from '../../rules/circuit-step.ts';

/** The message that is on trial and waits (`seq`), the oldest if there are more; `null`: none is. */
export function onTrial(sql: SqlStorage): number | null {
  const query = `SELECT min(seq) AS seq FROM message WHERE trial = 'on trial' AND state = 'waiting' AND due IS NULL`;
  return sql.exec<{ seq: number | null }>(query).one().seq;
}

/** Messages (`seq`) that are refused, and dead by it, and none has been taken since. */
export function refusedOnes(sql: SqlStorage): readonly number[] {
  const rows = sql.exec<{ seq: number }>("SELECT seq FROM message WHERE trial = 'refused'").toArray();
  return rows.map(({ seq }) => seq);
}

/** Notes what a step of the circuit says of other messages than the one that was sent. `isHead`: it was no alternate. */
export function noteTrials(sql: SqlStorage, step: CircuitStep, isHead: boolean): void {
  const { message, onTrial: seq, isRevival } = step;
  if (message === 'delivered') sql.exec("UPDATE message SET trial = NULL WHERE trial = 'refused'");
  if (isHead && (message === 'delivered' || message === 'dead'))
    sql.exec("UPDATE message SET trial = NULL WHERE trial = 'alternate'");
  if (seq !== undefined) sql.exec("UPDATE message SET trial = NULL WHERE trial = 'on trial' AND seq IS NOT ?", seq);
  if (seq !== undefined && seq !== null)
    sql.exec("UPDATE message SET trial = 'on trial' WHERE seq = ? AND trial IS NOT 'on trial'", seq);
  if (isRevival)
    sql.exec("UPDATE message SET trial = 'retried', state = 'waiting', settled = NULL WHERE trial = 'refused'");
}
