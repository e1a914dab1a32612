/** Longer than what RFC 9110, section 4.1, asks everyone to support. In UTF-16 units. */
const MAX_URL = 8_192;

const HTTP = /^https?:\/\/[^/\\?#]/i;

/** What an address may not have as it stands: others take it for the end of one, or turn its direction. */
const UNEVEN = /[\s\p{C}"<>\\]/u;

/** An absolute http(s) URL, as served where it can be; `null` of any other, which nobody could follow, or should. */
export function webUrl(url: string | null): string | null {
  if (url === null || url.length > MAX_URL || !HTTP.test(url)) return null;
  const href = URL.parse(url)?.href;
  if (href === undefined) return null;
  const shown = UNEVEN.test(url) ? href : url;
  return shown.length > MAX_URL ? null : shown;
}
