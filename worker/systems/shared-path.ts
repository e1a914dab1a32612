import type { Entry } from '../feed/parsed-feed.ts';

/** An address up to the last part of its path. One with a query or a fragment tells nothing. */
const FOLDER = /^https?:\/\/([^/?#]+(?:\/[^/?#]+)*)\/[^/?#]+\/?$/i;

/**
 * The folder in which each comment of the feed has a page of its own; `null`: they share none. Those of one author can
 * be in a folder of theirs, as in feeds of all that somebody says: then whom they answer is in another's.
 */
export function sharedPath(entries: readonly Entry[]): string | null {
  const folder = folderOf(entries[0]?.url ?? null);
  if (folder === null || entries.some(({ url }) => folderOf(url) !== folder)) return null;
  const authors = new Set(entries.flatMap(({ author }) => (author.inherited === true ? [] : (author.name ?? []))));
  return authors.size > 1 ? folder : null;
}

/** Whether the page is of the folder's host, but in another folder. */
export function isOutside(page: string, folder: string | null): boolean {
  const other = folderOf(page);
  return folder !== null && other !== null && other !== folder && hostOf(other) === hostOf(folder);
}

function folderOf(url: string | null): string | null {
  return FOLDER.exec(url ?? '')?.[1] ?? null;
}

function hostOf(folder: string): string {
  return folder.replace(/\/.*$/s, '');
}
