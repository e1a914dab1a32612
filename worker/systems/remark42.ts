import type { Reference } from '../model.ts';
import type { Entry, ParsedFeed, EntryText } from '../feed/parsed-feed.ts';
import { comparableText } from '../feed/comment/comparable-text.ts';
import { pageOf } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import { quoteAtEnd, type Quote } from './quote.ts';
import type { BlogSystem } from './system.ts';

/** Fragment of a comment's address. */
const COMMENT_URL = /#remark42__comment-/;

/** Beginning of the parent's text at a reply's end; in quotations that people write, a line ends between the two tags. */
const PARENT = '<blockquote><p>';

/** Characters of the parent's text that are compared: a long one is quoted in part. */
const COMPARED = 60;

/** Characters of a script from its settings on that are read. */
const MAX_SETTINGS = 2_000;

/** Remark42: a reply is titled "Ann > Bob, The post", another "Ann, The post"; the parent is quoted at its end. */
export const remark42: BlogSystem = {
  name: 'remark42',
  addresses: [
    {
      of: 'page',
      page: /^[^?#]+/,
      feed: ([page], { scripts }) => {
        const settings = settingsIn(scripts);
        const host = settingOf('host', settings);
        const site = settingOf('site_id', settings);
        if (host === null || site === null) return null;
        const thread = settingOf('url', settings) ?? page;
        return `${host.replace(/\/$/, '')}/api/v1/rss/post?site=${encodeURIComponent(site)}&url=${encodeURIComponent(thread)}`;
      },
    },
  ],
  owns: (feed) => feed.entries.some(({ url }) => COMMENT_URL.test(url ?? '')),
  reader: (feed) => {
    const written = byAuthor(feed);
    return (entry) => {
      const draft = plainDraft(entry);
      const author = authorNameOf(entry);
      const title = titleOf(entry.title ?? '', author, written);
      const { own, quoted } = partsOf(draft.content, title.parent !== null);
      const url = pageOf(entry.url);
      return {
        ...draft,
        author: { ...draft.author, name: author },
        content: own,
        inReplyTo: title.parent === null ? null : parentOf(title.parent, quoted, entry, written),
        post: url === null ? null : { id: null, url, title: title.post },
      };
    };
  },
};

/** Comments by author, then by page and beginning of their text. */
type Written = ReadonlyMap<string, ReadonlyMap<string, readonly Entry[]>>;

function byAuthor(feed: ParsedFeed): Written {
  const written = new Map<string, Map<string, Entry[]>>();
  for (const entry of feed.entries) {
    const author = authorNameOf(entry);
    if (author !== null) written.set(author, new Map());
  }
  for (const entry of feed.entries) {
    const author = authorNameOf(entry);
    const texts = written.get(author ?? '');
    if (texts === undefined) continue;
    const isReply = titleOf(entry.title ?? '', author, written).parent !== null;
    const key = keyOf(partsOf(entry.content ?? entry.summary, isReply).own, entry);
    texts.set(key, [...(texts.get(key) ?? []), entry].slice(0, 2));
  }
  return written;
}

/** Parts a reply into the author's own text and the text that is quoted of the parent. */
function partsOf(
  content: EntryText | null,
  isReply: boolean,
): { readonly own: EntryText | null; readonly quoted: string } {
  const quote = isReply && content !== null ? parentIn(content.value) : null;
  if (quote === null || content === null) return { own: content, quoted: '' };
  const own = { ...content, value: content.value.slice(0, quote.index) };
  return { own, quoted: content.value.slice(quote.from, quote.to) };
}

/** Finds the quotation of the parent, whose text may be cut within a quotation of its own, which then ends nowhere. */
function parentIn(html: string): Quote | null {
  const quote = quoteAtEnd(html);
  if (quote === null || html.startsWith(PARENT, quote.index)) return quote;
  const index = html.lastIndexOf(PARENT, quote.index);
  return index === -1 ? quote : { ...quote, index, from: index + PARENT.length };
}

function keyOf(text: EntryText | null, entry: Entry): string {
  return `${pageOf(entry.url) ?? ''} ${comparableText(text).slice(0, COMPARED)}`;
}

function authorNameOf(entry: Entry): string | null {
  const signed = entry.author.inherited === true ? null : entry.author.name;
  return signed ?? /^([^>,]+?)(?: > |, |$)/.exec(entry.title ?? '')?.[1] ?? null;
}

/** Reads the parent's author and the post's title from a title; both may have commas, so known names go first. */
function titleOf(
  title: string,
  author: string | null,
  written: Written,
): { readonly parent: string | null; readonly post: string | null } {
  if (author === null || !title.startsWith(author)) return { parent: null, post: null };
  const rest = title.slice(author.length);
  if (rest.startsWith(', ')) return { parent: null, post: rest.slice(2) || null };
  if (!rest.startsWith(' > ')) return { parent: null, post: null };
  const answer = rest.slice(3);
  const comma = answer.indexOf(', ');
  if (comma === -1 || written.has(answer)) return { parent: answer, post: null };
  const further = answer.indexOf(', ', comma + 2);
  const parent =
    further !== -1 && written.has(answer.slice(0, further)) ? answer.slice(0, further) : answer.slice(0, comma);
  return { parent, post: answer.slice(parent.length + 2) || null };
}

/** Finds the author's comment on the page that begins with the quoted text; by name alone where several or none do. */
function parentOf(author: string, quote: string, entry: Entry, written: Written): Reference {
  const quoted = keyOf({ type: 'html', value: quote, base: null }, entry);
  const parents = quote === '' ? [] : (written.get(author)?.get(quoted) ?? []).filter((other) => other !== entry);
  const parent = parents.length === 1 ? parents[0] : undefined;
  return { id: parent?.id ?? null, url: parent?.url ?? null, author };
}

/** Gives the object that a script calls `remark_config`, as written; empty where none has it. */
function settingsIn(scripts: readonly string[]): string {
  for (const script of scripts) {
    const start = /\bremark_config\s{0,9}=\s{0,9}(?=\{)/.exec(script);
    if (start !== null) return objectAt(script.slice(start.index + start[0].length, start.index + MAX_SETTINGS));
  }
  return '';
}

/** Gives the text up to the brace that closes its first one, or up to its end. */
function objectAt(text: string): string {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return text.slice(0, index);
  }
  return text;
}

/** Gives a setting's value, where it is a plain string. Templates may escape slashes and other characters in it. */
function settingOf(key: string, settings: string): string | null {
  const found = new RegExp(`(?:^|[\\s,{"'])${key}["']?\\s{0,9}:\\s{0,9}(["'\`])([^"'\`]{1,500})\\1`).exec(settings);
  const value = found?.[2]?.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return value?.replaceAll('\\', '') ?? null;
}
