import { postKey } from '../../message.ts';
import type { CommentMessage } from '../channel.ts';

/**
 * Key of the thread of comments: a digest of their post's key, so that each delivery finds the thread with nothing kept.
 * `null`: no thread, as they are on no post, or on several.
 * https://developers.google.com/workspace/chat/create-messages#create-message-thread
 */
export async function threadKeyOf(comments: readonly CommentMessage[]): Promise<string | null> {
  const [key = null, another] = new Set(comments.map(({ data: { feed, post } }) => postKey(feed, post)));
  if (key === null || another !== undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
