import type { EntryAuthor } from '../parsed-feed.ts';
import { resolveUrl } from '../resolve-url.ts';
import { attributeOf, childOf, childrenOf, type Element, nonEmpty, trimmedTextOf } from '../xml/element.ts';
import { looseMarkupOf } from '../xml/markup.ts';
import { linkedName } from './linked-name.ts';
import { plainOfRss } from './title.ts';

const NOBODY: EntryAuthor = { name: null, url: null, email: null, avatar: null };

/** Who may have written it, best first. */
const AUTHORS = [
  'atom:author',
  'dc:creator',
  'author',
  'dc:author',
  'dcterms:creator',
  'itunes:author',
  'googleplay:author',
];
/** Longer text is no name and address. */
const MAX_PERSON = 512;
const ADDRESS = String.raw`[^\s()<>[\]@:,"]+@[^\s()<>[\]@,"]+`;
/** `name (address)`, `name <address>`, `name, address`. */
const NAME_FIRST = new RegExp(String.raw`^(.*[^\s,-])(?:\s*[(<[](${ADDRESS})[)>\]]|[\s,-]+(${ADDRESS}))$`, 's');
/** `address (name)`, which RSS 2.0 shows, perhaps with others behind it; `address name`; `<address>`. */
const ADDRESS_FIRST = new RegExp(
  String.raw`^(?:mailto:)?<?(${ADDRESS})>?(?:\s*\(((?:[^()]|\([^()]*\))*)\).*|[\s,-]+(\S.*))?$`,
  's',
);

/** Who wrote an entry; where it does not say, its source (RFC 4287, section 4.2.1), or who wrote the feed. */
export function authorOf(entry: Element, feedAuthor: EntryAuthor | null): EntryAuthor {
  const source = childOf(entry, 'atom:source');
  const author = readAuthors(entry) ?? (source === null ? null : readAuthors(source));
  return author ?? (feedAuthor === null ? NOBODY : { ...feedAuthor, inherited: true });
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

/** The first of several, since a comment has one; who has but an address gives way to who has a name. */
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

/** Atom states a person's facts in elements, RSS in one text; either is found in the other. */
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

/** A person as RSS writes one, in one line of plain text: a name, an address, or both. */
export function personIn(text: string): EntryAuthor {
  if (!text.includes('@')) return { ...NOBODY, name: nameIn(text) };
  const [, name, marked, bare] = NAME_FIRST.exec(text) ?? [];
  const [, address, owner, behind] = ADDRESS_FIRST.exec(text) ?? [];
  if (address !== undefined) return { ...NOBODY, name: nameIn(owner ?? behind ?? ''), email: address };
  if (name !== undefined) return { ...NOBODY, name: nameIn(name), email: marked ?? bare ?? null };
  return { ...NOBODY, name: nameIn(text) };
}

/** A name without the quotes that RFC 5322 puts around it; `null` where nothing is left. */
function nameIn(text: string): string | null {
  return nonEmpty(text.replace(/^\s*"([^"]*)"\s*$/, '$1'));
}
