import type { CommentMessage } from '../../worker/destination/channel.ts';
import type { Comment, CommentFacts, FeedFacts, Message, Post } from '../../worker/model.ts';

export const FEED: FeedFacts = { name: 'qq', title: 'Comments on QQ', homePage: 'https://blog.example/' };
export const POST: Post = { id: 'tag:blog.example,2007:1', url: 'https://blog.example/qq.php', title: 'QQ & friends' };

export const COMMENT: Comment = {
  id: 'tag:blog.example,2007:1.29321',
  url: 'https://blog.example/qq.php#c29321',
  title: 'Comment from Devon Young',
  author: { name: 'Devon Young', url: 'https://devon.example/', avatar: null },
  published: '2007-02-19T23:25:36Z',
  updated: null,
  language: null,
  text: 'Half a billion, wow.',
  html: '<p>Half a billion, <em>wow</em>.</p>',
  truncated: false,
  inReplyTo: null,
  moderation: null,
  original: null,
};

/** A comment with nothing known about it but its id. */
const BARE: Comment = {
  ...COMMENT,
  url: null,
  title: null,
  author: { name: null, url: null, avatar: null },
  published: null,
  text: '',
  html: '',
};

/** `comment.created`, as built from the facts given and the sample's own. */
export function created(
  facts: Partial<Omit<CommentFacts, 'comment'>> & { comment?: Partial<Comment> } = {},
): CommentMessage {
  return {
    id: 'msg_created',
    type: 'comment.created',
    timestamp: '2007-02-19T23:25:36Z',
    data: { feed: FEED, post: POST, ...facts, comment: { ...COMMENT, ...facts.comment } },
  };
}

/** One message of each type, with `words` wherever a stranger's or a person's own may stand. */
export function everyType(words = 'Some words', url = 'https://blog.example/there'): readonly Message[] {
  const timestamp = '2026-11-20T10:00:00Z';
  const since = '2026-11-19T09:30:00Z';
  const feed: FeedFacts = { name: 'qq', title: words, homePage: url };
  const post: Post = { id: words, url, title: words };
  const comment: Comment = {
    ...COMMENT,
    id: words,
    url,
    title: words,
    author: { name: words, url, avatar: url },
    text: words,
    html: `<p>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`,
    inReplyTo: { id: words, url, author: words },
  };
  const destination = { name: words, type: 'webhook' };
  const broken = { destination, reason: words, since, waiting: 3 };
  return [
    { id: 'msg_1', type: 'comment.created', timestamp, data: { feed, post, comment } },
    { id: 'msg_2', type: 'comment.updated', timestamp, data: { feed, post, comment } },
    { id: 'msg_3', type: 'feed.watching', timestamp, data: { feed, count: 14, newest: { post, comment } } },
    { id: 'msg_4', type: 'feed.gap', timestamp, data: { feed, since, missed: 12 } },
    { id: 'msg_5', type: 'feed.failing', timestamp, data: { feed, reason: words, since } },
    { id: 'msg_6', type: 'feed.recovered', timestamp, data: { feed, reason: words, since } },
    { id: 'msg_7', type: 'destination.failing', timestamp, data: broken },
    { id: 'msg_8', type: 'destination.recovered', timestamp, data: broken },
    {
      id: 'msg_9',
      type: 'config.invalid',
      timestamp,
      data: { key: words, field: words, reason: words, keys: Array(50).fill(words), since },
    },
    { id: 'msg_10', type: 'destination.test', timestamp, data: { destination, feeds: Array(50).fill(words) } },
    { id: 'msg_11', type: 'feed.imported', timestamp, data: { feed, count: 300, kept: 200, since } },
  ];
}

/** The messages that are about a comment. */
export function aboutComments(messages: readonly Message[]): readonly CommentMessage[] {
  return messages.filter((message) => message.type === 'comment.created' || message.type === 'comment.updated');
}

/** Messages in which everything is `null` or empty that can be. */
export function bareMessages(): readonly Message[] {
  const timestamp = '2026-11-20T10:00:00Z';
  const feed: FeedFacts = { name: 'qq', title: null, homePage: null };
  const nowhere: Post = { id: null, url: null, title: null };
  const inReplyTo = { id: null, url: null, author: null };
  return [
    { id: 'msg_1', type: 'comment.created', timestamp, data: { feed, post: null, comment: BARE } },
    { id: 'msg_2', type: 'comment.created', timestamp, data: { feed, post: nowhere, comment: { ...BARE, inReplyTo } } },
    { id: 'msg_3', type: 'comment.updated', timestamp, data: { feed, post: null, comment: BARE } },
    { id: 'msg_4', type: 'feed.watching', timestamp, data: { feed, count: 0, newest: null } },
    { id: 'msg_5', type: 'feed.watching', timestamp, data: { feed, count: 1, newest: { post: null, comment: BARE } } },
    { id: 'msg_6', type: 'feed.gap', timestamp, data: { feed, since: timestamp, missed: null } },
    { id: 'msg_7', type: 'feed.failing', timestamp, data: { feed, reason: '', since: timestamp } },
    {
      id: 'msg_8',
      type: 'destination.failing',
      timestamp,
      data: { destination: { name: 'team', type: null }, reason: '', since: timestamp, waiting: 0 },
    },
    {
      id: 'msg_9',
      type: 'config.invalid',
      timestamp,
      data: { key: 'feed:qq', field: null, reason: '', since: timestamp },
    },
    {
      id: 'msg_10',
      type: 'destination.test',
      timestamp,
      data: { destination: { name: 'team', type: null }, feeds: [] },
    },
  ];
}
