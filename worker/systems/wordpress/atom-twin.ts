import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import { isOfPosts } from '../classify.ts';

/** Gives the address of WordPress's Atom feed of the same comments as its RSS one: it alone states what they answer. Else `null`. */
export function atomTwin(url: string): string | null {
  const twin = URL.parse(url);
  if (twin === null) return null;
  const format = twin.searchParams.get('feed');
  if (format !== null) {
    const atom = { rss2: 'atom', rss: 'atom', 'comments-rss2': 'comments-atom' }[format];
    if (atom === undefined) return null;
    twin.searchParams.set('feed', atom);
    return twin.href;
  }
  const path = twin.pathname.replace(/\/feed(?:\/rss2?)?\/?$/, '/feed/atom/');
  if (path === twin.pathname) return null;
  twin.pathname = path;
  return twin.href;
}

/** True if the Atom feed holds the same comments: some sites serve the blog's posts at any such address. */
export function isTwin(rss: ParsedFeed, atom: ParsedFeed): boolean {
  if (atom.format !== 'atom' || isOfPosts(atom)) return false;
  const known = new Set(rss.entries.flatMap(({ id, url }) => [id, url ?? id]));
  return known.size === 0 || atom.entries.some(({ id, url }) => known.has(id) || known.has(url ?? id));
}
