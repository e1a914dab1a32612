import { resolveUrl, resolveLoosely } from '../resolve-url.ts';
import { attributeOf, childOf, childrenOf, type Element, trimmedTextOf } from '../xml/element.ts';

/** Long form of a registered relation's name. https://www.iana.org/assignments/link-relations/ */
const IANA = /^https?:\/\/www\.iana\.org\/assignments\/(?:link-relations|relation)\//;

/** Media types of pages. */
export const HTML = /^(?:text\/html|application\/xhtml\+xml)\b/i;

/** Finds the page that an entry or a feed is about: its link, else a permanent id that is one, else what it encloses. */
export function linkedPage(parent: Element): string | null {
  return (
    textLinkOf(parent, 'link') ??
    alternateOf(parent) ??
    textLinkOf(parent, 'atom:link') ??
    permaLinkOf(parent) ??
    relationOf(parent, 'enclosure') ??
    attributeLinkOf(parent, 'enclosure', 'url')
  );
}

/** Finds the page's own address where a service (FeedBurner) has put one that counts readers in its place. */
export function originalLinkOf(parent: Element): string | null {
  const url = textLinkOf(parent, 'feedburner:origlink');
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}

/** Target of the first alternate link to a page, as one without a type is; else of the first alternate link. */
function alternateOf(parent: Element): string | null {
  let first: string | null = null;
  for (const link of childrenOf(parent, 'atom:link')) {
    const href = relOf(link) === 'alternate' ? attributeOf(link, 'href') : null;
    if (href === null) continue;
    if (HTML.test(attributeOf(link, 'type') ?? 'text/html')) return resolveUrl(href, link.base);
    first ??= resolveUrl(href, link.base);
  }
  return first;
}

/** Finds the target of the first link of this relation; one without `rel` is `alternate` (RFC 4287, section 4.2.7.2). */
export function relationOf(parent: Element, relation: string): string | null {
  for (const link of childrenOf(parent, 'atom:link')) {
    const href = relOf(link) === relation ? attributeOf(link, 'href') : null;
    if (href !== null) return resolveUrl(href, link.base);
  }
  return null;
}

/** Gives a link's relation by its short name, which means the same as the long one (RFC 4287, section 4.2.7.2). */
export function relOf(link: Element): string {
  const rel = (attributeOf(link, 'rel') ?? 'alternate').toLowerCase();
  return rel.startsWith('http') ? rel.replace(IANA, '') : rel;
}

/**
 * Finds the URL that the last element of this name contains, or has as `href` like Atom's. RSS knows of one only; where there
 * are more, most readers take the last.
 */
export function textLinkOf(parent: Element, name: string): string | null {
  for (const link of childrenOf(parent, name).toReversed()) {
    const reference = trimmedTextOf(link) ?? (relOf(link) === 'alternate' ? attributeOf(link, 'href') : null);
    if (reference !== null) return resolveLoosely(reference, link.base);
  }
  return null;
}

function attributeLinkOf(parent: Element, name: string, attribute: string): string | null {
  const link = childOf(parent, name);
  const url = link === null ? null : attributeOf(link, attribute);
  return link === null || url === null ? null : resolveUrl(url, link.base);
}

/** Permalink in the id: an RSS 2.0 guid is one unless it says that it is not; an `atom:id` may happen to be one. */
function permaLinkOf(parent: Element): string | null {
  const id = childOf(parent, 'guid', 'atom:id');
  const text = trimmedTextOf(id);
  if (id === null || text === null || attributeOf(id, 'ispermalink')?.toLowerCase() === 'false') return null;
  return /^https?:\/\//i.test(text) ? text : null;
}
