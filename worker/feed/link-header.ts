/** Link of a page or of a `Link` header, as it was written. */
export type NamedLink = {
  readonly href: string;
  /** Lower case, one word each. */
  readonly rel: readonly string[];
  readonly type: string | null;
  readonly title: string | null;
};

/** Characters of a header that are read: no page has more links to feeds. */
const MAX_HEADER = 16_384;

/** Reads the links of a `Link` header (RFC 8288, section 3). */
export function linksOfHeader(header: string): readonly NamedLink[] {
  const links = header.slice(0, MAX_HEADER).matchAll(/<([^<>]*)>((?:[^<"]|"[^"]*")*)/g);
  return [...links].map((found) => {
    const parameters = found[2] ?? '';
    return {
      href: found[1] ?? '',
      rel: (parameter(parameters, 'rel') ?? '').toLowerCase().split(/\s+/),
      type: parameter(parameters, 'type'),
      title: parameter(parameters, 'title'),
    };
  });
}

function parameter(parameters: string, name: string): string | null {
  const found = new RegExp(`;\\s{0,9}${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|([^\\s;,"]+))`, 'i').exec(parameters);
  return found?.[1] ?? found?.[2] ?? null;
}
