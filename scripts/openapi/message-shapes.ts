import * as v from 'valibot';
import type { MessageData, MessageType } from '../../worker/model.ts';
import { MESSAGE_TYPES } from '../../worker/rules/events.ts';

// Shapes of the messages that a webhook gets. The compiler holds them against worker/model.ts, tests against real messages.

const text = v.string();
const textOrNull = v.nullable(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const instant = v.pipe(text, v.isoTimestamp());

const feed = v.object({
  name: v.pipe(text, v.description('Its name in the configuration.')),
  title: v.pipe(textOrNull, v.description('Its own title.')),
  homePage: textOrNull,
});
const destination = v.object({
  name: text,
  type: v.pipe(textOrNull, v.description('Its platform; null: not known.')),
});
const post = v.object({ id: textOrNull, url: textOrNull, title: textOrNull });

const comment = v.object({
  id: text,
  url: textOrNull,
  title: textOrNull,
  author: v.object({ name: textOrNull, url: textOrNull, avatar: textOrNull }),
  published: v.pipe(textOrNull, v.description('ISO 8601, UTC.')),
  updated: v.pipe(textOrNull, v.description('ISO 8601, UTC.')),
  language: textOrNull,
  text: v.pipe(text, v.description('Plain text.')),
  html: v.pipe(text, v.description('Sanitised HTML.')),
  truncated: v.pipe(v.boolean(), v.description('true: it was over 64 KB, and has been cut.')),
  inReplyTo: v.pipe(
    v.nullable(v.object({ id: textOrNull, url: textOrNull, author: textOrNull })),
    v.description('The comment that this one answers; never the post.'),
  ),
  moderation: v.pipe(
    v.nullable(v.object({ edit: textOrNull, remove: textOrNull })),
    v.description('Pages on which it can be edited and removed, where its feed has "moderate".'),
  ),
  original: v.pipe(
    v.nullable(v.object({ author: textOrNull, title: textOrNull, text, html: text })),
    v.description('The text as served, where its encoding was repaired.'),
  ),
});

/** Parts that several messages have in common, by name. */
export const parts = { MessageFeed: feed, MessageDestination: destination, MessagePost: post, MessageComment: comment };

const commentFacts = v.object({ feed, post: v.nullable(post), comment });
const feedHealth = v.object({ feed, reason: text, since: instant });
const destinationHealth = v.object({ destination, reason: text, since: instant, waiting: count });

/** Shape of `data` for each type of message. */
const data: { readonly [T in MessageType]: v.GenericSchema<MessageData[T]> } = {
  'comment.created': commentFacts,
  'comment.updated': commentFacts,
  'feed.watching': v.object({ feed, count, newest: v.nullable(v.object({ post: v.nullable(post), comment })) }),
  'feed.gap': v.object({ feed, since: instant, missed: v.nullable(count) }),
  'feed.imported': v.object({ feed, count, kept: count, since: instant }),
  'feed.failing': feedHealth,
  'feed.recovered': feedHealth,
  'destination.failing': destinationHealth,
  'destination.recovered': destinationHealth,
  'config.invalid': v.object({
    key: text,
    field: textOrNull,
    reason: text,
    keys: v.exactOptional(v.array(text)),
    since: instant,
  }),
  'destination.test': v.object({ destination, feeds: v.array(text) }),
};

/** Occasion of each type of message, in a sentence. */
const WHEN: Readonly<Record<MessageType, string>> = {
  'comment.created': 'A new comment.',
  'comment.updated': 'The text of a comment has changed.',
  'feed.watching': 'A feed was read for the first time: proof that it works.',
  'feed.gap': 'Comments may lie between two polls that could not be found.',
  'feed.imported': 'Many old comments appeared at once; they are held, and not sent.',
  'feed.failing': 'A feed could not be read for a day.',
  'feed.recovered': 'A feed that failed is read again.',
  'destination.failing': 'Another destination does not take messages.',
  'destination.recovered': 'Another destination takes messages again.',
  'config.invalid': 'A value of the configuration is not valid.',
  'destination.test': 'A test was asked for.',
};

/** Shape of each type of message, with the sentence that says when it is sent. */
export const messages = MESSAGE_TYPES.map((type) => ({ type, when: WHEN[type], shape: messageShape(type) }));

function messageShape(type: MessageType): v.GenericSchema {
  return v.object({
    id: v.pipe(text, v.description('Also the header webhook-id: the same however often the message is tried.')),
    type: v.literal(type),
    timestamp: v.pipe(instant, v.description('When it happened.')),
    data: data[type],
  });
}
