import type { Comment, CommentFacts, FeedFacts, Message } from '../../model.ts';
import { authorName, noticeText } from './notice-text.ts';
import { oneLine } from '../../markup/text/one-line.ts';

/**
 * Kind of a placeholder's value: words of one line, a comment's text, a link, an instant (ISO 8601 UTC), or HTML, which
 * webhooks alone can have.
 */
export type ValueKind = 'words' | 'text' | 'link' | 'instant' | 'html';

type Placeholder = { readonly kind: ValueKind; readonly of: (message: Message) => string | null };

/** All placeholders by path. `title` and `text` are there in every message; in a notice a comment's own are empty. */
const PLACEHOLDERS = {
  title: { kind: 'words', of: titleOf },
  text: { kind: 'text', of: textOf },
  id: { kind: 'words', of: ({ id }) => id },
  type: { kind: 'words', of: ({ type }) => type },
  timestamp: { kind: 'instant', of: ({ timestamp }) => timestamp },
  'comment.id': ofComment('words', ({ comment }) => comment.id),
  'comment.url': ofComment('link', ({ comment }) => comment.url),
  'comment.title': ofComment('words', ({ comment }) => comment.title),
  'comment.author.name': ofComment('words', ({ comment }) => comment.author.name),
  'comment.author.url': ofComment('link', ({ comment }) => comment.author.url),
  'comment.author.avatar': ofComment('link', ({ comment }) => comment.author.avatar),
  'comment.published': ofComment('instant', ({ comment }) => comment.published),
  'comment.updated': ofComment('instant', ({ comment }) => comment.updated),
  'comment.language': ofComment('words', ({ comment }) => comment.language),
  'comment.text': ofComment('text', ({ comment }) => comment.text),
  'comment.html': ofComment('html', ({ comment }) => comment.html),
  'comment.truncated': ofComment('words', ({ comment }) => String(comment.truncated)),
  'comment.inReplyTo.id': ofComment('words', ({ comment }) => comment.inReplyTo?.id),
  'comment.inReplyTo.url': ofComment('link', ({ comment }) => comment.inReplyTo?.url),
  'comment.inReplyTo.author': ofComment('words', ({ comment }) => comment.inReplyTo?.author),
  'comment.moderation.edit': ofComment('link', ({ comment }) => moderationOf(comment)?.edit),
  'comment.moderation.remove': ofComment('link', ({ comment }) => moderationOf(comment)?.remove),
  'post.id': ofComment('words', ({ post }) => post?.id),
  'post.url': ofComment('link', ({ post }) => post?.url),
  'post.title': ofComment('words', ({ post }) => post?.title),
  'feed.name': ofFeed('words', ({ name }) => name),
  'feed.title': ofFeed('words', ({ title }) => title),
  'feed.homePage': ofFeed('link', ({ homePage }) => homePage),
} as const satisfies Readonly<Record<string, Placeholder>>;

/** Path of a placeholder, as it stands between `{{` and `}}`. */
export type Path = keyof typeof PLACEHOLDERS;

/** Every path. */
export const PATHS = Object.keys(PLACEHOLDERS).filter(isPath);

/** True if there is a placeholder of that path. */
export function isPath(path: string): path is Path {
  return Object.hasOwn(PLACEHOLDERS, path);
}

/** Kind of the value at a path. */
export function kindOf(path: Path): ValueKind {
  return PLACEHOLDERS[path].kind;
}

/** Value at a path in a message, as it came; empty where the message has none. */
export function valueOf(path: Path, message: Message): string {
  return PLACEHOLDERS[path].of(message) ?? '';
}

function ofComment(kind: ValueKind, of: (facts: CommentFacts) => string | null | undefined): Placeholder {
  return { kind, of: (message) => (isAboutComment(message) ? (of(message.data) ?? null) : null) };
}

function ofFeed(kind: ValueKind, of: (feed: FeedFacts) => string | null): Placeholder {
  return { kind, of: ({ data }) => ('feed' in data ? of(data.feed) : null) };
}

/** Pages on which a comment is moderated. Messages of earlier versions have no such field. */
function moderationOf({ moderation }: Partial<Comment>): Comment['moderation'] | undefined {
  return moderation;
}

function titleOf(message: Message): string {
  if (!isAboutComment(message)) return noticeText(message).headline;
  const { comment, post, feed } = message.data;
  const verb = message.type === 'comment.updated' ? 'edited a comment on' : 'commented on';
  const where = oneLine(post?.title ?? null) ?? oneLine(feed.title) ?? feed.name;
  return `${authorName(comment)} ${verb} ${where}`;
}

function textOf(message: Message): string {
  return isAboutComment(message) ? message.data.comment.text : noticeText(message).sentences.join('\n');
}

function isAboutComment(
  message: Message,
): message is Extract<Message, { readonly type: 'comment.created' | 'comment.updated' }> {
  return message.type === 'comment.created' || message.type === 'comment.updated';
}
