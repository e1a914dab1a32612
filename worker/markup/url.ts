/** Longer than any address that a person means; chats refuse such links. */
const MAX_URL = 2048;

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** Stands where a link had an address that is too long for the place, and that nothing shorter opens. */
export const LINK_LEFT_OUT = '(link left out: too long)';

/**
 * The absolute address that `reference` means, resolved against `base`; `null` where there is none that is safe to
 * follow: only http, https and mailto, and without user and password, which exist to make one host look like another.
 */
export function safeUrl(reference: string, base: string | null): string | null {
  const href = reference.length > MAX_URL ? undefined : followable(reference, base)?.href;
  return href === undefined || href.length > MAX_URL ? null : href;
}

/**
 * The same for a place where not every address fits. One that does not is shortened to what it opens: without what only
 * tracks its reader, without long values, or the address that it redirects to. `null` where none is safe to follow,
 * `'too long'` where none fits.
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
  url.username = '';
  url.password = '';
  return url;
}

/** Redirects within redirects, as far as they are followed. */
const MAX_REDIRECTS = 3;

/** The address, and shorter ones that open the same page, the most faithful first. */
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

/** Parameters that tell a site where its reader came from, and that change nothing of what it shows. */
const TRACKING =
  /^(?:(?:utm|hsa|mc|mkt|pk|piwik|mtm|matomo|vero|oly|trk)_[^=]*|_hs[^=]*|__hs[^=]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id|_ga|_gl|_ke|s_cid|spm|scm|srsltid|ref_src|ref_url|vd_source|wickedid|xtor)(?:=|$)/i;

/** The address that a parameter's value is, if it is one, as redirecting pages have it. */
function innerUrl(parameter: string): URL | null {
  const value = parameter.slice(parameter.indexOf('=') + 1);
  if (!/^https?(?::|%3a)/i.test(value)) return null;
  try {
    return followable(/^https?:/i.test(value) ? value : decodeURIComponent(value), null);
  } catch {
    return null;
  }
}

/** The same address with its letters as they are read (`/wiki/Москва`), where that is the same: each takes six signs less. */
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
