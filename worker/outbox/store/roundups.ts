/** Most messages that one roundup stands for: all are in memory at once. */
export const ROUNDUP_MESSAGES = 500;

/** Most bytes of them. */
export const ROUNDUP_BYTES = 4 * 1024 * 1024;

/** A roundup whose members are fixed. */
export type FixedRoundup = { readonly id: string; readonly seqs: readonly number[] };

const DIGEST = 'digest-';

/** Id of a roundup, or of a digest, of these messages. */
export function roundupIdOf(first: { readonly id: string }, last: { readonly seq: number }, digest: boolean): string {
  return `${digest ? DIGEST : ''}${first.id}-${last.seq}`;
}

/** True if a roundup of that id is a digest. */
export function isDigest(id: string): boolean {
  return id.startsWith(DIGEST);
}

/** Fixes a roundup's members, where they are not fixed yet. */
export function fixRoundup(sql: SqlStorage, id: string, feed: string, seqs: readonly number[]): void {
  sql.exec('INSERT OR IGNORE INTO roundup (id, feed, seqs) VALUES (?, ?, ?)', id, feed, JSON.stringify(seqs));
}

/** The fixed roundup that holds a message; `null`: none does. */
export function roundupWith(sql: SqlStorage, seq: number): FixedRoundup | null {
  const query = 'SELECT id, seqs FROM roundup WHERE ? IN (SELECT value FROM json_each(seqs))';
  const [found] = sql.exec<{ id: string }>(query, seq).toArray();
  if (found === undefined) return null;
  return {
    id: found.id,
    seqs: numbers(sql, 'SELECT value FROM roundup, json_each(seqs) WHERE roundup.id = ?', found.id),
  };
}

/** All members of fixed roundups. */
export function fixedMembers(sql: SqlStorage): ReadonlySet<number> {
  return new Set(numbers(sql, 'SELECT value FROM roundup, json_each(seqs)'));
}

/** Forgets a roundup that is settled. */
export function dropRoundup(sql: SqlStorage, id: string): void {
  sql.exec('DELETE FROM roundup WHERE id = ?', id);
}

/** Forgets roundups of which nothing waits any more: the numbers of their members may be given out again. */
export function dropDeadRoundups(sql: SqlStorage): void {
  sql.exec(`DELETE FROM roundup WHERE NOT EXISTS
    (SELECT 1 FROM message WHERE seq IN (SELECT value FROM json_each(seqs)) AND state = 'waiting')`);
}

/**
 * Splits the roundup that holds a message into two halves, each fixed under an id of its own; one message that is left
 * goes by itself. Each keeps the count of failures of the whole. False: no roundup of two or more holds it.
 */
export function splitRoundup(sql: SqlStorage, seq: number): boolean {
  const whole = roundupWith(sql, seq);
  if (whole === null) return false;
  dropRoundup(sql, whole.id);
  type Member = { readonly seq: number; readonly id: string; readonly feed: string; readonly failures: number };
  const members = sql
    .exec<Member>(
      `SELECT seq, id, feed, failures FROM message
       WHERE state = 'waiting' AND seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
      JSON.stringify(whole.seqs),
    )
    .toArray();
  if (members.length < 2) return false;
  const middle = Math.ceil(members.length / 2);
  const failures = Math.max(...members.map((member) => member.failures));
  for (const half of [members.slice(0, middle), members.slice(middle)]) {
    const [first, last] = [half[0], half.at(-1)];
    if (first === undefined || last === undefined) continue;
    sql.exec('UPDATE message SET failures = ?1 WHERE seq = ?2 AND failures <> ?1', failures, first.seq);
    if (half.length > 1)
      fixRoundup(
        sql,
        roundupIdOf(first, last, isDigest(whole.id)),
        first.feed,
        half.map((member) => member.seq),
      );
  }
  return true;
}

function numbers(sql: SqlStorage, query: string, ...bindings: readonly string[]): readonly number[] {
  return sql
    .exec<{ value: number }>(query, ...bindings)
    .toArray()
    .map(({ value }) => value);
}
