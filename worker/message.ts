import * as v from 'valibot';
import type { Comment, Event, Feed, MessageType, Post } from './model.ts';

const encoder = new TextEncoder();

/** Gives the first `bytes` bytes of the text's SHA-256 as base64url; 9 bytes are enough to tell a feed's comments apart. */
export async function digest(text: string, bytes = 9): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return btoa(String.fromCharCode(...whole.subarray(0, bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * Key of a comment across feeds: its ID where that is a URI whose authority is the feed's own host (a comment in a site's
 * feed and in a post's is one message), else the feed's name and the ID (no feed can impersonate another's comments).
 */
export function commentKey(feed: Pick<Feed, 'name'>, feedUrl: string, commentId: Comment['id']): string {
  const own = authority(feedUrl);
  return own !== null && own === authority(commentId) ? commentId : `${feed.name} ${commentId}`;
}

/**
 * Gives the host of an http(s) URL without `www.`, or the authority of a `tag:` URI (RFC 4151); `null`: it has none.
 */
function authority(uri: string): string | null {
  const tag = /^tag:([^,@/]+),\d{4}(?:-\d\d){0,2}:/.exec(uri);
  if (tag?.[1] !== undefined) return withoutWww(tag[1].toLowerCase());
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) return null;
  return withoutWww(new URL(uri).host);
}

/** Gives a host without `www.`: both are one site. */
export function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

/** Key of a notice about a feed, a destination or a config value: one for each type, subject and `since`. */
export function noticeKey(type: string, subject: string, since: string): string {
  return `${type} ${subject} ${since}`;
}

/**
 * Key of the notice that CONFIG has no such destination: of one day, the same from its Outbox and from the Poller of a feed
 * that names it, so that it is one message. `since`: as the notice has it.
 */
export function missingKey(destination: string, since: string): string {
  return noticeKey('config.invalid', `destination:${destination} missing`, since.slice(0, 'YYYY-MM-DD'.length));
}

/**
 * Gives the revision that follows `previous` (`null`: as created) with this content; an edit back and forth gives two.
 */
export function nextRevision(previous: string | null, content: string): Promise<string> {
  return digest(`${previous ?? ''} ${content}`);
}

/** Key of a post, for its comments' thread: its URL without scheme, `www.` and fragment, else its ID; `null`: no thread. */
export function postKey(feed: Pick<Feed, 'name'>, post: Post | null): string | null {
  const url = URL.parse(post?.url ?? '');
  if (url !== null && url.host !== '') return `${withoutWww(url.host)}${url.pathname}${url.search}`;
  const id = post?.id ?? null;
  // An ID that is no URI is the feed's own: another feed's post may have the same.
  return id === null || /^[a-z][a-z\d+.-]*:./i.test(id) ? id : `${feed.name} ${id}`;
}

/** Id of a delivery: the message's, and for each replay another, so that a platform's own idempotency lets it arrive. */
export async function deliveryIdOf(id: string, replays: number): Promise<string> {
  return replays === 0 ? id : `msg_${await digest(JSON.stringify([id, replays]), 18)}`;
}

/**
 * Gives a message's id, `msg_…`: always the same for a comment, its revision (`null`: as created) and a destination.
 */
export async function messageId(key: string, revision: string | null, destination: string): Promise<string> {
  return `msg_${await digest(JSON.stringify([key, revision, destination]), 18)}`;
}

/** An instant (ms since the epoch) as messages and documents have it: ISO 8601, UTC. */
export function iso(instant: number): string {
  return new Date(instant).toISOString();
}

const text = v.string();
const textOrNull = v.nullable(text);
const feed = v.looseObject({ name: text, title: textOrNull, homePage: textOrNull });
const destination = v.looseObject({ name: text });
const post = v.nullable(v.looseObject({ url: textOrNull, title: textOrNull }));
const comment = v.looseObject({
  id: text,
  url: textOrNull,
  author: v.looseObject({ name: textOrNull }),
  published: textOrNull,
  text,
  html: text,
  inReplyTo: v.nullable(v.looseObject({ url: textOrNull, author: textOrNull })),
});
const commentFacts = v.looseObject({ feed, post, comment });
const feedHealth = v.looseObject({ feed, reason: text, since: text });
const destinationHealth = v.looseObject({ destination, reason: text, since: text, waiting: v.number() });

/** The facts that each type cannot do without. Every version has written them; what one did not write yet is none of them. */
const DATA: Readonly<Record<MessageType, v.GenericSchema>> = {
  'comment.created': commentFacts,
  'comment.updated': commentFacts,
  'feed.watching': v.looseObject({ feed, count: v.number(), newest: v.nullable(v.looseObject({ post, comment })) }),
  'feed.gap': v.looseObject({ feed, since: text, missed: v.nullable(v.number()) }),
  'feed.imported': v.looseObject({ feed, count: v.number(), kept: v.number(), since: text }),
  'feed.failing': feedHealth,
  'feed.recovered': feedHealth,
  'destination.failing': destinationHealth,
  'destination.recovered': destinationHealth,
  'config.invalid': v.looseObject({ key: text, field: textOrNull, reason: text, keys: v.optional(v.array(text)) }),
  'destination.test': v.looseObject({ destination, feeds: v.array(text) }),
};

const messageType = v.custom<MessageType>((type) => typeof type === 'string' && Object.hasOwn(DATA, type));
const envelope = v.looseObject({ type: messageType, timestamp: text, data: v.looseObject({}) });

/** True if a value that was read back is an event as some version of Earshot has written it. */
export function isEvent(value: unknown): value is Event {
  return v.is(envelope, value) && v.is(DATA[value.type], value.data);
}

/** The event that a row's body holds; `null`: the body is gone, or no event. */
export function readEvent(body: string | null): Event | null {
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(body);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}
