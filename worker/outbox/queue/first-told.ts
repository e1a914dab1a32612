import type { OutboxContext } from '../context.ts';
import type { WaitingMessage } from './queue.ts';

/**
 * The message, as a comment that came where it is an edit of one that the filter held: it is the first that the destination
 * hears of it, whatever `events` say of edits.
 */
export function toldFirst({ sql }: OutboxContext, message: WaitingMessage): WaitingMessage {
  const { seq, type, comment } = message;
  if (type !== 'comment.updated' || comment === null) return message;
  const held = sql.exec(
    `SELECT 1 FROM message WHERE id = ?1 AND state = 'filtered'
     AND NOT EXISTS (SELECT 1 FROM message WHERE comment = ?1 AND state = 'delivered')`,
    comment,
  );
  if (held.toArray().length === 0) return message;
  const told = sql.exec<{ body: string | null }>(
    `UPDATE message SET type = 'comment.created', body = json_set(body, '$.type', 'comment.created')
     WHERE seq = ? RETURNING body`,
    seq,
  );
  return { ...message, type: 'comment.created', body: told.one().body };
}
