/**
 * True if a link's text names a host with its scheme, and that is not the one that it leads to. One that is broken by an
 * invisible character is a title's or a name's own words.
 */
export function namesAnother(text: string, href: string): boolean {
  const target = URL.parse(href);
  const [named] = /(?<![\p{L}\p{N}])https?:\/\/[^\s/?#|&<>()[\]{}"'`\\;,\u200b]+/iu.exec(text) ?? [];
  const host = URL.parse(named?.replace(/[.:!*_~…]+$/u, '') ?? '')?.host;
  return named !== undefined && host !== undefined && host !== target?.host;
}
