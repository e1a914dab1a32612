import type { Entry, EntryAuthor, EntryText } from '../parsed-feed.ts';
import { entryAuthorOf } from './author.ts';
import { believablePublished, firstDateOf } from '../date/dates.ts';
import { attributeOf, childOf, childrenOf, type Element, trimmedTextOf } from '../xml/element.ts';
import { identify } from './identity.ts';
import { originalLinkOf, linkedPage } from './links.ts';
import { readText } from './text.ts';
import { commentsUrlOf, inReplyToOf, repliesOf } from './threading.ts';
import { titleOf } from './title.ts';

// Each fact by the elements that may state it, best first. One list serves every format: RSS feeds carry Atom's elements
// and the other way round, at times without the prefix, and each name is one vocabulary's.
const ID = ['guid', 'atom:id', 'dc:identifier', 'dcterms:identifier', 'id', 'atom:guid'];
const TITLE = ['title', 'atom:title', 'dc:title', 'dcterms:title', 'media:title', 'itunes:title'];
const CONTENT = ['content:encoded', 'atom:content', 'xhtml:body', 'xhtml:div', 'body', 'fullitem', 'content'];
const SUMMARY = [
  'description',
  'atom:summary',
  'dc:description',
  'dcterms:description',
  'dcterms:abstract',
  'summary',
  'itunes:summary',
  'itunes:subtitle',
  'googleplay:description',
  'media:description',
  'atom:description',
];
const PUBLISHED = [
  'pubdate',
  'atom:published',
  'atom:issued',
  'atom:created',
  'dcterms:issued',
  'dcterms:created',
  'dc:date',
  'published',
  'atom:pubdate',
];
const UPDATED = ['atom:updated', 'atom:modified', 'dcterms:modified', 'updated'];

/** Reads an `item` or `entry`, with the author that it inherits. */
export function readEntry(entry: Element, feedAuthor: EntryAuthor | null): Entry {
  const url = linkedPage(entry);
  const originalUrl = originalLinkOf(entry);
  const updated = firstDateOf(entry, UPDATED);
  const title = titleOf(stated(entry, TITLE));
  const content = firstText(entry, CONTENT);
  const summary = firstText(entry, SUMMARY);
  return {
    ...identify(idOf(entry), url, title, (content ?? summary)?.value ?? null),
    url,
    ...(originalUrl === null ? {} : { originalUrl }),
    title,
    author: entryAuthorOf(entry, feedAuthor),
    published: believablePublished(firstDateOf(entry, PUBLISHED), updated),
    updated,
    language: languageOf(entry),
    content,
    summary,
    commentsUrl: commentsUrlOf(entry),
    inReplyTo: inReplyToOf(entry),
    replies: repliesOf(entry),
  };
}

/** Reads the id, as served but for white space around it: ids are compared character by character (RFC 4287, section 4.2.6.1). */
function idOf(entry: Element): string | null {
  for (const name of ID) {
    const id = trimmedTextOf(childOf(entry, name));
    if (id !== null) return id;
  }
  // Before 2004 RDF's attributes had no prefix.
  return attributeOf(entry, 'rdf:about') ?? attributeOf(entry, 'about');
}

function firstText(entry: Element, names: readonly string[]): EntryText | null {
  for (const name of names) {
    const element = stated(entry, [name]);
    const text = element === null ? null : readText(element);
    if (text !== null) return text;
  }
  return null;
}

const MEDIA = ['media:group', 'media:content'];

/** Finds the first of these elements, also in a `media:group` or `media:content`. */
function stated(entry: Element, names: readonly string[]): Element | null {
  const own = childOf(entry, ...names);
  if (own !== null || !MEDIA.some((name) => entry.named.has(name))) return own;
  const groups = childrenOf(entry, 'media:group');
  const media = [entry, ...groups].flatMap((parent) => childrenOf(parent, 'media:content'));
  return [...groups, ...media].map((parent) => childOf(parent, ...names)).find((element) => element !== null) ?? null;
}

function languageOf(entry: Element): string | null {
  return trimmedTextOf(childOf(entry, 'dc:language')) ?? (childOf(entry, ...CONTENT) ?? entry).language;
}
