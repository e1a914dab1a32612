import type { Entry, EntryText } from '../feed/parsed-feed.ts';
import { firstLinkLine } from './link-line.ts';
import { plainDraft } from './plain-draft.ts';
import { quoteAtEnd } from './quote.ts';
import { webUrl } from '../feed/comment/web-url.ts';
import type { CommentDraft } from '../feed/comment/draft.ts';
import type { BlogSystem } from './system.ts';

/** Id of a message: `<host>-post-<topic>-<number>` in a topic's feed, `<host>-post-<id>` in that of all posts. */
const POST_ID = /^(.+)-post-\d+(?:-(\d+))?$/;
const TOPIC_ID = /^.+-topic-\d+$/;

/** Address of a message: `…/t/<slug>/<topic>/<number>`; the first post of a topic is the topic itself. */
const POST_URL = /^(.*?\/t\/(?:[^/?#]+\/)?(\d+))(?:\/(\d+))?\/?(?:[?#].*)?$/;

/** Author as the feed writes it: `@user Full Name`. */
const AUTHOR = /^@(\S+)(?:\s+(\S.*))?$/s;

/** Discourse: a topic's feed and that of all posts. They do not state which message another answers. */
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
  // Both are done at the message itself.
  moderation:
    () =>
    ({ url }) =>
      url !== null && POST_URL.test(url) ? { edit: webUrl(url), remove: webUrl(url) } : null,
};

function isDiscourse(id: string): boolean {
  return POST_ID.test(id) || TOPIC_ID.test(id);
}

function read(entry: Entry): CommentDraft | null {
  const [, host, numberInId] = POST_ID.exec(entry.id) ?? [];
  const [, topicUrl, topic, numberInUrl] = POST_URL.exec(entry.url ?? '') ?? [];
  if (host === undefined || (numberInUrl ?? numberInId ?? '1') === '1') return null;
  const draft = plainDraft(entry);
  const [, user, fullName] = AUTHOR.exec(entry.author.name ?? '') ?? [];
  return {
    ...draft,
    author: { ...draft.author, name: fullName ?? user ?? entry.author.name },
    content: unquoted(unwrapped(draft.content, entry.url), user),
    post: topicUrl === undefined ? null : { id: `${host}-topic-${topic}`, url: topicUrl, title: entry.title },
  };
}

/** Leaves out the last paragraph, which is a link "Read full topic" (in any language) to the post itself. */
function unwrapped(content: EntryText | null, url: string | null): EntryText | null {
  if (content === null || url === null) return content;
  const at = content.value.lastIndexOf('<p>');
  const line = at < 0 ? null : firstLinkLine(content.value.slice(at));
  const isLink = line !== null && line.before + line.after === '' && line.link.get('href')?.includes(url);
  return isLink && at + line.end === content.value.length ? { ...content, value: content.value.slice(0, at) } : content;
}

/** Leaves out what older versions put around the whole post: they quote it, behind a line "@user wrote:" in any language. */
function unquoted(content: EntryText | null, user: string | undefined): EntryText | null {
  const quote = content === null ? null : quoteAtEnd(content.value);
  if (content === null || quote === null || user === undefined) return content;
  const line = firstLinkLine(content.value.slice(0, quote.index));
  return line?.text === `@${user}` && line.end === quote.index
    ? { ...content, value: content.value.slice(quote.from, quote.to) }
    : content;
}
