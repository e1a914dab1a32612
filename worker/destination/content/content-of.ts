import type { Message } from '../../model.ts';
import type { Refs } from '../channel.ts';
import { commentContent } from './comment.ts';
import type { Content } from './content.ts';
import { noticeContent } from './notice.ts';

/** Content of any message, as a chat shows it by itself. */
export function contentOf(message: Message, refs: Refs): Content {
  if (message.type === 'comment.created' || message.type === 'comment.updated') return commentContent(message, refs);
  return noticeContent(message);
}
