import type { Result } from '../model.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { decodeBytes } from './bytes/decode.ts';
import { type FeedFailure, noFeed } from './failure.ts';
import { joinFeeds, readFeed } from './feed.ts';
import { eachTag } from './html/tags.ts';
import { parseJson } from './json/json-text.ts';
import { readJsonFeed } from './json/json.ts';
import { resolveDeclared } from './xml/declared-entities.ts';
import { partsOf, type Tidied } from './xml/parts.ts';
import { findRoot, type Root } from './xml/root.ts';
import { tidy } from './xml/tidy.ts';
import { readXml } from './xml/xml.ts';

/** Facts of a document beside its bytes; `url` is the one that answered, after redirects. */
export type DocumentFacts = { readonly url: string; readonly contentType: string | null };

/** Start tag of an entry. */
const ENTRY = /<(?:[\w.-]{1,64}:)?(?:item|entry)[\s>]/gi;

/** Characters of a page that are searched for a place to sign in: that is no page's end. */
const MAX_PAGE = 524_288;

/** Share of a long feed that is read from either end: a little under half, since entries are not all alike. */
const SHARE = 0.4;

/** Reads a feed of any format, in time and memory that its size bounds. Never throws, whatever the bytes are. */
export function parseFeed(body: Uint8Array, about: DocumentFacts): Result<ParsedFeed, FeedFailure> {
  const text = decodeBytes(body, about.contentType).trim();
  if (text === '') return noFeed('empty');
  const json = text.startsWith('{') || text.startsWith('[') ? parseJson(text) : null;
  if (json !== null) {
    const feed = readJsonFeed(json.value, about.url, json.truncated);
    return feed === null ? noFeed('json') : { ok: true, value: feed };
  }
  const root = findRoot(text);
  if (root === null) return noFeed('not-a-feed');
  if (root === 'html') return noFeed(asksForPassword(text) ? 'login' : 'html');
  return parseXmlFeed(resolveDeclared(text, root.at), root, about.url);
}

function parseXmlFeed(text: string, root: Root, url: string): Result<ParsedFeed, FeedFailure> {
  const whole = tidied(text, root.at);
  const feed = readParts(whole, root, url);
  // Cut before its first entry ended it tells nothing, not even that it is empty.
  if (feed === null || (whole.truncated && feed.entries.length === 0)) {
    return noFeed('malformed', lineOf(text, whole.end));
  }
  return { ok: true, value: feed };
}

function readParts(whole: Tidied, { kind }: Root, url: string): ParsedFeed | null {
  let feed: ParsedFeed | null = null;
  for (const part of partsOf(whole)) {
    const element = readXml(part, kind === 'atom' ? 'atom' : '', url);
    if (element === null) return null;
    const read = readFeed(element, kind, whole.truncated);
    feed = feed === null ? read : joinFeeds(feed, read);
  }
  return feed;
}

/** Tidies a feed; of one that is longer than we read both ends, or the beginning where nothing can be left out between. */
function tidied(text: string, root: number): Tidied {
  const whole = tidy(text, root);
  const ends = whole.full ? headAndTail(text, root, whole.end) : null;
  const shorter = ends === null ? whole : tidy(ends, root);
  return shorter.full ? whole : { ...shorter, truncated: whole.truncated };
}

function asksForPassword(html: string): boolean {
  let asks = false;
  eachTag(html.slice(0, MAX_PAGE), ({ name, attributes }) => {
    asks = name === 'input' && attributes.get('type')?.trim().toLowerCase() === 'password';
    return !asks;
  });
  return asks;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

/**
 * Leaves out entries from a feed's middle, where only as much of it is read as lies between `from` and `end`: the newest
 * comments stand at one of its ends, and at which is not known before they are read. `null`: it has no middle.
 */
export function headAndTail(text: string, from: number, end: number): string | null {
  const share = (end - from) * SHARE;
  const [first, last] = [entryFrom(text, from + share), entryFrom(text, text.length - share)];
  return first === null || last === null || last <= first ? null : text.slice(0, first) + text.slice(last);
}

function entryFrom(text: string, offset: number): number | null {
  ENTRY.lastIndex = Math.floor(offset);
  return ENTRY.exec(text)?.index ?? null;
}
