import type { CommentMessage } from '../channel.ts';
import type { Content } from './content.ts';
import { roundupContent } from './roundup.ts';

/** Number of comments, from the first on, of which one roundup that `fits` shows all: at least one. */
export function capacityOf(comments: readonly CommentMessage[], fits: (content: Content) => boolean): number {
  const fitsFirst = (count: number): boolean => fits(roundupContent(comments.slice(0, count)));
  if (comments.length <= 1 || fitsFirst(comments.length)) return Math.max(1, comments.length);
  let low = 1;
  let high = comments.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (fitsFirst(middle)) low = middle;
    else high = middle;
  }
  return low;
}
