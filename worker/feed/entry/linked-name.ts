import { Parser } from 'htmlparser2';
import { resolveUrl } from '../resolve-url.ts';

/** A person's name, and the address of their page. */
export type LinkedName = { readonly name: string; readonly url: string };

/** Longer markup is no name with a link. In UTF-16 units. */
const MAX_LENGTH = 4_096;

/** The text of a link beside a name that only says that it is one. */
const LINK_WORD = /^[([]?\s*(?:link|url|web|web ?site|site|home ?page|profile?|blog|www|🔗|↗|→|#|@)\s*[)\]]?$/iu;

/** A name, and an address behind it, with or without brackets. */
const NAME_AND_ADDRESS =
  /^(.*[^\s([<,-])[\s,-]*(?:\(\s*(https?:\/\/[^\s()]+)\s*\)|\[\s*(https?:\/\/[^\s[\]]+)\s*\]|<\s*(https?:\/\/[^\s<>]+)\s*>|\s(https?:\/\/[^\s()<>[\]]+))$/is;

/** Most names hold neither an element nor an address. */
const MAY_HOLD_LINK = /<a\s|https?:/i;

/** The name and the link in a name that holds both, as HTML (`Ann <a href="…">(link)</a>`) or as text; else `null`. */
export function linkedName(markup: string, base: string): LinkedName | null {
  if (markup.length > MAX_LENGTH || !MAY_HOLD_LINK.test(markup)) return null;
  return nameOfLink(markup, base) ?? nameAndAddress(markup);
}

function nameOfLink(markup: string, base: string): LinkedName | null {
  if (!/<a\s/i.test(markup)) return null;
  let href: string | null = null;
  let isInside = false;
  let [inside, all] = ['', ''];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      isInside ||= name === 'a' && href === null && attributes['href'] !== undefined;
      if (name === 'a') href ??= attributes['href'] ?? null;
    },
    ontext: (text) => {
      if (isInside) inside += text;
      else all += text;
    },
    onclosetag: (name) => {
      if (name !== 'a' || !isInside) return;
      isInside = false;
      if (!isLinkWord(inside)) all += inside;
    },
  });
  parser.end(markup);
  const url = resolveUrl(href ?? '', base);
  const name = handle(all.trim() === '' ? inside : all);
  // Any other link is a mailbox, or is not to be followed.
  return url === null || !/^https?:/i.test(url) || name === '' ? null : { name, url };
}

function isLinkWord(text: string): boolean {
  return LINK_WORD.test(text.trim()) || /^[([]?\s*https?:\/\//i.test(text);
}

function nameAndAddress(text: string): LinkedName | null {
  const [, name, ...addresses] = NAME_AND_ADDRESS.exec(text.trim()) ?? [];
  const url = addresses.find((address) => address !== undefined);
  return name === undefined || url === undefined ? null : { name: handle(name), url };
}

/** The name in one line; without the path to a user's page (`/u/ann`), which a forum writes for it. */
function handle(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\/?(?:u|users?)\/(?=[^\s/]+$)/i, '');
}
