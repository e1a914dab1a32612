import type { Message } from '../../model.ts';
import type { Refs } from '../channel.ts';
import { commentContent } from './comment.ts';
import type { Content } from './content.ts';
import { noticeContent } from './notice.ts';
import { templatedContent } from './templated.ts';

/** Content of any message, as a chat shows it by itself; of one about a comment by its destination's `template`, if it has one. */
export function contentOf(message: Message, refs: Refs, template?: string): Content {
  if (message.type !== 'comment.created' && message.type !== 'comment.updated') return noticeContent(message);
  const templated = template === undefined ? null : templatedContent(message, template);
  // Where there is none of the values that it asks for, chats would refuse a message of nothing.
  return templated === null || templated.body.length === 0 ? commentContent(message, refs) : templated;
}
