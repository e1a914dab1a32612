import type { CommentMessage } from '../channel.ts';
import type { Content } from './content.ts';
import { roundupContent } from './roundup.ts';

/**
 * Number of comments, from the first on, all of which one roundup shows, as the platform's `fits` has it; 1 at least. Each
 * try writes a whole roundup, so the answer is searched by halves.
 */
export function capacityOf(comments: readonly CommentMessage[], fits: (content: Content) => boolean): number {
  let low = 1;
  let high = comments.length + 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (fits(roundupContent(comments.slice(0, middle)))) low = middle;
    else high = middle;
  }
  return low;
}
