import { styleText } from 'node:util';
import { noticeText } from '../../worker/destination/content/notice-text.ts';
import { clip } from '../../worker/markup/text/clip.ts';
import type { Comment, Message, Post } from '../../worker/model.ts';

/** More of a comment's text does not help in a terminal, and the link leads to the rest; UTF-16 units. */
const TEXT_LENGTH = 600;

/** Enough of a garbled text to recognise it by. */
const ORIGINAL_LENGTH = 60;

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A message, whose signature has been verified, as lines for the terminal. */
export function notification(message: Message): string {
  switch (message.type) {
    case 'comment.created':
    case 'comment.updated': {
      const { post, comment } = message.data;
      const edited = message.type === 'comment.updated' ? ' (edited)' : '';
      return lines(`${heading(comment, post)}${edited}`, body(comment));
    }
    case 'feed.watching': {
      const { feed, count, newest } = message.data;
      const now = count === 1 ? '1 comment' : `${count === 0 ? 'no' : count} comments`;
      const title = `${styleText('bold', 'Watching')} ${quoted(feed.title ?? feed.name)}, which has ${now} now.`;
      return newest === null
        ? lines(title, [])
        : lines(title, [`The newest: ${heading(newest.comment, newest.post)}`, ...body(newest.comment)]);
    }
    case 'feed.gap':
    case 'feed.imported':
    case 'feed.failing':
    case 'feed.recovered':
    case 'destination.failing':
    case 'destination.recovered':
    case 'destination.test':
    case 'config.invalid': {
      const { headline, sentences, link } = noticeText(message);
      return lines(styleText('bold', printable(headline)), [
        ...sentences.map(printable),
        ...(link === null ? [] : [styleText('dim', printable(link.url))]),
      ]);
    }
    default:
      return message satisfies never;
  }
}

function lines(title: string, rest: readonly string[]): string {
  const indented = rest.map((line) => (line === '' ? '' : `    ${line}`));
  return [`${styleText('green', '✓')} ${title}`, ...indented].join('\n');
}

function heading(comment: Comment, post: Post | null): string {
  const author = styleText('bold', printable(comment.author.name ?? 'Somebody'));
  const parent = comment.inReplyTo;
  const answers = parent === null ? '' : ` answers ${printable(parent.author ?? 'a comment')}`;
  return `${author}${answers}${post?.title == null ? '' : ` on ${quoted(post.title)}`}`;
}

function body(comment: Comment): readonly string[] {
  const { published, url, original } = comment;
  const when = published === null ? '' : TIME.format(new Date(published));
  const facts = [when, url === null ? '' : printable(url)].filter((fact) => fact !== '').join('  ');
  const garbled = original === null ? '' : `The feed has it as ${quoted(clip(original.text, ORIGINAL_LENGTH))}`;
  return [
    ...clip(printable(comment.text), TEXT_LENGTH).split('\n'),
    ...[facts, garbled].filter((line) => line !== '').map((line) => styleText('dim', line)),
  ];
}

function quoted(title: string): string {
  return `“${printable(title)}”`;
}

/** A stranger wrote it: without what steers a terminal (ECMA-48) or turns the direction of writing (Unicode UAX 9). */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
