import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import { wordpress } from './wordpress.ts';
import { guidOf, onlyPage, postNumber } from './guid.ts';
import { guidRoots, rootOf, type SiteRoot } from './site-root.ts';
import { namedApi, namedPost } from './api-link.ts';

/** Comments per page, the most that the interface gives. https://developer.wordpress.org/rest-api/reference/comments/ */
export const PER_PAGE = 100;

/** First page of a comment feed. `url`: the address that it was read at. `link`: the `Link` header of that answer. */
export type FirstPage = { readonly feed: ParsedFeed; readonly url: string; readonly link: string | null };

/** Comments of the site at `root`, or of one of its posts, by number. */
type Scope = SiteRoot & { readonly post: string | null };

/**
 * Gives addresses of page `number` (from 1) of the feed's comments in WordPress's REST interface, newest first: to be tried in
 * this order until one answers. None where it is not known whose comments the feed holds.
 */
export function olderPages(first: FirstPage, number: number): readonly string[] {
  const url = URL.parse(first.url);
  const scope = scopeOf(first);
  if (url === null || scope === null) return [];
  const query = `per_page=${PER_PAGE}&page=${number}${scope.post === null ? '' : `&post=${scope.post}`}`;
  return apisOf(first, url, scope).map((api) => `${api}wp/v2/comments${api.includes('?') ? '&' : '?'}${query}`);
}

/** Gives the scope of the feed's comments; `null` where it is not known. */
export function scopeOf(first: FirstPage): Scope | null {
  const url = URL.parse(first.url);
  if (url === null || !wordpress.owns(first.feed)) return null;
  const root = siteRoot(first, url);
  return root === null ? postOf(first, url) : isWhole(first, url, root) ? root : null;
}

/** Addresses of the interface: as the site states, else by its kind of permalinks; at last the form that all sites have. */
function apisOf({ link }: FirstPage, url: URL, { root, hasPermalinks }: Scope): readonly string[] {
  const plain = `${url.origin}${root.replace(/index\.php\/$/, '')}?rest_route=/`;
  const named = namedApi(link, url)?.api ?? (hasPermalinks ? `${url.origin}${root}wp-json/` : plain);
  return named.includes('?') ? [named] : [named, plain];
}

/** Site whose comment feed it is by its address, or by its `link rel=self`. */
function siteRoot({ feed }: FirstPage, url: URL): Scope | null {
  const self = URL.parse(feed.self ?? '');
  // Some leave out the port there.
  const root = rootOf(url) ?? (self?.hostname === url.hostname ? rootOf(self) : null);
  return root === null ? null : { ...root, post: null };
}

/** Tells the feed of a whole site from that of its part in one language, which has a folder of its own within it. */
function isWhole({ feed, link }: FirstPage, url: URL, { root }: Scope): boolean {
  const folder = root.replace(/index\.php\/$/, '');
  const named = namedApi(link, url);
  if (named !== null) return named.root === folder;
  const roots = guidRoots(feed, url);
  return roots.includes(folder) || !roots.some((other) => folder.startsWith(other));
}

/** Post whose comments the feed has, where they are all on one page and its number is known. */
function postOf({ feed, link }: FirstPage, url: URL): Scope | null {
  if (onlyPage(feed) === null) return null;
  const post = feed.entries.map((entry) => postNumber(guidOf(entry))).find((one) => one !== null) ?? namedPost(link);
  if (post === null) return null;
  const folder = namedApi(link, url)?.root ?? guidRoots(feed, url).find((root) => url.pathname.startsWith(root)) ?? '/';
  const root = url.pathname.startsWith(`${folder}index.php/`) ? `${folder}index.php/` : folder;
  return { root, hasPermalinks: !url.searchParams.has('feed'), post };
}
