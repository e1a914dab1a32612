import type { Line } from '../../markup/run.ts';
import type { Content } from './content.ts';
import { fit } from './fit.ts';

/**
 * Content that `fits` a small limit, in which names, titles and links alone may be too much: what a reader misses least goes
 * first. Only a first line that is too long by itself is left as it is.
 */
export function squeeze(content: Content, fits: (content: Content) => boolean): Content {
  let least = content;
  for (const some of smaller(content)) {
    const fitted = fit(some, fits);
    // A comment of which nothing is left is worth less than what stands around it.
    if (fits(fitted) && (fitted.body.length > 0 || some.body.length === 0)) return fitted;
    least = fitted;
  }
  return least;
}

/** The content, then without links on top, without small print, without the comment, and with fewer and fewer lines. */
function* smaller(content: Content): Generator<Content> {
  yield content;
  const unlinked = { ...content, head: content.head.map(withoutLinks) };
  yield unlinked;
  yield { ...unlinked, foot: [] };
  const bare = { ...unlinked, foot: [], body: [], sections: [] };
  for (let lines = bare.head.length; lines > 0; lines--) yield { ...bare, head: bare.head.slice(0, lines) };
  yield { ...bare, head: bare.head.slice(0, 1), isCut: false };
}

function withoutLinks(line: Line): Line {
  return line.map((one) => ({ ...one, href: null }));
}
