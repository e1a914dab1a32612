/** Longest address that is kept, in UTF-16 units; chats refuse longer links. */
const MAX_URL = 2048;

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** Host of a page. Others (`*`, `$x`) are valid to the letter, and lead nowhere; in markup their signs are alive. */
const HOST = /^(?!.*__)(?:\w(?:[\w.-]*[a-z\d.])?|\[[\da-f.:]+\])$/;

/** Note in the place of a link whose address is too long and cannot be shortened. */
export const LINK_LEFT_OUT = '(link left out: too long)';

/**
 * Absolute address of `reference`, resolved against `base`; `null` if it is invalid, too long or unsafe. Safe are http,
 * https and mailto; user and password are removed, since they are used to make one host look like another.
 */
export function safeUrl(reference: string, base: string | null): string | null {
  const href = reference.length > MAX_URL ? undefined : followable(reference, base)?.href;
  return href === undefined || href.length > MAX_URL ? null : href;
}

/**
 * Absolute address of `reference` that `fits` its place. A longer one is shortened to what it opens: without tracking
 * parameters, or the address that it redirects to. `null` if it is invalid or unsafe, `'too long'` if nothing fits.
 */
export function fittingUrl(
  reference: string,
  base: string | null,
  fits: (href: string) => boolean = isShort,
): { readonly href: string } | 'too long' | null {
  const url = followable(reference, base);
  if (url === null) return null;
  for (const shorter of shortened(url)) if (fits(shorter)) return { href: shorter };
  return 'too long';
}

function isShort(href: string): boolean {
  return href.length <= MAX_URL;
}

function followable(reference: string, base: string | null): URL | null {
  const url = URL.parse(reference.trim(), base ?? undefined);
  if (url === null || !SAFE.has(url.protocol)) return null;
  if (url.protocol !== 'mailto:' && !HOST.test(url.hostname)) return null;
  url.username = '';
  url.password = '';
  return url;
}

/** Redirects within redirects that are unwrapped. */
const MAX_REDIRECTS = 3;

/** The address, then shorter ones that open the same page, in order of preference. */
function* shortened(url: URL, redirects = 0): Generator<string> {
  yield url.href;
  yield legible(url.href);
  const parameters = url.search.slice(1).split('&');
  const shorter = new URL(url);
  shorter.search = parameters.filter((parameter) => !TRACKING.test(parameter)).join('&');
  // A fragment directive only scrolls to some text. https://wicg.github.io/scroll-to-text-fragment/
  shorter.hash = shorter.hash.replace(/#?:~:.*$/s, '');
  yield shorter.href;
  yield legible(shorter.href);
  const inner = parameters.map(innerUrl).find((address) => address !== null) ?? null;
  if (inner !== null && redirects < MAX_REDIRECTS) yield* shortened(inner, redirects + 1);
}

/** Tracking parameters: they tell a site where a visitor came from and do not change the page. */
const TRACKING =
  /^(?:(?:utm|hsa|mc|mkt|pk|piwik|mtm|matomo|vero|oly|trk)_[^=]*|_hs[^=]*|__hs[^=]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id|_ga|_gl|_ke|s_cid|spm|scm|srsltid|ref_src|ref_url|vd_source|wickedid|xtor)(?:=|$)/i;

/** Address in a parameter's value, as redirecting pages have it; `null` where the value is none. */
function innerUrl(parameter: string): URL | null {
  const value = parameter.slice(parameter.indexOf('=') + 1);
  if (!/^https?(?::|%3a)/i.test(value)) return null;
  try {
    return followable(/^https?:/i.test(value) ? value : decodeURIComponent(value), null);
  } catch {
    return null;
  }
}

/** Address with its letters decoded (`/wiki/Москва`), which is shorter; unchanged if that would not be the same one. */
function legible(href: string): string {
  const read = href.replaceAll(/(?:%[89a-f][\da-f])+/gi, (escapes) => {
    try {
      const letters = decodeURIComponent(escapes);
      return /^[\p{L}\p{M}\p{N}]+$/u.test(letters) ? letters : escapes;
    } catch {
      return escapes;
    }
  });
  return URL.parse(read)?.href === href ? read : href;
}

/** A character of ASCII as a URL has it where it means nothing. https://www.rfc-editor.org/rfc/rfc3986#section-2.1 */
export function percentEncoded(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
