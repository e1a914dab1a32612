import type { EntryAuthor } from '../parsed-feed.ts';
import { absolute } from '../base.ts';
import { attributeOf, childOf, type Element, trimmedTextOf } from '../xml/element.ts';

const NOBODY: EntryAuthor = { name: null, url: null, email: null, avatar: null };

/** Longer text is no name and address. */
const MAX_PERSON = 512;
/** `name (address)`, `name <address>`, `address (name)`, `address`. RSS 2.0 shows the third. */
const NAME_FIRST = /^(.*\S)\s*[(<]([^\s()<>@:]+@[^\s()<>@]+)[)>]$/s;
const ADDRESS_FIRST = /^([^\s()<>@:]+@[^\s()<>@]+)(?:\s*\((.*)\))?$/s;

/** Who wrote an entry; where it does not say, who wrote the feed. */
export function authorOf(entry: Element, feedAuthor: EntryAuthor | null): EntryAuthor {
  return readAuthors(entry) ?? (feedAuthor === null ? NOBODY : { ...feedAuthor, inherited: true });
}

/**
 * Whom entries without an author of their own are by: RFC 4287, section 4.2.1, and RSS 2.0's `author` ("for a weblog
 * authored by an individual it makes sense to omit the element").
 */
export function feedAuthorOf(feed: Element): EntryAuthor | null {
  const owner = childOf(feed, 'itunes:owner');
  return (
    readAuthors(feed) ??
    readPerson(childOf(feed, 'managingeditor')) ??
    (owner === null ? readPerson(childOf(feed, 'webmaster')) : readDetails(owner, ['itunes:name'], ['itunes:email']))
  );
}

/** The first of several: a comment has one. */
function readAuthors(parent: Element): EntryAuthor | null {
  const author = childOf(parent, 'atom:author');
  return author === null
    ? readPerson(childOf(parent, 'dc:creator', 'author', 'dc:author', 'itunes:author'))
    : readAtomAuthor(author);
}

function readAtomAuthor(author: Element): EntryAuthor {
  // In RSS its parts are often left without the prefix.
  const url = childOf(author, 'atom:uri', 'atom:url', 'atom:homepage', 'uri');
  const image = childOf(author, 'gd:image');
  return {
    ...readDetails(author, ['atom:name', 'name'], ['atom:email', 'email']),
    url: url === null ? null : absolute(trimmedTextOf(url) ?? '', url.base),
    avatar: image === null ? null : absolute(attributeOf(image, 'src') ?? '', image.base),
  };
}

function readDetails(person: Element, name: readonly string[], email: readonly string[]): EntryAuthor {
  return { ...NOBODY, name: trimmedTextOf(childOf(person, ...name)), email: trimmedTextOf(childOf(person, ...email)) };
}

function readPerson(element: Element | null): EntryAuthor | null {
  const text = trimmedTextOf(element);
  if (text === null) return null;
  if (text.length > MAX_PERSON) return { ...NOBODY, name: text };
  const [, name, email] = NAME_FIRST.exec(text) ?? [];
  if (name !== undefined && email !== undefined) return { ...NOBODY, name, email };
  const [, address, owner] = ADDRESS_FIRST.exec(text) ?? [];
  if (address !== undefined) return { ...NOBODY, name: owner?.trim() || null, email: address };
  return { ...NOBODY, name: text };
}
