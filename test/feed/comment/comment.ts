import type { RenderedComment } from '../../../worker/feed/comment/render.ts';
import type { Entry } from '../../../worker/feed/parsed-feed.ts';
import { findComments } from '../../../worker/systems/comments.ts';
import { entry, feedOf } from '../entries.ts';

/** Gives the comment of an entry of which only the given facts are known. */
export function comment(given: Partial<Entry>): RenderedComment {
  const only = entry({ id: 'a', ...given });
  const [found] = findComments(feedOf(only));
  if (found === undefined) throw new Error('It is no comment');
  return found.render();
}
