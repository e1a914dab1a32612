/** RFC 3986, section 3.1. */
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** The reference as an absolute URL: as served where it has a scheme, else resolved; `null` where neither can be. */
export function absolute(reference: string, base: string): string | null {
  const trimmed = reference.trim();
  if (trimmed === '') return null;
  if (SCHEME.test(trimmed)) return trimmed;
  return URL.parse(trimmed, base)?.href ?? null;
}
