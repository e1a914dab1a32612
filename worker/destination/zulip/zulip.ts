import * as v from 'valibot';
import type { HttpRequest } from '../../exchange.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import type { Channel } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeContent } from '../content/markdown-content.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { readAnswer } from './answer.ts';
import { MARKDOWN, target } from './dialect.ts';
import { messageTopic, postTopic, roundupTopic } from './topic.ts';

/** Longest message, in bytes of UTF-8: the server cuts one of more than 10,000 characters. https://zulip.com/api/send-message */
const CONTENT_LENGTH = 10_000;

/** Longest target of a link, in UTF-16 units. */
const LINK_LENGTH = 1_500;

/** Channel in the address of a view of it: `#narrow/channel/7-comments/topic/…`. */
const NARROW = /^#narrow\/(?:channel|stream)\/(\d+)(?:[-/]|$)/;

const schema = v.strictObject({
  site: v.pipe(endpoint, v.description('The organisation’s address, like https://example.zulipchat.com.')),
  email: v.pipe(
    v.string(),
    v.regex(/^[!-9;-?A-~]+@[!-9;-?A-~]+$/, 'must be the bot’s e-mail address'),
    v.description('The bot’s e-mail address.'),
  ),
  key: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z\d]{32}$/, 'must be the bot’s API key: 32 letters and digits'),
    v.description('The bot’s API key.'),
  ),
  channel: v.pipe(
    v.string('must be the channel’s name, or its number, in quotation marks'),
    v.regex(/\S/, 'must not be empty'),
    v.maxLength(60, 'must be 60 characters at most'),
    v.description('The channel’s name, or its number.'),
  ),
  mention: mention(
    /^@(?:\*\*[^*\n]{1,120}\*\*|\*[^*\n]{1,120}\*)$/,
    'must be @**a person’s name**, @*a group’s name* or @**all**',
  ),
  threads,
  template,
});
type Settings = v.InferOutput<typeof schema>;

/** Zulip, as a bot: the posts are topics. */
export const zulip = definePlatform({
  type: 'zulip',
  family: 'chat',
  guess: ({ hostname }) => hostname.endsWith('.zulipchat.com'),
  fieldsOf,
  addresses: ['site'],
  schema,
  credentials: ['key'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** Fields in a URL: the organisation; of a view its channel; of the entry for Slack's messages its key and channel. */
function fieldsOf({ origin, hash, searchParams }: URL): Readonly<Record<string, unknown>> {
  const channel = NARROW.exec(hash)?.[1] ?? searchParams.get('stream');
  const key = searchParams.get('api_key');
  return { site: origin, ...(channel === null ? {} : { channel }), ...(key === null ? {} : { key }) };
}

function plain(content: Content): string {
  return writeContent(content, MARKDOWN, { fits: (href) => target(href).length <= LINK_LENGTH });
}

function open({ site, email, key, channel, ...settings }: Settings): Channel {
  const { origin, host } = new URL(site);
  const hasThreads = settings.threads !== false;
  const mentions = [settings.mention ?? []].flat();
  const written = (content: Content): string => [...mentions, plain(content)].join(' ');
  const fits = (content: Content): boolean => utf8Length(written(content)) <= CONTENT_LENGTH;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${btoa(`${email}:${key}`)}`,
  };
  const request = (method: 'POST' | 'PATCH', path: string, fields: Record<string, string>): HttpRequest => {
    const body = new URLSearchParams(fields).toString();
    return { kind: 'http', method, url: `${origin}/api/v1/messages${path}`, headers, body };
  };
  const post = (content: Content, topic: string): HttpRequest =>
    request('POST', '', { type: 'stream', to: toOf(channel), topic, content: written(fit(content, fits)) });
  return {
    // 200 requests a minute of one bot. https://zulip.com/api/rest-error-handling
    pace: { count: 100, per: 60_000 },
    place: `zulip:${host}/${channel}`,
    threads: hasThreads,
    knowsThreads: true,
    edits: true,
    readsAnswer: true,
    render: async (message, refs) => {
      const isEdit = message.type === 'comment.updated' && refs.sent !== null;
      const content = contentOf(message, isEdit ? refs : { ...refs, sent: null }, settings.template);
      if (isEdit) {
        return request('PATCH', `/${encodeURIComponent(refs.sent)}`, { content: plain(fit(content, fits)) });
      }
      const isComment = message.type === 'comment.created' || message.type === 'comment.updated';
      if (!hasThreads || !isComment) return post(content, messageTopic(message));
      return post(content, refs.thread ?? postTopic(message.data));
    },
    roundup: async (comments, { thread }, { isDigest = false }) => {
      const byPost = hasThreads && !isDigest;
      return post(roundupContent(comments), (byPost ? thread : null) ?? roundupTopic(comments, byPost));
    },
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer, sent) =>
      sent.kind === 'http' ? readAnswer(answer, sent, hasThreads) : { verdict: null, receipt: null, learned: null },
  };
}

/** A channel's name as the field takes it: a name that could be read as JSON is written as such; digits are a number. */
function toOf(channel: string): string {
  return !/^\d+$/.test(channel) && /^(?:["[{\d-]|true$|false$|null$)/.test(channel) ? JSON.stringify(channel) : channel;
}
