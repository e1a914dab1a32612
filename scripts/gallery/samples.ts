import { created, everyType } from '../../test/destination/messages.ts';
import { HOSTILE } from '../../test/destination/hostile.ts';
import type { CommentMessage } from '../../worker/destination/channel.ts';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';
import type { Message } from '../../worker/model.ts';
import { CHINESE, NESTED, EMPTY, escaped, IMAGE, LINKS, RIGHT_TO_LEFT } from './comments.ts';
import { manyPosts, manyComments } from './many.ts';

/** Message of a sample, with what it refers to of the messages that were sent before. */
export type Step = {
  readonly message: Message;
  /** It goes into the thread that an earlier one opened. */
  readonly isInThread?: true;
  /** It edits what was sent. */
  readonly isEditOfSent?: true;
  /** Comment that it answers, which was sent. */
  readonly parent?: CommentMessage;
};

/** Sample that every platform shows: messages one by one, or comments as one message. */
export type Sample = { readonly id: string; readonly title: string } & (
  | { readonly steps: readonly Step[] }
  | { readonly roundup: readonly CommentMessage[] }
);

/** All samples. `comments`: those of a feed, oldest first. */
export function samplesOf(comments: readonly CommentMessage[]): readonly Sample[] {
  const [first, second] = comments;
  if (first === undefined) throw new RangeError('no comments');
  const answered = second ?? first;
  return [
    {
      id: 'feed',
      title: `The ${comments.length} comments of a feed`,
      steps: comments.map((message, at) => ({ message, ...(at > 0 && { isInThread: true as const }) })),
    },
    { id: 'types', title: 'Every type of message', steps: notices().map((message) => ({ message })) },
    {
      id: 'reply',
      title: 'A reply',
      steps: [
        { message: first },
        { message: answer(first, answered), isInThread: true, parent: first },
        { message: namedAnswer(first, answered), isInThread: true },
      ],
    },
    {
      id: 'edit',
      title: 'An edit: of a message that was sent, and of one that was not',
      steps: [
        { message: first },
        { message: edited(first), isInThread: true, isEditOfSent: true },
        { message: edited(first), isInThread: true },
      ],
    },
    { id: 'attacks', title: 'The table of attacks', steps: HOSTILE.map((words) => ({ message: attack(words) })) },
    { id: 'chinese', title: 'Four thousand Chinese characters', steps: [{ message: html(CHINESE, '林小雨') }] },
    { id: 'links', title: 'Sixty links', steps: [{ message: html(LINKS, 'best lamps 4 u') }] },
    { id: 'nested', title: 'Quotes in quotes, lists and code', steps: [{ message: html(NESTED, 'T. Okonjo') }] },
    { id: 'image', title: 'Only an image', steps: [{ message: html(IMAGE, 'Lars-Erik') }] },
    { id: 'empty', title: 'Nothing at all', steps: [{ message: html(EMPTY, null) }] },
    { id: 'right-to-left', title: 'From right to left', steps: [{ message: html(RIGHT_TO_LEFT, 'دانا') }] },
    { id: 'roundup', title: 'A roundup of thirty', roundup: manyComments(first) },
    { id: 'digest', title: 'A digest over three posts', roundup: manyPosts(comments) },
  ];
}

function notices(): readonly Message[] {
  const url = 'https://tides.example/archives/lighthouse_low_tide.php';
  return everyType('Notes from the shore', url).map((message) => {
    const { type } = message;
    if (type === 'feed.failing' || type === 'feed.recovered') {
      return { ...message, data: { ...message.data, reason: 'the server answered with status 503' } };
    }
    if (type === 'destination.failing' || type === 'destination.recovered') {
      return { ...message, data: { ...message.data, destination: TEAM, reason: 'HTTP 404, channel_not_found' } };
    }
    if (type === 'destination.test') {
      return { ...message, data: { destination: TEAM, feeds: ['tides', 'notes', 'kites'] } };
    }
    if (type === 'config.invalid') {
      return { ...message, data: { key: 'feed:tides', field: 'every', reason: 'must be at least 5m', since: SINCE } };
    }
    return message;
  });
}

const TEAM = { name: 'team', type: 'slack' };
const SINCE = '2026-11-19T09:30:00Z';

function answer(parent: CommentMessage, of: CommentMessage): CommentMessage {
  return { ...of, id: 'msg_answer', data: { ...of.data, post: parent.data.post } };
}

function namedAnswer(parent: CommentMessage, of: CommentMessage): CommentMessage {
  const { id, url, author } = parent.data.comment;
  const inReplyTo = { id, url, author: author.name };
  return { ...of, id: 'msg_named', data: { ...of.data, comment: { ...of.data.comment, inReplyTo } } };
}

function edited(of: CommentMessage): CommentMessage {
  const words = ' (Twelve, if you oil it.)';
  const { comment } = of.data;
  const text = comment.text + words;
  return {
    ...of,
    type: 'comment.updated',
    id: 'msg_edit',
    timestamp: new Date(Date.parse(of.timestamp) + 3_600_000).toISOString(),
    data: { ...of.data, comment: { ...comment, text, html: `${comment.html}<p>${escaped(words.trim())}</p>` } },
  };
}

function attack(words: string): CommentMessage {
  return created({
    post: { id: words, url: 'https://tides.example/archives/attacks.php', title: words },
    comment: { author: { name: words, url: null, avatar: null }, text: words, html: `<p>${escaped(words)}</p>` },
  });
}

function html(of: string, name: string | null): CommentMessage {
  const text = writeText(parseMarkup(of, null));
  return created({ comment: { author: { name, url: null, avatar: null }, html: of, text } });
}
