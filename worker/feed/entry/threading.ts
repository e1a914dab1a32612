import type { Reference } from '../../model.ts';
import type { Entry } from '../parsed-feed.ts';
import { resolveUrl } from '../resolve-url.ts';
import { opensWithin } from '../page-url.ts';
import { attributeOf, childOf, childrenOf, type Element, trimmedTextOf } from '../xml/element.ts';
import { HTML, relOf, textLinkOf } from './links.ts';

/**
 * Reads the reference to what an entry answers: RFC 4685 `thr:in-reply-to`, or `source:inReplyTo`. Of several the first with
 * a fragment, which is a comment; the others are the post.
 */
export function inReplyToOf(entry: Element): Reference | null {
  const stated = childrenOf(entry, 'thr:in-reply-to');
  if (stated.length > 0) {
    const answered = stated.flatMap((thr) => {
      const id = attributeOf(thr, 'ref');
      const url = linkOf(thr, attributeOf(thr, 'href'));
      return id === null && url === null ? [] : [{ id, url, author: null }];
    });
    return answered.find(({ url }) => opensWithin(url)) ?? answered[0] ?? null;
  }
  const source = childOf(entry, 'source:inreplyto');
  const id = trimmedTextOf(source);
  if (source === null || id === null) return null;
  return { id, url: /^https?:/i.test(id) ? id : null, author: null };
}

/** Reads the address of an entry's own comment feed, and the number of comments that it states. */
export function repliesOf(entry: Element): Entry['replies'] {
  const links = repliesLinks(entry);
  const link = links.find((reply) => !HTML.test(attributeOf(reply, 'type') ?? 'application/atom+xml'));
  const source = childOf(entry, 'source:comments');
  const feed =
    webOnly(textLinkOf(entry, 'wfw:commentrss')) ??
    (link === undefined ? null : linkOf(link, attributeOf(link, 'href'))) ??
    (source === null ? null : linkOf(source, attributeOf(source, 'feedurl') ?? trimmedTextOf(source)));
  const updated = links.map((reply) => attributeOf(reply, 'thr:updated')).find((time) => time !== null) ?? null;
  const count = countOf(entry, links, source);
  return updated === null ? { feed, count } : { feed, count, updated };
}

/** Finds the page on which comments on an entry are read or written. */
export function commentsUrlOf(entry: Element): string | null {
  const comments = webOnly(textLinkOf(entry, 'comments'));
  if (comments !== null) return comments;
  const link = repliesLinks(entry).find((reply) => HTML.test(attributeOf(reply, 'type') ?? ''));
  return link === undefined ? null : linkOf(link, attributeOf(link, 'href'));
}

function repliesLinks(entry: Element): readonly Element[] {
  return childrenOf(entry, 'atom:link').filter(
    (link) => relOf(link) === 'replies' && attributeOf(link, 'href') !== null,
  );
}

/** Gives the first stated number of comments that is one. */
function countOf(entry: Element, links: readonly Element[], source: Element | null): number | null {
  const stated = [
    trimmedTextOf(childOf(entry, 'slash:comments')),
    trimmedTextOf(childOf(entry, 'thr:total')),
    ...links.map((link) => attributeOf(link, 'thr:count')),
    source === null ? null : attributeOf(source, 'count'),
  ];
  const count = stated.find((value) => value !== null && /^\d{1,9}$/.test(value));
  return typeof count === 'string' ? Number(count) : null;
}

/** Gives a web address; `null` of the other things that many put there: a number of comments, or a script. */
function webOnly(url: string | null): string | null {
  return url !== null && /^https?:/i.test(url) ? url : null;
}

function linkOf(element: Element, reference: string | null): string | null {
  return reference === null ? null : resolveUrl(reference, element.base);
}
