/** Longest URL resolved; RFC 9110, section 4.1 recommends to support 8,000. Longer ones take their length squared. */
const MAX_LENGTH = 8192;
/** Scheme (RFC 3986, section 3.1). */
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** Endings of files: a name that ends so is none of a host, and what stands before is the page's name. */
const PAGE = /\.(?:html?|xhtml|php\d?|aspx?|jsp|cgi|pl|xml|rdf|rss|atom|json|txt|md|pdf)$/i;
/** Further ones, which can only be at the end of a path. */
const FILE = /\.(?:[xsp]html|cfm|do|action|rss2|rss20|rdf10|feed|jsonfeed)$/i;

/** Makes a reference an absolute URL: as served where it has a scheme, else resolved; `null` where it cannot be. */
export function resolveUrl(reference: string, base: string): string | null {
  const trimmed = reference.trim();
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return null;
  return SCHEME.test(trimmed) ? trimmed : (URL.parse(trimmed, base)?.href ?? null);
}

/**
 * Makes a reference of RSS or JSON Feed absolute, which have no relative URLs (RSS 2.0: "begin with an IANA-registered URI
 * scheme"): paths are resolved; a lone word, or a host without its scheme (`www.example.com`), stays as served.
 */
export function resolveLoosely(reference: string, base: string): string | null {
  if (reference.length > MAX_LENGTH || SCHEME.test(reference)) return resolveUrl(reference, base);
  const [first = ''] = reference.split(/[/?#]/, 1);
  const isPath =
    first === '' || /^\.+$/.test(first) || PAGE.test(first) || (first !== reference && !first.includes('.'));
  return isPath ? resolveUrl(reference, base) : reference;
}

/** Gives a path without the ending of a file: of `/archives/qq.php`, but not of `/release-1.25`, whose dot is in its name. */
export function withoutFileEnding(path: string): string {
  return path.replace(PAGE, '').replace(FILE, '');
}
