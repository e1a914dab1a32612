import type { Post } from '../../model.ts';

/**
 * Key of the thread of a post's comments: a digest of its address without scheme, `www.` and fragment, else of its ID, so
 * that each delivery finds the thread with nothing kept. `null`: no thread.
 * https://developers.google.com/workspace/chat/create-messages#create-message-thread
 */
export async function threadKeyOf(post: Post | null): Promise<string | null> {
  const url = URL.parse(post?.url ?? '');
  const isSite = url !== null && url.host !== '';
  const key = isSite ? `${url.host.replace(/^www\./, '')}${url.pathname}${url.search}` : (post?.id ?? null);
  if (key === null) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
