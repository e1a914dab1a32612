import type { EntryAuthor } from '../parsed-feed.ts';
import { resolveUrl } from '../resolve-url.ts';
import { attributeOf, childOf, childrenOf, type Element, nonEmpty, trimmedTextOf } from '../xml/element.ts';
import { looseMarkupOf } from '../xml/markup.ts';
import { linkedName } from './linked-name.ts';
import { plainOfRss } from './title.ts';

const NOBODY: EntryAuthor = { name: null, url: null, email: null, avatar: null };

/** Elements that name an author, the most reliable first. */
const AUTHORS = [
  'atom:author',
  'dc:creator',
  'author',
  'dc:author',
  'dcterms:creator',
  'itunes:author',
  'googleplay:author',
];
/** Longest text that is read as name and address, in UTF-16 units. */
const MAX_PERSON = 512;
const ADDRESS = String.raw`[^\s()<>[\]@:,"]+@[^\s()<>[\]@,"]+`;
/** `name (address)`, `name <address>`, `name, address`. */
const NAME_FIRST = new RegExp(String.raw`^(.*[^\s,-])(?:\s*[(<[](${ADDRESS})[)>\]]|[\s,-]+(${ADDRESS}))$`, 's');
/** `address (name)`, which RSS 2.0 shows, perhaps with others behind it; `address name`; `<address>`. */
const ADDRESS_FIRST = new RegExp(
  String.raw`^(?:mailto:)?<?(${ADDRESS})>?(?:\s*\(((?:[^()]|\([^()]*\))*)\).*|[\s,-]+(\S.*))?$`,
  's',
);

/** Author of an entry; else of its source (RFC 4287, section 4.2.1), else of the feed. */
export function entryAuthorOf(entry: Element, feedAuthor: EntryAuthor | null): EntryAuthor {
  const source = childOf(entry, 'atom:source');
  const author = readAuthors(entry) ?? (source === null ? null : readAuthors(source));
  return author ?? (feedAuthor === null ? NOBODY : { ...feedAuthor, inherited: true });
}

/**
 * Author of entries without one of their own: RFC 4287, section 4.2.1, and RSS 2.0's `author` ("for a weblog
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

/** First of several authors, since a comment has one; one with a name is preferred to one with an address alone. */
function readAuthors(parent: Element): EntryAuthor | null {
  let nameless: EntryAuthor | null = null;
  for (const name of AUTHORS) {
    for (const element of childrenOf(parent, name)) {
      const author = readAuthor(element);
      if (author?.name) return author;
      nameless ??= author;
    }
  }
  return nameless;
}

/** Author as elements (Atom) or as one text (RSS); each form also occurs in the other format. */
function readAuthor(author: Element): EntryAuthor | null {
  const person = readAtomAuthor(author);
  return person.name === null && person.url === null && person.email === null ? readPerson(author) : person;
}

function readAtomAuthor(author: Element): EntryAuthor {
  // In RSS its parts are often left without the prefix.
  const url = childOf(author, 'atom:uri', 'atom:url', 'atom:homepage', 'uri');
  const image = childOf(author, 'gd:image');
  const details = readDetails(author, ['atom:name', 'name'], ['atom:email', 'email']);
  const linked = details.name === null ? null : linkedName(details.name, author.base);
  return {
    ...details,
    name: linked?.name ?? details.name,
    url: url === null ? (linked?.url ?? null) : resolveUrl(trimmedTextOf(url) ?? '', url.base),
    avatar: image === null ? null : resolveUrl(attributeOf(image, 'src') ?? '', image.base),
  };
}

function readDetails(person: Element, name: readonly string[], email: readonly string[]): EntryAuthor {
  return { ...NOBODY, name: trimmedTextOf(childOf(person, ...name)), email: trimmedTextOf(childOf(person, ...email)) };
}

function readPerson(element: Element | null): EntryAuthor | null {
  const served = trimmedTextOf(element);
  if (element === null || served === null) return null;
  const linked = linkedName(looseMarkupOf(element), element.base);
  if (linked !== null) return { ...personIn(plainOfRss(linked.name)), url: linked.url };
  if (served.length > MAX_PERSON) return { ...NOBODY, name: served };
  return personIn(element.name.startsWith('atom:') ? served : plainOfRss(served).trim());
}

/** Person in one line of plain text, as in RSS: a name, an e-mail address, or both. */
export function personIn(text: string): EntryAuthor {
  if (!text.includes('@')) return { ...NOBODY, name: nameIn(text) };
  const [, name, marked, bare] = NAME_FIRST.exec(text) ?? [];
  const [, address, owner, behind] = ADDRESS_FIRST.exec(text) ?? [];
  if (address !== undefined) return { ...NOBODY, name: nameIn(owner ?? behind ?? ''), email: address };
  if (name !== undefined) return { ...NOBODY, name: nameIn(name), email: marked ?? bare ?? null };
  return { ...NOBODY, name: nameIn(text) };
}

/** Name without the quotes of RFC 5322 around it; `null` if nothing is left. */
function nameIn(text: string): string | null {
  return nonEmpty(text.replace(/^\s*"([^"]*)"\s*$/, '$1'));
}
