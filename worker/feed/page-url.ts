import { withoutFileEnding } from './resolve-url.ts';

/** Gives the page that an address is on: without its fragment, and without parts that only name a page of its comments. */
export function pageOf(url: string | null): string | null {
  if (url === null) return null;
  const page = url
    .replace(/#.*$/s, '')
    .replace(/\/comment-page-\d+\/?$/, '/')
    .replace(/[?&]cpage=\d+$/, '');
  return page === '' ? null : page;
}

/** True if two addresses are one page, with or without a slash at the end or `www.`, over http or https. */
export function samePage(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  return pageKey(one) === pageKey(other);
}

/** True if an address has a fragment that names a part of its page, other than the one in which comments begin. */
export function opensWithin(url: string | null): boolean {
  const fragment = url === null ? undefined : /#(.+)$/s.exec(url)?.[1];
  return fragment !== undefined && fragment !== 'comments' && fragment !== 'respond';
}

/** True of a site's front page, to which the feeds of all that is on the site lead. */
export function isFrontPage(url: string | null): boolean {
  const at = url === null ? null : URL.parse(url);
  return at !== null && at.search === '' && /^\/(?:index\.\w{2,5})?$/.test(at.pathname);
}

/** Words beside which an address names a comment, in its path or as a parameter. */
const COMMENT_NAMES =
  /comments?(?:[-_]?id)?$|^(?:c|cid|r|rid|pid|mid|msg|messages?|repl(?:y|ies)|answers?|responses?)(?:[-_]?id)?$/i;

/** True if an address names a comment by a word and an id beside it: `/reply/1`, `/comment/8f2a`, `?cid=9`. */
export function namesComment(url: string | null): boolean {
  return namesOf(url).some(([word, id]) => COMMENT_NAMES.test(word) && isId(id));
}

/** Names in an address: its parameters, and the last part of its path with the folder that it is in. */
function namesOf(url: string | null): readonly (readonly [string, string])[] {
  const at = url === null ? null : URL.parse(url);
  if (at === null) return [];
  const [last = '', folder = ''] = withoutFileEnding(at.pathname.replace(/\/$/, '')).split('/').toReversed();
  return [...at.searchParams, [folder, last]];
}

/** True of a number, also a hexadecimal one, but not of words with a number. */
function isId(value: string): boolean {
  return /\d/.test(value) && /^[\da-f-]+$/i.test(value);
}

/** A number of so many digits that is both a post's and a comment's is so by no chance. */
const LONG_NUMBER = 5;

/**
 * True if the page that a permalink is on is the comment's own: its path or query name the comment that its fragment names
 * (`/viewtopic.php?p=21#p21`, `/comment/55#comment-55`, `/questions/4/why/34#34`). Where only a short number is the same,
 * the words beside it have to be (`/posts/12#comment-12` is post 12).
 */
export function isOnOwnPage(url: string | null): boolean {
  const hash = url?.indexOf('#') ?? -1;
  if (url === null || hash < 0) return false;
  const place = url.slice(hash + 1);
  // Most permalinks are known by this, without taking them apart.
  const tail = /\d+$/.exec(place)?.[0] ?? place;
  if (!/\d/.test(place) || !url.slice(0, hash).includes(tail)) return false;
  const at = URL.parse(url);
  if (at === null) return false;
  const [last = '', folder = ''] = at.pathname.split('/').filter(Boolean).toReversed();
  const named = [...at.searchParams, [folder, last] as const];
  if (named.some(([, value]) => value === place)) return true;
  const [, word = '', number] = /^([a-z]*)[a-z_-]*?(\d+)$/i.exec(place) ?? [];
  if (number === undefined) return false;
  const ending = new RegExp(`^(?:.*[^a-z])??([a-z]*)[-_]?(?<!\\d)${number}$`, 'i');
  return named.some(([key, value]) => {
    const found = ending.exec(value);
    return found !== null && (number.length >= LONG_NUMBER || isOneWord(found[1] || key, word));
  });
}

/** True of `p` and `post`, `post` and `posts`, and of whatever and none. */
function isOneWord(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return b === '' || (a !== '' && (a.startsWith(b) || b.startsWith(a)));
}

/**
 * Writes the escapes of an address, or of a part of one, in capitals: WordPress writes them in small letters, the URL API
 * in capital ones, and it leaves those that are there.
 * https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1
 */
export function spelled(url: string): string {
  return url.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** Key of a page: the same for all addresses that `samePage` takes for one page. */
export function pageKey(url: string): string {
  const page = (pageOf(url) ?? '').replace(/^https?:/, '').replace(/^\/\/www\./, '//');
  return escaped(page).replace(/\/$/, '');
}

/** Writes letters beyond ASCII as escapes: feeds have them either way. */
function escaped(page: string): string {
  const ascii = page.replaceAll(/[\u0080-\uffff]+/g, (letters) => encodeURIComponent(letters.toWellFormed()));
  return spelled(ascii);
}
