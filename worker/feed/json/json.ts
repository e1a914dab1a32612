import type { Entry, EntryAuthor, ParsedFeed, EntryText } from '../parsed-feed.ts';
import { resolveLoosely } from '../resolve-url.ts';
import { readDate } from '../date/date.ts';
import { believablePublished } from '../date/dates.ts';
import { identify } from '../entry/identity.ts';
import { listOf, type Members, membersOf, stringOf } from './json-value.ts';

const NOBODY: EntryAuthor = { name: null, url: null, email: null, avatar: null };

/** Items read of a feed, which may have a million small ones. */
const MAX_ITEMS = 15_000;

/** Reads a JSON Feed (1.0 and 1.1); `null` where the value is none: it has no list of items, nor says that it is one. */
export function readJsonFeed(value: unknown, url: string, truncated: boolean): ParsedFeed | null {
  const feed = membersOf(value);
  const items = feed === null ? null : (listOf(feed, 'items') ?? (isJsonFeed(feed) ? [] : null));
  if (feed === null || items === null) return null;
  const base = link(feed, 'feed_url', url) ?? url;
  const author = readAuthor(feed, base);
  const entries = items
    .slice(0, MAX_ITEMS)
    .flatMap((item) => membersOf(item) ?? [])
    .map((item) => readItem(item, author, base));
  const hub = (listOf(feed, 'hubs') ?? []).flatMap((entry) => membersOf(entry) ?? [])[0];
  return {
    format: 'json',
    id: stringOf(feed, 'feed_url'),
    title: stringOf(feed, 'title'),
    url: link(feed, 'home_page_url', base),
    updated: latest(entries),
    language: stringOf(feed, 'language'),
    generator: null,
    hub: hub === undefined ? null : link(hub, 'url', base),
    self: link(feed, 'feed_url', url),
    next: link(feed, 'next_url', base),
    truncated: truncated || items.length > MAX_ITEMS,
    entries,
  };
}

function isJsonFeed(feed: Members): boolean {
  return stringOf(feed, 'version')?.includes('jsonfeed.org/version/') === true;
}

function readItem(item: Members, feedAuthor: EntryAuthor | null, base: string): Entry {
  const url = link(item, 'url', base) ?? link(item, 'external_url', base);
  const updated = readDate(stringOf(item, 'date_modified'));
  const title = stringOf(item, 'title');
  const content = text(item, 'content_html', 'html', url ?? base) ?? text(item, 'content_text', 'text', url ?? base);
  const summary = text(item, 'summary', 'text', url ?? base);
  return {
    ...identify(stringOf(item, 'id'), url, title, (content ?? summary)?.value ?? null),
    url,
    title,
    author: readAuthor(item, base) ?? feedAuthor ?? NOBODY,
    published: believablePublished(readDate(stringOf(item, 'date_published')), updated),
    updated,
    language: stringOf(item, 'language'),
    content,
    summary,
    commentsUrl: null,
    inReplyTo: null,
    replies: { feed: null, count: null },
  };
}

/** Reads the first author with a name or an address. Version 1.1 has `authors`, 1.0 `author`; either is also found as an object, a list or a bare name. */
function readAuthor(parent: Members, base: string): EntryAuthor | null {
  for (const person of [parent.get('authors'), parent.get('author')].flat()) {
    const author = membersOf(typeof person === 'string' ? { name: person } : person);
    if (author === null) continue;
    const facts = { name: stringOf(author, 'name'), url: link(author, 'url', base) };
    if (facts.name === null && facts.url === null) continue;
    return { ...facts, email: null, avatar: link(author, 'avatar', base) };
  }
  return null;
}

function link(parent: Members, name: string, base: string): string | null {
  const reference = stringOf(parent, name);
  return reference === null ? null : resolveLoosely(reference, base);
}

function text(item: Members, name: string, type: EntryText['type'], base: string): EntryText | null {
  const value = stringOf(item, name);
  return value === null ? null : { type, value, base };
}

/** Time of the newest item's change, which stands for the feed's: JSON Feed has none. */
function latest(entries: readonly Entry[]): string | null {
  const dates = entries.flatMap((entry) => entry.updated ?? entry.published ?? []);
  return dates.length === 0 ? null : dates.reduce((newest, date) => (date > newest ? date : newest));
}
