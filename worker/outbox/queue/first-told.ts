import { readEvent } from '../../message.ts';
import type { OutboxContext } from '../context.ts';
import type { WaitingMessage } from './queue.ts';

/**
 * The message, as a comment that came where it is an edit of one that the filter held: it is the first that the destination
 * hears of it, whatever `events` say of edits. Its row stays an edit's: another edit may take its place there.
 */
export function toldFirst({ sql }: OutboxContext, message: WaitingMessage): WaitingMessage {
  const { type, comment } = message;
  if (type !== 'comment.updated' || comment === null) return message;
  const held = sql.exec(
    `SELECT 1 FROM message WHERE id = ?1 AND state = 'filtered'
     AND NOT EXISTS (SELECT 1 FROM message WHERE comment = ?1 AND state = 'delivered')`,
    comment,
  );
  if (held.toArray().length === 0) return message;
  const event = readEvent(message.body);
  if (event?.type !== 'comment.updated') return message;
  return { ...message, type: 'comment.created', body: JSON.stringify({ ...event, type: 'comment.created' }) };
}
