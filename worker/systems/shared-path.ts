import type { Entry } from '../feed/parsed-feed.ts';

/** Host and path of an address without the last part; none of an address with a query or a fragment. */
const PATH = /^https?:\/\/([^/?#]+(?:\/[^/?#]+)*)\/[^/?#]+\/?$/i;

/**
 * Finds the path that all comments' pages share; `null` where they share none. Those of a single author do not count: the
 * path may be that person's, and the comments that they answer are in others'.
 */
export function sharedPath(entries: readonly Entry[]): string | null {
  const path = pathOf(entries[0]?.url ?? null);
  if (path === null || entries.some(({ url }) => pathOf(url) !== path)) return null;
  const authors = new Set(entries.flatMap(({ author }) => (author.inherited === true ? [] : (author.name ?? []))));
  return authors.size > 1 ? path : null;
}

/** True if the page is on the shared path's host, but on another path. */
export function isOutside(page: string, path: string | null): boolean {
  const other = pathOf(page);
  return path !== null && other !== null && other !== path && hostOf(other) === hostOf(path);
}

function pathOf(url: string | null): string | null {
  return PATH.exec(url ?? '')?.[1] ?? null;
}

function hostOf(path: string): string {
  return path.replace(/\/.*$/s, '');
}
