import type { FeedFormat, ParsedFeed } from './parsed-feed.ts';
import { feedAuthorOf } from './entry/author.ts';
import { firstDateOf } from './date/dates.ts';
import { attributeOf, childOf, type Element, isElement, trimmedTextOf } from './xml/element.ts';
import { readEntry } from './entry/entry.ts';
import { linkedPage, relationOf } from './entry/links.ts';
import { titleOf } from './entry/title.ts';

const UPDATED = ['atom:updated', 'atom:modified', 'lastbuilddate', 'pubdate', 'dcterms:modified', 'dc:date'];

/** Reads a feed's root element: `rss`, `rdf:RDF`, `channel`, `feed`, or a lone `entry` or `item`. */
export function readFeed(root: Element, format: FeedFormat, truncated: boolean): ParsedFeed {
  const channel = childOf(root, 'channel') ?? root;
  const author = feedAuthorOf(channel);
  return {
    format,
    id: trimmedTextOf(childOf(channel, 'atom:id', 'dc:identifier')) ?? attributeOf(channel, 'rdf:about'),
    title: titleOf(childOf(channel, 'title', 'atom:title', 'dc:title')),
    url: linkedPage(channel),
    updated: firstDateOf(channel, UPDATED),
    language: trimmedTextOf(childOf(channel, 'language', 'dc:language')) ?? channel.language,
    generator: trimmedTextOf(childOf(channel, 'generator', 'atom:generator')),
    hub: relationOf(channel, 'hub'),
    self: relationOf(channel, 'self'),
    next: relationOf(channel, 'next') ?? relationOf(channel, 'prev-archive'),
    truncated,
    entries: entriesOf(root, channel).map((entry) => readEntry(entry, author)),
  };
}

/** Joins two parts of a feed: facts that the first does not state are taken from the second. */
export function joinFeeds(one: ParsedFeed, other: ParsedFeed): ParsedFeed {
  return {
    ...one,
    id: one.id ?? other.id,
    title: one.title ?? other.title,
    url: one.url ?? other.url,
    updated: one.updated ?? other.updated,
    language: one.language ?? other.language,
    generator: one.generator ?? other.generator,
    hub: one.hub ?? other.hub,
    self: one.self ?? other.self,
    next: one.next ?? other.next,
    entries: [...one.entries, ...other.entries],
  };
}

/** Finds the entries: RSS 1.0 has its items beside the channel, others in it, some in both; RSS 1.1 in a list. */
function entriesOf(root: Element, channel: Element): readonly Element[] {
  if (isEntry(root)) return [root];
  const parents = [channel, childOf(channel, 'items'), channel === root ? null : root];
  return parents.flatMap((parent) => (parent === null ? [] : parent.children.filter(isEntry)));
}

function isEntry(node: Element | string): node is Element {
  return isElement(node) && (node.name === 'item' || node.name === 'atom:entry');
}
