import { unlinked, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import type { HtmlDialect } from '../../markup/write/hypertext.ts';

/** Longest address of a link, in UTF-16 units. */
const LINK_LENGTH = 2_048;

/** Hosts of links that clients show as the name of a user or room, as if somebody were mentioned. */
const PERMALINK_HOST = /(?:^|\.)(?:matrix\.to|element\.io|riot\.im|vector\.im)$/;

/** Sign of a user's or a room's name, of which clients make a link by themselves, and that of `@room`. */
const NAME = /(?<![\w.+!-])(?:[@#+]|!+(?!!))(?=[^\s@#:]{1,255}:[\p{L}\p{N}_[])|@(?=room)/giu;

/** Host of permalinks in text, of which clients make links by themselves, with or without a scheme. */
const PERMALINK = /matrix(?=\.to\b)/gi;

/** True if a link may be alive: not one that would show as the mention of somebody. */
function isLink(href: string): boolean {
  return !PERMALINK_HOST.test(URL.parse(href)?.hostname ?? '');
}

/** Addresses in their brackets. */
const ADDRESS = /(<(?:https?:|mailto:)[^\s<>]*>)/;

/** Plain text in which no name is alive, also where it is put together of words and links. */
export function nameless(text: string): string {
  return text
    .split(ADDRESS)
    .map((part, at) => (at % 2 === 0 ? part.replaceAll(NAME, (sign) => sign + ZERO_WIDTH_SPACE) : part))
    .join('');
}

/** Untrusted text in which no name of a user or room and no permalink is alive. */
function plainWords(words: string, isCode: boolean): string {
  const unnamed = words
    .replaceAll(NAME, (sign) => sign + ZERO_WIDTH_SPACE)
    .replaceAll(PERMALINK, (host) => host + ZERO_WIDTH_SPACE);
  return isCode ? unnamed : unlinked(unnamed);
}

/**
 * HTML that Matrix's clients show; all elements of it are on the list.
 * https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes
 */
export const HTML: HtmlDialect = {
  fits: (href) => href.length <= LINK_LENGTH,
  text: plainWords,
  isLink,
  style: () => '',
};
