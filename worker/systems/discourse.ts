import type { Entry, EntryText } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import { quoteAtEnd } from './quote.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';
import type { BlogSystem } from './system.ts';

/** `<host>-post-<topic>-<number>` in a topic's feed, `<host>-post-<id>` in that of all posts. */
const POST_ID = /^(.+)-post-\d+(?:-(\d+))?$/;
const TOPIC_ID = /^.+-topic-\d+$/;

/** `…/t/<slug>/<topic>/<number>`; the first post of a topic is the topic itself. */
const POST_URL = /^(.*?\/t\/(?:[^/?#]+\/)?(\d+))(?:\/(\d+))?\/?(?:[?#].*)?$/;

/** The paragraph "@user wrote:" before the whole post as a quotation, in any language. */
const WROTE = /^\s*<p>[^<>]{0,40}<a\s[^<>]{1,500}>@([^<>\s]{1,100})<\/a>[^<>]{0,40}<\/p>\s*$/;

/** `@user Full Name`. */
const AUTHOR = /^@(\S+)(?:\s+(\S.*))?$/s;

/** Discourse: a topic's feed and that of all posts. Which post one answers, they do not tell. */
export const discourse: BlogSystem = {
  name: 'discourse',
  addresses: [
    {
      of: 'page',
      page: /^(https?:\/\/[^?#]*\/t\/(?:[^/?#]+\/)?\d+)(?:\/\d+)?\/?(?:[?#].*)?$/,
      generator: /^Discourse\b/,
      feed: ([, topic]) => `${topic}.rss`,
    },
  ],
  owns: (feed) => feed.entries.some(({ id, url }) => isDiscourse(id) && POST_URL.test(url ?? '')),
  reader: () => read,
};

function isDiscourse(id: string): boolean {
  return POST_ID.test(id) || TOPIC_ID.test(id);
}

function read(entry: Entry): CommentDraft | null {
  const [, host, numberInId] = POST_ID.exec(entry.id) ?? [];
  const [, topicUrl, topic, numberInUrl] = POST_URL.exec(entry.url ?? '') ?? [];
  if (host === undefined || (numberInUrl ?? numberInId ?? '1') === '1') return null;
  const reading = plainDraft(entry);
  const [, user, fullName] = AUTHOR.exec(entry.author.name ?? '') ?? [];
  return {
    ...reading,
    author: { ...reading.author, name: fullName ?? user ?? entry.author.name },
    content: unquoted(unwrapped(reading.content, entry.url), user),
    post: topicUrl === undefined ? null : { id: `${host}-topic-${topic}`, url: topicUrl, title: entry.title },
  };
}

/** Without the last paragraph, which is a link "Read full topic" (in any language) to the post itself. */
function unwrapped(content: EntryText | null, url: string | null): EntryText | null {
  if (content === null || url === null) return content;
  const last = content.value.lastIndexOf('<p><a href=');
  if (last === -1 || !content.value.slice(last).includes(url)) return content;
  const ends = /^<p><a href=["'][^"'<>]{1,500}["'][^<>]{0,100}>[^<>]{0,100}<\/a><\/p>\s*$/;
  return ends.test(content.value.slice(last)) ? { ...content, value: content.value.slice(0, last) } : content;
}

/** Older versions quote the whole post under its author's name. */
function unquoted(content: EntryText | null, user: string | undefined): EntryText | null {
  const quote = content === null ? null : quoteAtEnd(content.value);
  if (content === null || quote === null) return content;
  const author = WROTE.exec(content.value.slice(0, quote.index))?.[1];
  return author !== user || user === undefined
    ? content
    : { ...content, value: content.value.slice(quote.from, quote.to) };
}
