/**
 * True if a link's text names a host with its scheme, and that is not the one that it leads to. One that is broken by an
 * invisible character is a title's or a name's own words.
 */
export function namesAnother(text: string, href: string): boolean {
  const [, named] = /(?<![\p{L}\p{N}]|\.\p{L}+\S*[/=])https?:\/\/([\p{L}\p{M}\p{N}.:_-]+)/iu.exec(text) ?? [];
  if (named === undefined) return false;
  const target = URL.parse(href)?.host;
  return ![named, named.replace(/[.:_-]+$/, '')].some((host) => URL.parse(`http://${host}`)?.host === target);
}
