import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../../exchange.ts';
import type { Channel, CommentMessage, DeliveryContext, Receipt } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { chatMessage, type Envelope, fitsMessage } from './card.ts';
import { threadKeyOf } from './thread-key.ts';

const HOST = 'chat.googleapis.com';
const MESSAGES = /^\/v1\/spaces\/([\w-]+)\/messages$/;

/** Pages of Google Chat itself, as "Copy link" gives them. */
const PAGE = /^https?:\/\/(?:chat\.google\.com|mail\.google\.com\/+(?:mail|chat)(?:\/+u\/+\d+)?)(?:[/:?#]|$)/i;
const NEEDED = 'in the space’s menu choose Apps & integrations, then Webhooks, and copy the link of one';

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => !PAGE.test(url), `is a page of Google Chat, to which nothing can be sent: ${NEEDED}`),
    v.check(isWhole, `is not the whole link of a webhook (…/v1/spaces/…/messages?key=…&token=…): ${NEEDED}`),
    v.description('The link of the space’s webhook.'),
  ),
  threads,
  template,
  mention: mention(/^users\/(?:all|\d{1,30})$/, 'must be users/all, or users/ and a person’s number'),
});

type Settings = v.InferOutput<typeof schema>;

/** Google Chat, through a space's webhook. */
export const googlechat = definePlatform({
  type: 'googlechat',
  family: 'chat',
  guess: (url) => url.hostname === HOST || PAGE.test(url.href),
  schema,
  credentials: ['url'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** True if a URL of Google's is that of messages, with both its parameters. */
function isWhole(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.hostname !== HOST) return true;
  return MESSAGES.test(parsed.pathname) && ['key', 'token'].every((name) => parsed.searchParams.has(name));
}

function open({ url, ...settings }: Settings): Channel {
  // Off as it comes: a thread's later messages are folded away in the space.
  const hasThreads = (settings.threads ?? false) !== false;
  const mentions = [settings.mention ?? []].flat();
  const request = async (
    content: Content,
    comments: readonly CommentMessage[],
    { deliveryId }: DeliveryContext,
  ): Promise<Outgoing> => {
    const threadKey = hasThreads ? await threadKeyOf(comments) : null;
    const envelope: Envelope = { mentions, threadKey };
    const whole = fit(content, (some) => fitsMessage(some, envelope));
    return {
      kind: 'http',
      method: 'POST',
      url: deliveryUrl(url, deliveryId, threadKey !== null),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(chatMessage(whole, envelope)),
    };
  };
  return {
    // Shared by all apps of the space. https://developers.google.com/workspace/chat/limits
    pace: { count: 1, per: 1_000 },
    place: placeOf(url),
    threads: hasThreads,
    knowsThreads: true,
    edits: false,
    readsAnswer: true,
    render: (message, refs, about) => {
      const isOfComment = message.type === 'comment.created' || message.type === 'comment.updated';
      // An edit is a new message: a webhook may change none.
      const content = contentOf(message, { ...refs, sent: null }, settings.template);
      return request(content, isOfComment ? [message] : [], about);
    },
    roundup: (comments, _refs, about) =>
      request(roundupContent(comments), about.isDigest === true ? [] : comments, about),
    capacity: (comments) =>
      capacityOf(comments, (content) => fitsMessage(content, { mentions, threadKey: LONGEST_KEY })),
    read: (answer) => ({ verdict: verdict(answer), receipt: receipt(answer, hasThreads), learned: null }),
  };
}

/** A key as long as any, for what has to fit with one. */
const LONGEST_KEY = 'x'.repeat(64);

/** The space, which the URL names before its secrets; of a URL of another shape the host. */
function placeOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `googlechat:${/\/spaces\/([\w-]+)/.exec(pathname)?.[1] ?? hostname}`;
}

/**
 * Address of one delivery: what was taken under its `requestId` is not posted again. Without the option, a thread's key
 * is ignored. https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create
 */
function deliveryUrl(url: string, deliveryId: string, isInThread: boolean): string {
  const address = new URL(url);
  address.searchParams.set('requestId', deliveryId);
  if (isInThread) {
    // The same in the query, as older guides had it, would be another key.
    address.searchParams.delete('threadKey');
    address.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
  }
  return address.href;
}

const space = String.raw`spaces/[\w-]{1,80}`;
const taken = v.object({
  name: v.pipe(v.string(), v.regex(new RegExp(String.raw`^${space}/messages/[\w.-]{1,100}$`))),
  thread: v.optional(
    v.object({ name: v.pipe(v.string(), v.regex(new RegExp(String.raw`^${space}/threads/[\w.-]{1,100}$`))) }),
  ),
});

function receipt({ status, body }: Answer, hasThreads: boolean): Receipt | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), taken), body);
  if (!parsed.success || status < 200 || status >= 300) return null;
  const { name, thread } = parsed.output;
  return { sent: name, thread: hasThreads ? (thread?.name ?? null) : null };
}

const refused = v.object({
  error: v.object({
    status: v.string(),
    details: v.fallback(v.array(v.object({ reason: v.fallback(v.string(), '') })), []),
  }),
});

/** Reads an answer by the name that Google gives an error. https://cloud.google.com/apis/design/errors#error_model */
function verdict({ status, body }: Answer): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  if (body === null) return null;
  if (status >= 200 && status < 300) {
    if (v.is(v.pipe(v.string(), v.parseJson(), v.looseObject({})), body)) return null;
    return { kind: 'config', field: 'url', detail: `answers as no webhook of Google Chat’s does: ${NEEDED}` };
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), refused), body);
  if (!parsed.success || status < 400 || status >= 500) return null;
  const { status: code, details } = parsed.output.error;
  // A wrong key is an "invalid argument" of every message.
  if (details.some(({ reason }) => reason === 'API_KEY_INVALID')) {
    return { kind: 'broken', code: 'API_KEY_INVALID', probe: 'hourly' };
  }
  return VERDICTS.get(code) ?? null;
}

const VERDICTS: ReadonlyMap<string, PlatformVerdict> = new Map([
  ['INVALID_ARGUMENT', { kind: 'message', code: 'INVALID_ARGUMENT' }],
  ['UNAUTHENTICATED', { kind: 'broken', code: 'UNAUTHENTICATED', probe: 'hourly' }],
  ['PERMISSION_DENIED', { kind: 'broken', code: 'PERMISSION_DENIED', probe: 'hourly' }],
  ['NOT_FOUND', { kind: 'broken', code: 'NOT_FOUND', probe: 'hourly' }],
  ['RESOURCE_EXHAUSTED', { kind: 'slow-down', wait: null }],
]);
