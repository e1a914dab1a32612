import { escapeUTF8 } from 'entities/escape';
import { decodeBytes } from '../feed/bytes/decode.ts';
import { eachTag } from '../feed/html/tags.ts';
import type { Failure, Result } from '../model.ts';
import { type ConfigValue, fieldsOfValue, valueOfText } from './config-value.ts';
import type { Entries } from './document.ts';
import { FEED_PREFIX, sortKeys } from './keys.ts';
import { maskFeed } from './mask.ts';
import { feedNamer, type Nameless } from './name-feed.ts';
import { BARE_URL } from './value.ts';

// Lists of feeds as readers exchange them. http://opml.org/spec2.opml

/** Outlines that are read of one list. */
const MOST_OUTLINES = 20_000;
/** Longest URL of a feed, in UTF-16 units. */
const URL_LENGTH = 2_000;

/** `opml`: it is no list of feeds, or one of none. */
export type OpmlFailure = Failure<'opml'>;

/** New feeds of a list by name, and the number of those that CONFIG has already. */
export type OpmlImport = { readonly added: Readonly<Record<string, ConfigValue>>; readonly known: number };

/**
 * Reads the feeds of a list, each URL once, in any nesting, from bytes in any encoding. Only its tags are looked at, one
 * by one: neither depth nor a DOCTYPE means anything. An outline without a feed's URL counts with its page's.
 */
export function readOpml(list: Uint8Array | string): Result<readonly Nameless[], OpmlFailure> {
  const text = typeof list === 'string' ? list : decodeBytes(list, null);
  const feeds = new Map<string, Nameless>();
  let isOpml = false;
  let outlines = 0;
  eachTag(
    text,
    ({ name, isEnd, attributes }) => {
      if (isEnd) return true;
      isOpml ||= name === 'opml';
      if (!isOpml || name !== 'outline') return true;
      const url = [attributes.get('xmlurl'), attributes.get('htmlurl')].map(webUrl).find((one) => one !== null);
      const title = attributes.get('title')?.trim() || attributes.get('text')?.trim() || null;
      if (url !== undefined && url !== null && !feeds.has(comparableAddress(url)))
        feeds.set(comparableAddress(url), { url, title });
      return ++outlines < MOST_OUTLINES;
    },
    true,
  );
  if (feeds.size > 0) return { ok: true, value: [...feeds.values()] };
  const detail = isOpml ? 'This list has no feed with a URL in it.' : 'This is no OPML: it has no element "opml".';
  return { ok: false, reason: 'opml', detail };
}

/** Gives the feeds of a list that CONFIG does not have, each under a name of its own. */
export function importOf(feeds: readonly Nameless[], entries: Entries): OpmlImport {
  const names = sortKeys([...entries.keys()]).feeds;
  const nameOf = feedNamer(names);
  const addresses = new Set(names.map((name) => comparableAddress(urlOf(entries.get(FEED_PREFIX + name) ?? ''))));
  const added: [string, string][] = [];
  for (const feed of feeds) {
    if (!addresses.has(comparableAddress(feed.url))) added.push([nameOf(feed), feed.url]);
  }
  return { added: Object.fromEntries(added), known: feeds.length - added.length };
}

/**
 * Writes CONFIG's feeds as a list, by name. `left`: number of those left out, whose URL is a secret or cannot be read.
 */
export function writeOpml(entries: Entries): { readonly text: string; readonly left: number } {
  const names = sortKeys([...entries.keys()]).feeds.toSorted();
  const outlines = names.flatMap((name) => {
    const { url } = fieldsOfValue(maskFeed(entries.get(FEED_PREFIX + name) ?? ''));
    if (webUrl(url) === null) return [];
    return [`    <outline type="rss" text="${name}" title="${name}" xmlUrl="${escaped(String(url))}"/>\n`];
  });
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>Earshot</title>\n  </head>';
  return { text: `${head}\n  <body>\n${outlines.join('')}  </body>\n</opml>\n`, left: names.length - outlines.length };
}

function escaped(text: string): string {
  return escapeUTF8(text.toWellFormed()).replaceAll(/\p{Cc}/gu, '');
}

/** Gives the URL of a feed in CONFIG; `""`: it has none. */
function urlOf(text: string): string {
  const { url } = fieldsOfValue(valueOfText(text));
  return typeof url === 'string' ? url : '';
}

/** Gives a web address as it was written; `null`: it is none that a feed can have. `feed:` was a scheme of readers. */
function webUrl(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  const url = given
    .trim()
    .replace(/^feed:(?:\/\/(?=[^/]))?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://');
  const parsed = url.length <= URL_LENGTH && BARE_URL.test(url) && !/\s/.test(url) ? URL.parse(url) : null;
  return parsed === null || parsed.username !== '' || parsed.password !== '' ? null : url;
}

/** Gives an address for comparing: its scheme, a slash at its end and its fragment do not count. */
function comparableAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.host}${parsed.pathname.replace(/\/$/, '')}${parsed.search}`;
}
