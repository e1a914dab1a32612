import type { Entry, EntryAuthor, ParsedFeed } from '../model.ts';
import { absolute } from './base.ts';
import { readDate } from './dates.ts';
import { attributeOf, childOf, childrenOf, type Element, trimmedTextOf } from './element.ts';
import { identify } from './identity.ts';
import { rssText, titleOf } from './text.ts';
import { commentsUrlOf, inReplyToOf, repliesOf } from './threading.ts';

/** Reads RSS 0.91–2.0 (`rss`) or 0.90, 1.0 and 1.1 (`rdf`). */
export function readRss(root: Element, format: 'rss' | 'rdf', truncated: boolean): ParsedFeed {
  const channel = root.name === 'channel' ? root : (childOf(root, 'channel') ?? root);
  const items = [...childrenOf(channel, 'item'), ...(channel === root ? [] : childrenOf(root, 'item'))];
  return {
    format,
    id: attributeOf(channel, 'rdf:about'),
    title: titleOf(rssText(childOf(channel, 'title'))),
    url: linkOf(channel),
    updated: readDate(trimmedTextOf(childOf(channel, 'lastbuilddate', 'pubdate', 'dc:date'))),
    language: trimmedTextOf(childOf(channel, 'language', 'dc:language')) ?? channel.language,
    generator: trimmedTextOf(childOf(channel, 'generator')),
    hub: atomLinkOf(channel, 'hub'),
    self: atomLinkOf(channel, 'self'),
    next: atomLinkOf(channel, 'next') ?? atomLinkOf(channel, 'prev-archive'),
    updateEvery: null,
    truncated,
    entries: items.map(readItem),
  };
}

function readItem(item: Element): Entry {
  const guid = childOf(item, 'guid');
  const guidText = trimmedTextOf(guid);
  const isPermaLink = guid !== null && attributeOf(guid, 'ispermalink')?.toLowerCase() !== 'false';
  const url = linkOf(item) ?? (isPermaLink && guidText !== null && /^https?:/i.test(guidText) ? guidText : null);
  const title = titleOf(rssText(childOf(item, 'title')));
  const content = rssText(childOf(item, 'content:encoded'));
  const summary = rssText(childOf(item, 'description'));
  return {
    ...identify(guidText ?? attributeOf(item, 'rdf:about'), url, title, (content ?? summary)?.value ?? null),
    url,
    title,
    author: readAuthor(item),
    published: readDate(trimmedTextOf(childOf(item, 'pubdate', 'dc:date', 'dcterms:created'))),
    updated: readDate(trimmedTextOf(childOf(item, 'atom:updated', 'dcterms:modified'))),
    language: trimmedTextOf(childOf(item, 'dc:language')) ?? item.language,
    content,
    summary,
    commentsUrl: commentsUrlOf(item),
    inReplyTo: inReplyToOf(item),
    replies: repliesOf(item),
  };
}

function readAuthor(item: Element): EntryAuthor {
  const name = trimmedTextOf(childOf(item, 'dc:creator', 'author', 'itunes:author'));
  return { name, url: null, email: null, avatar: null };
}

function linkOf(parent: Element): string | null {
  const link = childOf(parent, 'link');
  const text = trimmedTextOf(link);
  return link === null || text === null ? null : absolute(text, link.base);
}

function atomLinkOf(parent: Element, rel: string): string | null {
  const link = childrenOf(parent, 'atom:link').find(
    (candidate) => attributeOf(candidate, 'rel')?.toLowerCase() === rel,
  );
  return link === undefined ? null : absolute(attributeOf(link, 'href') ?? '', link.base);
}
