/** The page that an address is on: without its fragment, and without what only tells where on it comments begin. */
export function pageOf(url: string | null): string | null {
  if (url === null) return null;
  const page = url.replace(/#.*$/s, '').replace(/\/comment-page-\d+\/?$/, '/');
  return page === '' ? null : page;
}

/** Whether two addresses are one page, be it with or without a slash at the end, over http or https. */
export function samePage(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  return plain(one) === plain(other);
}

/** Whether the address opens at a place on its page that is not simply where comments begin. */
export function opensWithin(url: string | null): boolean {
  const fragment = url === null ? undefined : /#(.+)$/s.exec(url)?.[1];
  return fragment !== undefined && fragment !== 'comments' && fragment !== 'respond';
}

function plain(url: string): string {
  return (pageOf(url) ?? '').replace(/^https?:/, '').replace(/\/$/, '');
}
