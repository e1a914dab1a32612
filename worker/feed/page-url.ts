/** The page that an address is on: without its fragment, and without what only tells where on it comments begin. */
export function pageOf(url: string | null): string | null {
  if (url === null) return null;
  const page = url
    .replace(/#.*$/s, '')
    .replace(/\/comment-page-\d+\/?$/, '/')
    .replace(/[?&]cpage=\d+$/, '');
  return page === '' ? null : page;
}

/** Whether two addresses are one page, be it with or without a slash at the end or `www.`, over http or https. */
export function samePage(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  return pageKey(one) === pageKey(other);
}

/** Whether the address opens at a place on its page that is not simply where comments begin. */
export function opensWithin(url: string | null): boolean {
  const fragment = url === null ? undefined : /#(.+)$/s.exec(url)?.[1];
  return fragment !== undefined && fragment !== 'comments' && fragment !== 'respond';
}

/**
 * An address, or a part of one, with its escapes in capitals: WordPress writes them in small letters, the URL API
 * in capital ones, and it leaves those that are there.
 * https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1
 */
export function spelled(url: string): string {
  return url.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** An address by which pages are told apart: the same for all that `samePage` takes for one. */
export function pageKey(url: string): string {
  const page = (pageOf(url) ?? '').replace(/^https?:/, '').replace(/^\/\/www\./, '//');
  return escaped(page).replace(/\/$/, '');
}

/** The same with letters beyond ASCII as escapes: feeds have them either way. */
function escaped(page: string): string {
  const ascii = page.replaceAll(/[\u0080-\uffff]+/g, (letters) => encodeURIComponent(letters.toWellFormed()));
  return spelled(ascii);
}
