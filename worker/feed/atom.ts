import type { Entry, EntryAuthor, ParsedFeed } from '../model.ts';
import { absolute } from './base.ts';
import { readDate } from './dates.ts';
import { attributeOf, childOf, childrenOf, type Element, trimmedTextOf } from './element.ts';
import { identify } from './identity.ts';
import { atomText, titleOf } from './text.ts';
import { commentsUrlOf, inReplyToOf, repliesOf } from './threading.ts';

const NOBODY: EntryAuthor = { name: null, url: null, email: null, avatar: null };

/** Reads an Atom 1.0 (RFC 4287) or 0.3 feed. */
export function readAtom(feed: Element, truncated: boolean): ParsedFeed {
  const author = readAuthor(feed);
  return {
    format: 'atom',
    id: trimmedTextOf(childOf(feed, 'atom:id')),
    title: titleOf(atomText(childOf(feed, 'atom:title'))),
    url: linkOf(feed, 'alternate'),
    updated: readDate(trimmedTextOf(childOf(feed, 'atom:updated', 'atom:modified'))),
    language: feed.language,
    generator: trimmedTextOf(childOf(feed, 'atom:generator')),
    hub: linkOf(feed, 'hub'),
    self: linkOf(feed, 'self'),
    next: linkOf(feed, 'next') ?? linkOf(feed, 'prev-archive'),
    updateEvery: null,
    truncated,
    entries: childrenOf(feed, 'atom:entry').map((entry) => readEntry(entry, author)),
  };
}

function readEntry(entry: Element, feedAuthor: EntryAuthor | null): Entry {
  const url = linkOf(entry, 'alternate');
  const title = titleOf(atomText(childOf(entry, 'atom:title')));
  const contentElement = childOf(entry, 'atom:content');
  const content = atomText(contentElement);
  const summary = atomText(childOf(entry, 'atom:summary'));
  return {
    ...identify(trimmedTextOf(childOf(entry, 'atom:id')), url, title, (content ?? summary)?.value ?? null),
    url,
    title,
    author: readAuthor(entry) ?? feedAuthor ?? NOBODY,
    published: readDate(trimmedTextOf(childOf(entry, 'atom:published', 'atom:issued', 'atom:created'))),
    updated: readDate(trimmedTextOf(childOf(entry, 'atom:updated', 'atom:modified'))),
    language: contentElement?.language ?? entry.language,
    content,
    summary,
    commentsUrl: commentsUrlOf(entry),
    inReplyTo: inReplyToOf(entry),
    replies: repliesOf(entry),
  };
}

function readAuthor(parent: Element): EntryAuthor | null {
  const author = childOf(parent, 'atom:author');
  if (author === null) return null;
  const url = childOf(author, 'atom:uri', 'atom:url');
  const image = childOf(author, 'gd:image');
  return {
    name: trimmedTextOf(childOf(author, 'atom:name')),
    url: url === null ? null : absolute(trimmedTextOf(url) ?? '', url.base),
    email: trimmedTextOf(childOf(author, 'atom:email')),
    avatar: image === null ? null : absolute(attributeOf(image, 'src') ?? '', image.base),
  };
}

/** Where the first link of this relation leads; one without `rel` is `alternate` (RFC 4287, section 4.2.7.2). */
function linkOf(parent: Element, rel: string): string | null {
  const link = childrenOf(parent, 'atom:link').find(
    (candidate) => (attributeOf(candidate, 'rel') ?? 'alternate').toLowerCase() === rel,
  );
  return link === undefined ? null : absolute(attributeOf(link, 'href') ?? '', link.base);
}
