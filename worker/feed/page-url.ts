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

/** Names in an address: its parameters, and the last part of its path with the folder that it is in, unless that is a month. */
function namesOf(url: string | null): readonly (readonly [string, string])[] {
  const at = url === null ? null : URL.parse(url);
  if (at === null) return [];
  const [last = '', folder = '', ...others] = withoutFileEnding(at.pathname).split('/').filter(Boolean).toReversed();
  // Behind a year a number is a month or a day, in which a post may have one; elsewhere it is the post, or its page.
  const word = [folder, ...others].some((part) => YEAR.test(part)) ? folder.replace(/^\d+$/, '') : folder;
  return [...at.searchParams, [word, last]];
}

/** True of a number, also a hexadecimal one, but not of words with a number. */
function isId(value: string): boolean {
  return /\d/.test(value) && /^[\da-f-]+$/i.test(value);
}

/** An ID of so many signs, a digit among them, that is both a post's and a comment's is so by no chance. */
const LONG_ID = 5;

/** Part of a path that is a year: numbers behind it may be a post's. */
const YEAR = /^(?:19|20)\d\d$/;

/**
 * True if the page that a permalink is on is the comment's own: its path or query name the comment that its fragment names
 * (`/viewtopic.php?p=21#p21`, `/comment/55#comment-55`, `/questions/4/why/34#34`). Where only a short ID is the same, the
 * words beside it have to be (`/posts/12#comment-12` is post 12), or to name comments (`/message/55#msg-55`).
 */
export function isOnOwnPage(url: string | null): boolean {
  const hash = url?.indexOf('#') ?? -1;
  if (url === null || hash < 0) return false;
  // Most permalinks are known by this, without taking them apart.
  const ids = idsIn(url.slice(hash + 1)).filter(({ id }) => url.indexOf(id) < hash);
  return ids.length > 0 && namesOf(url).some(([key, value]) => ids.some((named) => isNamedBy(named, key, value)));
}

/** ID of a comment, and the word before it. */
type Named = { readonly word: string; readonly id: string };

/** IDs that a fragment may name: all of it, what stands behind its word, and the number at its end. */
function idsIn(fragment: string): readonly Named[] {
  const word = /^[a-z]*/i.exec(fragment)?.[0] ?? '';
  const behind = fragment.slice(word.length).replace(/^[-_:=]/, '');
  const number = /(?<!\d)\d+$/.exec(fragment)?.[0] ?? '';
  const ids = [
    { word: '', id: fragment },
    { word, id: behind },
    { word, id: number },
  ];
  return ids.filter(({ id }) => id !== '');
}

/** True if a value, or its end, is the ID, and the word beside it agrees. */
function isNamedBy({ word, id }: Named, key: string, value: string): boolean {
  if (!value.endsWith(id)) return false;
  const before = value.slice(0, value.length - id.length);
  const isNumber = /^\d+$/.test(id);
  if (isNumber ? /\d$/.test(before) : /[a-z\d]$/i.test(before)) return false;
  const beside = wordAtEnd(before) || key;
  if (COMMENT_NAMES.test(beside)) return true;
  if (!/\d/.test(id)) return word !== '' && isOneWord(beside, word);
  return id.length >= LONG_ID || isOneWord(beside, word) || (before === '' && /^\d+$/.test(key));
}

/** Word at the end of what stands before an ID, as in `topic-7.msg` and `comment-`. */
function wordAtEnd(before: string): string {
  const words = before.replace(/[-_]$/, '');
  return words.slice(words.search(/(?<![a-z])[a-z]*$/i));
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

/** Part of a URL without its percent-encoding; as it stands where that is none. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
