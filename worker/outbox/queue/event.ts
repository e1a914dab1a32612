import type { CommentMessage } from '../../destination/channel.ts';
import { readEvent } from '../../message.ts';
import type { Message } from '../../model.ts';
import type { WaitingMessage } from './queue.ts';

/** Message as it waits in its row. Throws where the body is gone, or no event. */
export function messageOf({ id, body }: Pick<WaitingMessage, 'id' | 'body'>): Message {
  const event = readEvent(body);
  if (event === null) throw new TypeError('The body is gone, or no event');
  return { id, ...event };
}

/** True if a message is about a comment. */
export function isOfComment(message: Message): message is CommentMessage {
  return message.type === 'comment.created' || message.type === 'comment.updated';
}

/** The same as one about a comment; `null`: it is none, or cannot be read. */
export function commentMessageOf({ id, body }: Pick<WaitingMessage, 'id' | 'body'>): CommentMessage | null {
  const event = readEvent(body);
  const message = event === null ? null : { id, ...event };
  return message !== null && isOfComment(message) ? message : null;
}
