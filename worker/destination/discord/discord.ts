import * as v from 'valibot';
import type { HttpRequest } from '../../exchange.ts';
import { inert } from '../../markup/text/inert.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import type { Message } from '../../model.ts';
import type { Channel, CommentMessage, DeliveryContext, Refs } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { feedName } from '../content/notice-text.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { silent, template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { bodyOf, fits, THREAD_NAME_LENGTH } from './body.ts';
import { mention, pingOf } from './ping.ts';
import { read } from './read.ts';
import { isDiscord, SNOWFLAKE, type WebhookUrl, webhookUrl } from './webhook-url.ts';

/** Kind of a webhook's channel, as it is learned, where each message has to be in a thread. */
const FORUM = 'forum';

/** A sent message as its receipt names it: the thread that it is in, and its id. */
const SENT = /^(?:(\d{1,20})\/)?(\d{1,20})$/;

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check(
      (url) => webhookUrl(url) !== null,
      'is not the URL of a webhook of Discord’s; needed is https://discord.com/api/webhooks/…, as “Copy Webhook URL” gives it',
    ),
    v.description('The webhook’s URL; with ?thread_id=… after it, all messages go into that thread.'),
  ),
  threads,
  silent,
  template,
  mention,
});

type Settings = v.InferOutput<typeof schema>;

/** Discord, through a channel's webhook. https://discord.com/developers/docs/resources/webhook */
export const discord = definePlatform({
  type: 'discord',
  family: 'chat',
  guess: isDiscord,
  schema,
  credentials: ['url'],
  open: (settings) => {
    const webhook = webhookUrl(settings.url);
    if (webhook !== null) return { ok: true, value: open(settings, webhook) };
    return { ok: false, reason: 'config', key: 'destination', field: 'url', detail: 'is no webhook' };
  },
});

function open(settings: Settings, webhook: WebhookUrl): Channel {
  const fixed = webhook.thread;
  const ping = pingOf(settings.mention);
  const hasThreads = settings.threads !== false && fixed === null;
  const isSilent = settings.silent === true;
  const post = (content: Content, name: string, refs: Refs, about: DeliveryContext): HttpRequest => {
    const thread = fixed ?? (hasThreads && SNOWFLAKE.test(refs.thread ?? '') ? refs.thread : null);
    const threadName = thread === null && about.learned === FORUM ? inert(name) : null;
    const body = bodyOf(content, { ping, isSilent, threadName });
    return request('POST', `${webhook.base}?wait=true${thread === null ? '' : `&thread_id=${thread}`}`, body);
  };
  return {
    // Not published; what Discord's staff named for a channel: https://github.com/discord/discord-api-docs/issues/367
    pace: { count: 30, per: 60_000 },
    place: `discord:${webhook.id}${fixed === null ? '' : `/${fixed}`}`,
    threads: hasThreads,
    edits: true,
    readsAnswer: true,
    render: async (message, refs, about) => {
      const edited = message.type === 'comment.updated' ? SENT.exec(refs.sent ?? '') : null;
      const content = contentOf(message, edited === null ? { ...refs, sent: null } : refs, settings.template);
      if (edited === null) return post(content, nameOf(message, content), refs, about);
      const [, thread, id] = edited;
      const url = `${webhook.base}/messages/${id}${thread === undefined ? '' : `?thread_id=${thread}`}`;
      return request('PATCH', url, bodyOf(content, { ping: null, isSilent: false, threadName: null }));
    },
    roundup: async (comments, refs, about) => {
      const content = roundupContent(comments);
      return post(content, about.isDigest === true ? content.preview : roundupName(comments, content), refs, about);
    },
    capacity: (comments) => capacityOf(comments, (content) => fits(content, ping)),
    read: (answer, of) => read(answer, of, fixed),
  };
}

function request(method: 'POST' | 'PATCH', url: string, body: unknown): HttpRequest {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { kind: 'http', method, url, headers, body: JSON.stringify(body) };
}

/** Name of a message's post in a forum. */
function nameOf({ type, data }: Message, { preview }: Content): string {
  if (type !== 'comment.created' && type !== 'comment.updated') return preview;
  return oneLine(data.post?.title ?? null, THREAD_NAME_LENGTH) ?? feedName(data.feed);
}

/** Name of a roundup's post in a forum: that of the comments' own post, where all are on one. */
function roundupName(comments: readonly CommentMessage[], content: Content): string {
  const [first] = comments;
  return first === undefined || content.sections.length !== 1 ? content.preview : nameOf(first, content);
}
