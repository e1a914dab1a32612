import type { Comment, Original, Post } from '../model.ts';
import type { Entry, ParsedFeed, Text } from './parsed-feed.ts';
import { utf8Length } from '../markup/utf8.ts';
import { cut } from '../markup/cut.ts';
import { writeHtml } from '../markup/html.ts';
import { parseMarkup, textMarkup } from '../markup/parse.ts';
import { writeText } from '../markup/text.ts';
import type { Markup } from '../markup/tree.ts';
import { repair, type Words } from './repair.ts';
import { sourceOf } from './source/registry.ts';
import type { Reading, Source } from './source/source.ts';

/** A comment with the post that it is on, which a message carries beside it. */
export type FoundComment = Comment & { readonly post: Post | null };

/** What a comment may have, in UTF-8 bytes of its `html` and of its `text` (design: over 64 KB it is cut). */
const MAX_BYTES = 65_536;

/** What `original` may have, so that a message stays under 256 KB. */
const MAX_ORIGINAL_BYTES = 24_576;

/** HTML longer than this is not read to its end: no comment is, and what is left of it would be cut anyway. */
const MAX_SOURCE = 262_144;

/** The comment that an entry is, in the ways of `source` (left out: the feed's own); `null` of the post itself. */
export function toComment(entry: Entry, feed: ParsedFeed, source: Source | null = null): FoundComment | null {
  const reading = (source ?? sourceOf(feed)).reader(feed)(entry);
  return reading === null ? null : renderComment(reading, feed);
}

/** Renders what a source has read: this is the part that takes time, so only comments that are news come here. */
export function renderComment(reading: Reading, feed: ParsedFeed): FoundComment {
  const base = reading.content?.base ?? reading.url ?? feed.url;
  const served = reading.content === null ? [] : markupOf(reading.content, base);
  const words: Words = { author: reading.author.name, title: reading.title, markup: served };
  const repaired = repair(words);
  const { author, title, markup } = repaired ?? words;
  const shown = cut(markup, within(MAX_BYTES));
  return {
    id: reading.id,
    url: reading.url,
    title,
    author: { ...reading.author, name: author },
    published: reading.published,
    updated: reading.updated,
    language: reading.language,
    text: writeText(shown),
    html: writeHtml(shown),
    truncated: shown !== markup || (reading.content?.value.length ?? 0) > MAX_SOURCE,
    inReplyTo: reading.inReplyTo,
    original: repaired === null ? null : originalOf(reading, served),
    post: reading.post,
  };
}

function markupOf(content: Text, base: string | null): Markup {
  const value = content.value.slice(0, MAX_SOURCE);
  return content.type === 'html' ? parseMarkup(value, base) : textMarkup(value);
}

function originalOf(reading: Reading, served: Markup): Original {
  const shown = cut(served, within(MAX_ORIGINAL_BYTES));
  return { author: reading.author.name, title: reading.title, text: writeText(shown), html: writeHtml(shown) };
}

function within(bytes: number): (part: Markup) => boolean {
  return (part) => utf8Length(writeHtml(part)) <= bytes && utf8Length(writeText(part)) <= bytes;
}
