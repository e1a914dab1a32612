import { DomUtils, parseDocument } from 'htmlparser2';
import { fixMojibake } from '../worker/feed/repair/mojibake.ts';
import { parseFeed } from '../worker/feed/parse.ts';
import type { Entry, EntryText } from '../worker/feed/parsed-feed.ts';

/** Result that a corpus runner compares: `parseFeed`'s, flattened, with the references in its HTML resolved. */
export default function read(body: Uint8Array, about: { url: string; contentType: string | null }): object {
  const result = parseFeed(body, about);
  if (!result.ok) return { error: result.reason };
  const feed = result.value;
  return {
    format: feed.format,
    feedTitle: feed.title,
    feedLink: feed.url,
    feedId: feed.id,
    feedUpdated: feed.updated,
    items: ownIds(feed.entries).map((entry) => ({
      id: entry.id,
      title: entry.title,
      link: entry.url,
      published: entry.published,
      updated: entry.updated,
      author: entry.author.name,
      authorEmail: entry.author.email,
      authorUri: entry.author.url,
      content: contentOf(entry.content, feed.self),
      summary: contentOf(entry.summary, feed.self),
      commentsUrl: entry.commentsUrl,
      commentFeed: entry.replies.feed,
      commentCount: entry.replies.count,
      inReplyTo: entry.inReplyTo?.id ?? null,
      inReplyToHref: entry.inReplyTo?.url ?? null,
    })),
  };
}

/** Ids made unique: later entries with an id that was seen get their link as well, as readers do that key entries by id. */
function ownIds(entries: readonly Entry[]): readonly Entry[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const id = taken.has(entry.id) ? `${entry.id}|${entry.url ?? ''}` : entry.id;
    taken.add(id);
    return { ...entry, id };
  });
}

/** The attributes that hold one reference. https://www.w3.org/TR/html401/index/attributes.html, and HTML's own since. */
const REFERENCES =
  'action background cite classid codebase data formaction href longdesc manifest poster profile src usemap'.split(' ');

/**
 * Text as comments show it: repaired, and HTML's relative references resolved against what RFC 3986, section 5.1 calls
 * their base: `xml:base` or the document's URL. That `self` comes before the latter is this reader's choice, of which no
 * specification knows, and other readers leave such HTML as served.
 */
function contentOf(text: EntryText | null, self: string | null): string | null {
  if (text === null) return null;
  const value = fixMojibake(text.value) ?? text.value;
  return text.type === 'html' && text.base !== null && text.base !== self ? resolveReferences(value, text.base) : value;
}

/** URL with percent-encoded text beyond ASCII decoded, as a person would write it; unchanged where that is not UTF-8. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function resolveReferences(html: string, base: string): string {
  const document = parseDocument(html, { decodeEntities: false });
  let resolved = false;
  const resolve = (reference: string): string => {
    const url = URL.parse(reference.trim(), base)?.href;
    if (url === undefined || URL.canParse(reference)) return reference;
    resolved = true;
    return url.replace(/(?:%[89a-f][0-9a-f])+/gi, decoded);
  };
  for (const { attribs } of DomUtils.findAll(() => true, document.children)) {
    for (const name of REFERENCES) {
      const reference = attribs[name];
      if (reference !== undefined) attribs[name] = resolve(reference);
    }
    const srcset = attribs['srcset'];
    if (srcset !== undefined) {
      attribs['srcset'] = srcset.replace(
        /(^|,\s*)([^\s,]+)/g,
        (_, before: string, url: string) => before + resolve(url),
      );
    }
  }
  return resolved ? DomUtils.getInnerHTML(document, { decodeEntities: false }) : html;
}
