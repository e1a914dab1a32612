import { log } from '../io/log.ts';
import type { Desk } from './desk.ts';
import type { Parcel } from './parcel.ts';

/** Notes, before anything is sent, what is being sent; gives the claim's number, which what is recorded then bears. */
export function claim({ sql }: Desk, { messages }: Parcel): number {
  const seqs = JSON.stringify(messages.map(({ seq }) => seq));
  return sql.exec<{ number: number }>('UPDATE claim SET number = number + 1, seqs = ? RETURNING number', seqs).one()
    .number;
}

/**
 * Finds what was cut off between its claim and its record (a crash, a deployment): it may have arrived. It is sent again
 * under the same id, first in its line as before, and stays marked as possibly double. To be asked while nothing is sent.
 */
export function findCutOff(desk: Desk): void {
  const cut = desk.sql
    .exec<{ id: string; attempts: number }>(
      `UPDATE message SET uncertain = 1, attempts = attempts + 1, claim = (SELECT number FROM claim)
       WHERE seq IN (SELECT value FROM claim, json_each(seqs)) AND state = 'waiting'
         AND claim <> (SELECT number FROM claim)
       RETURNING id, attempts`,
    )
    .toArray();
  for (const { id, attempts } of cut) {
    log('message.sent', { destination: desk.name, message: id, outcome: 'cut off', attempt: attempts });
  }
}
