import { log } from '../io/log.ts';
import type { Replayed, Selection } from '../rpc/outbox.ts';
import { afterArrivals } from '../rules/circuit.ts';
import type { OutboxContext } from './context.ts';

/**
 * Lets messages wait again, under the same id and in their old place in the queue; they go in quiet hours, too, since somebody
 * asks for them now. What was held back (baseline, filtered) is sent only where it is named: it was never meant to be.
 */
export function replay(context: OutboxContext, selection: Selection): Replayed {
  const now = context.deps.now();
  const [where, bindings] = whereOf(selection);
  const replayed = context.atomically(() => {
    const gone = context.sql
      .exec<{ n: number }>(`SELECT count(*) AS n FROM message WHERE body IS NULL AND ${where}`, ...bindings)
      .one().n;
    const waiting = context.sql
      .exec(
        `UPDATE message SET state = 'waiting', replayed = ?, settled = NULL, reason = NULL, failures = 0, trial = NULL,
           replays = replays + 1,
           owner = iif(type = 'comment.created', coalesce(owner, feed), NULL)
         WHERE body IS NOT NULL AND ${where} RETURNING 1`,
        now,
        ...bindings,
      )
      .toArray().length;
    context.mayHaveAsked ||= waiting > 0;
    context.change({ circuit: afterArrivals(context.state.circuit, now) });
    return { waiting, gone };
  });
  log('outbox.replayed', { destination: context.shownName, messages: replayed.waiting });
  return replayed;
}

/** Condition of a selection. What was held is sent only where it is named, and no test is sent twice but by its id. */
function whereOf(selection: Selection): readonly [string, readonly (string | number)[]] {
  if ('ids' in selection) {
    const named = 'id IN (SELECT value FROM json_each(?))';
    return [`${named} AND state NOT IN ('waiting', 'known')`, [JSON.stringify(selection.ids)]];
  }
  const { from, to, state, feed } = selection;
  const named = [
    ['accepted >= ?', from],
    ['accepted < ?', to],
    ['state = ?', state],
    ['feed = ?', feed],
  ] as const;
  const given = named.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  if (given.length === 0) return ['0', []];
  const states = state === undefined ? "state IN ('delivered', 'dead')" : "state NOT IN ('waiting', 'known')";
  const conditions = [...given.map(({ condition }) => condition), states, "type <> 'destination.test'"];
  return [conditions.join(' AND '), given.map(({ value }) => value)];
}
