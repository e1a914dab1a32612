/** Longest URL in a message, in UTF-16 units; RFC 9110, section 4.1, asks to support 8,000. */
const MAX_URL = 8_192;

const HTTP = /^https?:\/\/[^/\\?#]/i;

/** Characters that an address may not have as it stands: others take them for its end, or they turn its direction. */
const UNEVEN = /[\s\p{C}"<>\\]/u;

/** Gives an absolute http(s) URL, as served where possible; `null` of any other, which nobody could or should follow. */
export function webUrl(url: string | null): string | null {
  if (url === null || url.length > MAX_URL || !HTTP.test(url)) return null;
  const href = URL.parse(url)?.href;
  if (href === undefined) return null;
  const shown = UNEVEN.test(url) ? href : url;
  return shown.length > MAX_URL ? null : shown;
}
