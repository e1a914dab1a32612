import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import { guidOf, postNumber } from './guid.ts';

/** Path of a site's comment feed: `/comments/feed/`, `/blog/index.php/comments/feed/atom/`. */
const SITE_PATH = /^(.*\/)comments\/feed(?:\/(?:rss2|rss|rdf|atom))?\/?$/;
/** Query of a site's comment feed without permalinks: `/?feed=comments-rss2`. Further parameters select some of the comments. */
const SITE_QUERY = /^\?feed=comments-(?:rss2|rss|atom)$/;

/** Folder that a site is in, with `index.php/` where its permalinks have that. */
export type SiteRoot = { readonly root: string; readonly hasPermalinks: boolean };

/** Gives the root of the site whose comment feed has that address; `null`: it is no such address. */
export function rootOf({ pathname, search }: URL): SiteRoot | null {
  const root = search === '' ? SITE_PATH.exec(pathname)?.[1] : undefined;
  if (root !== undefined) return { root, hasPermalinks: true };
  return SITE_QUERY.test(search) ? { root: pathname.replace(/[^/]*$/, ''), hasPermalinks: false } : null;
}

/** Folders that the site may be in by its posts' guids, of those on the feed's own host. */
export function guidRoots({ entries }: ParsedFeed, { host }: Pick<URL, 'host'>): readonly string[] {
  const guids = new Set(entries.map(guidOf).filter((guid) => postNumber(guid) !== null));
  const urls = [...guids].map((guid) => URL.parse(guid ?? ''));
  return urls.flatMap((guid) => (guid?.host === host ? guid.pathname.replace(/[^/]*$/, '') : []));
}
