import { styleText } from 'node:util';
import type { Comment, Message, Post } from '../../worker/model.ts';

/** More than this of a comment's text does not help in a terminal; the link leads to the rest. */
const MOST_TEXT = 600;

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A message as text for the terminal. */
export function notification(message: Message): string {
  const seal = styleText('green', '✓ signature');
  switch (message.type) {
    case 'comment.created':
    case 'comment.updated': {
      const { post, comment } = message.data;
      const edited = message.type === 'comment.updated' ? ' (edited)' : '';
      return [`${heading(comment, post)}${edited}  ${seal}`, ...details(comment)].join('\n');
    }
    case 'feed.watching': {
      const { feed, count, newest } = message.data;
      const first = `${styleText('bold', 'Watching')} ${named(feed.title ?? feed.name)}: it has ${count} comments now.  ${seal}`;
      if (newest === null) return first;
      return [first, `  The newest is ${heading(newest.comment, newest.post)}`, ...details(newest.comment)].join('\n');
    }
    case 'feed.gap':
    case 'feed.imported':
    case 'feed.failing':
    case 'feed.recovered':
      return `${styleText('yellow', message.type)} ${printable(message.data.feed.name)}  ${seal}`;
    case 'destination.failing':
    case 'destination.recovered':
    case 'destination.test':
      return `${styleText('yellow', message.type)} ${printable(message.data.destination.name)}  ${seal}`;
    case 'config.invalid':
      return `${styleText('yellow', message.type)} ${printable(message.data.key)}: ${printable(message.data.reason)}  ${seal}`;
    default:
      return message satisfies never;
  }
}

function heading(comment: Comment, post: Post | null): string {
  const author = styleText('bold', printable(comment.author.name ?? 'Somebody'));
  const parent = comment.inReplyTo;
  const answers = parent === null ? '' : ` answers ${printable(parent.author ?? 'a comment')}`;
  return `${author}${answers}${post?.title == null ? '' : ` on ${named(post.title)}`}`;
}

function details(comment: Comment): string[] {
  const text = printable(comment.text);
  const shown = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  const original = comment.original === null ? '' : `the feed has it as ${named(comment.original.text.slice(0, 60))}`;
  const when = comment.published === null ? '' : TIME.format(new Date(comment.published));
  const where = comment.url === null ? '' : printable(comment.url);
  return [
    ...shown.split('\n'),
    styleText('dim', [when, where, original].filter((part) => part !== '').join(' · ')),
  ].map((line) => `    ${line}`);
}

function named(title: string): string {
  return `“${printable(title)}”`;
}

/** A stranger wrote it: without what steers a terminal (ECMA-48) or turns the direction of writing (Unicode UAX 9). */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
