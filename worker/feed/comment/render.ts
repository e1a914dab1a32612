import type { Comment, Original, Post, Reference } from '../../model.ts';
import type { ParsedFeed } from '../parsed-feed.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { cut } from '../../markup/text/cut.ts';
import { writeHtml } from '../../markup/write/html.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import { parseMarkup, textMarkup } from '../../markup/read/parse.ts';
import { writeText } from '../../markup/write/plain-text.ts';
import type { Markup } from '../../markup/tree.ts';
import { repair, repairedName, type CommentWords } from '../repair/repair.ts';
import { shortId } from './short-id.ts';
import type { CommentDraft } from './draft.ts';
import { titleWords } from './title-words.ts';
import { webUrl } from './web-url.ts';

/** A comment with the post that it is on, which a message carries beside it. */
export type RenderedComment = Comment & { readonly post: Post | null };

/** Largest `html` and largest `text` of a comment, in UTF-8 bytes; longer ones are cut (64 KB each). */
const MAX_BYTES = 65_536;

/** Largest `html` and `text` of `original`, in UTF-8 bytes, so that a message stays under 256 KB. */
const MAX_ORIGINAL_BYTES = 24_576;

/** Longest content that is read, in UTF-16 units: no comment is longer, and the rest would be cut anyway. */
const MAX_SOURCE = 262_144;

/** Longest name and title, in UTF-16 units; longer ones are cut. */
const MAX_NAME = 1_000;

/** Length of a served name or title that is read: mojibake makes four characters of one. */
const MAX_SERVED_NAME = 8_192;

/** Longest language tag (RFC 5646, section 4.4.1). */
const MAX_LANGUAGE = 35;

/** Comment of a draft, rendered. Rendering takes time, so only new and edited comments are rendered. */
export function renderComment(draft: CommentDraft, feed: ParsedFeed): RenderedComment {
  const content = draftMarkup(draft, feed);
  const served = content.length === 0 ? textMarkup(titleWords(draft, feed) ?? '') : content;
  const words: CommentWords = { author: begun(draft.author.name), title: begun(draft.title), markup: served };
  const repaired = repair(words);
  const { author, title, markup } = repaired ?? words;
  const shown = cut(markup, within(MAX_BYTES));
  return {
    id: shortId(draft.id),
    url: webUrl(draft.url),
    title: named(title),
    author: { name: named(author), url: webUrl(draft.author.url), avatar: webUrl(draft.author.avatar) },
    published: draft.published,
    updated: draft.updated,
    language: (draft.language?.length ?? 0) > MAX_LANGUAGE ? null : draft.language,
    text: writeText(shown),
    html: writeHtml(shown),
    truncated: shown !== markup || (draft.content?.value.length ?? 0) > MAX_SOURCE,
    inReplyTo: parentOf(draft),
    moderation: null,
    original: repaired === null ? null : originalOf(words),
    post: renderedPost(draft.post),
  };
}

/** Content of a draft as markup; empty where it shows nothing. */
export function draftMarkup({ content, url }: CommentDraft, feed: ParsedFeed): Markup {
  if (content === null) return [];
  const value = content.value.slice(0, MAX_SOURCE);
  return content.type === 'html' ? parseMarkup(value, content.base ?? url ?? feed.url) : textMarkup(value);
}

/** Comment that this one answers; `null` where it would answer itself. */
function parentOf(draft: CommentDraft): Reference | null {
  if (draft.inReplyTo === null) return null;
  const id = shortIdOf(draft.inReplyTo.id);
  const url = webUrl(draft.inReplyTo.url);
  const author = named(repairedName(begun(draft.inReplyTo.author)));
  return id === shortId(draft.id) || (id ?? url ?? author) === null ? null : { id, url, author };
}

function renderedPost(post: Post | null): Post | null {
  if (post === null) return null;
  const [id, url, title] = [shortIdOf(post.id), webUrl(post.url), named(repairedName(begun(post.title)))];
  return (id ?? url ?? title) === null ? null : { id, url, title };
}

function originalOf({ author, title, markup }: CommentWords): Original {
  const shown = cut(markup, within(MAX_ORIGINAL_BYTES));
  return { author: named(author), title: named(title), text: writeText(shown), html: writeHtml(shown) };
}

function begun(name: string | null): string | null {
  return name?.slice(0, MAX_SERVED_NAME) ?? null;
}

function named(name: string | null): string | null {
  return oneLine(name, MAX_NAME);
}

function shortIdOf(id: string | null): string | null {
  return id === null ? null : shortId(id);
}

/** Test that a part fits a message: its HTML and its text have at most `bytes` each, and as JSON twice that together. */
function within(bytes: number): (part: Markup) => boolean {
  return (part) => {
    const [html, text] = [writeHtml(part), writeText(part)];
    if (utf8Length(html) > bytes || utf8Length(text) > bytes) return false;
    return utf8Length(JSON.stringify([html, text])) <= 2 * bytes;
  };
}
