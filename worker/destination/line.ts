import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../exchange.ts';
import type { Channel, DeliveryContext, Reply } from './channel.ts';
import { capacityOf } from './content/capacity.ts';
import type { Content } from './content/content.ts';
import { contentOf } from './content/content-of.ts';
import { fit } from './content/fit.ts';
import { writeContent } from './content/markdown-content.ts';
import { PLAIN } from './content/plain.ts';
import { roundupContent } from './content/roundup.ts';
import { endpoint } from './endpoint.ts';
import { noUrl, silent, template } from './fields.ts';
import { definePlatform } from './platform.ts';

const API = 'https://api.line.me';

/** Longest text, in UTF-16 units. https://developers.line.biz/en/docs/messaging-api/text-character-count/ */
const TEXT_LENGTH = 5_000;

/** Longest address in a text, in UTF-16 units: it has to leave room for words. */
const URL_LENGTH = 1_000;

/** Longest wait that is asked for, ms: a month's messages are used up. */
const DAY = 24 * 60 * 60_000;

/** Address of LINE Notify. */
const NOTIFY = /^https?:\/\/notify-(?:api|bot)\.line\.me(?:[/:?#]|$)/i;
const NEEDED = 'needed are "token" and "to" of the Messaging API';

const schema = v.strictObject({
  url: noUrl((url) =>
    typeof url === 'string' && NOTIFY.test(url)
      ? `is that of LINE Notify, which LINE has shut down; ${NEEDED}`
      : `is nothing that LINE needs; ${NEEDED}`,
  ),
  token: v.pipe(
    v.string(),
    v.regex(/^[\w+/=.-]{20,2000}$/, 'must be a channel access token'),
    v.description('The channel access token.'),
  ),
  to: v.pipe(
    v.string(),
    v.regex(/^[UCR][\da-f]{32}$/, 'must be the id of a user, group or room: U, C or R and 32 of 0–9 and a–f'),
    v.description('The id of a user, group or room.'),
  ),
  api: v.optional(
    v.pipe(
      endpoint,
      v.regex(/^[^?#]*$/, 'must end before any ? or #'),
      v.description('The Messaging API’s address, where it is another.'),
    ),
    API,
  ),
  silent,
  template,
});

type Settings = v.InferOutput<typeof schema>;

/** LINE, through the Messaging API of an official account. */
export const line = definePlatform({
  type: 'line',
  family: 'chat',
  guess: ({ hostname }) => hostname === 'line.me' || hostname.endsWith('.line.me'),
  addresses: ['api'],
  schema,
  credentials: ['token'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

function open(settings: Settings): Channel {
  return {
    // Far under the published 2,000 a second. https://developers.line.biz/en/reference/messaging-api/#rate-limits
    pace: { count: 10, per: 1_000 },
    place: `line:${settings.to}`,
    threads: false,
    edits: false,
    readsAnswer: true,
    render: async (message, refs, about) =>
      push(settings, contentOf(message, { ...refs, sent: null }, settings.template), about),
    roundup: async (comments, _refs, about) => push(settings, roundupContent(comments), about),
    capacity: (comments) => capacityOf(comments, fits),
    read,
  };
}

function fits(content: Content): boolean {
  return textOf(content).length <= TEXT_LENGTH;
}

/** Text of a message. The post's address is left out where that of the comment, which is on its page, stands below. */
function textOf(content: Content): string {
  const hasLink = content.foot.flat().some(({ href }) => href !== null);
  const [first = [], ...others] = content.head;
  const head = hasLink ? [first.map((one) => ({ ...one, href: null })), ...others] : content.head;
  return writeContent({ ...content, head }, PLAIN, { fits: (href) => href.length <= URL_LENGTH }).toWellFormed();
}

/** https://developers.line.biz/en/reference/messaging-api/#send-push-message */
async function push(
  { token, to, api, silent: isSilent }: Settings,
  content: Content,
  { deliveryId }: DeliveryContext,
): Promise<HttpRequest> {
  return {
    kind: 'http',
    method: 'POST',
    url: `${api.replace(/\/+$/, '')}/v2/bot/message/push`,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-line-retry-key': await retryKey(deliveryId),
    },
    body: JSON.stringify({
      to,
      messages: [{ type: 'text', text: textOf(fit(content, fits)) }],
      ...(isSilent === true ? { notificationDisabled: true } : {}),
    }),
  };
}

/** UUID of a delivery, by which LINE knows that it has it. RFC 9562, section 5.8. */
async function retryKey(deliveryId: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(deliveryId)));
  const [hex] = /^.{32}/.exec(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')) ?? [''];
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}

const answered = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    message: v.optional(v.string(), ''),
    details: v.optional(v.array(v.object({ property: v.optional(v.string()) })), []),
    sentMessages: v.optional(v.array(v.object({ id: v.pipe(v.string(), v.regex(/^\d{1,40}$/)) }))),
  }),
);

/** https://developers.line.biz/en/reference/messaging-api/#error-responses and /docs/messaging-api/retrying-api-request/ */
function read({ status, body }: Answer): Reply {
  const parsed = v.safeParse(answered, body);
  const answer = parsed.success ? parsed.output : null;
  const [sent] = answer?.sentMessages ?? [];
  const isTaken = status === 409 || (status >= 200 && status < 300);
  const isOther = status >= 200 && status < 300 && body !== null && sent === undefined;
  return {
    verdict: isOther ? NO_LINE : verdictOf(status, answer),
    receipt: isTaken && sent !== undefined ? { sent: sent.id, thread: null } : null,
    learned: null,
  };
}

const NO_LINE: PlatformVerdict = {
  kind: 'config',
  field: 'api',
  detail: 'answers as LINE’s Messaging API does not; leave it out for https://api.line.me',
};

function verdictOf(status: number, answer: v.InferOutput<typeof answered> | null): PlatformVerdict | null {
  const { message = '', details = [] } = answer ?? {};
  switch (status) {
    case 400:
      if (/failed to send messages/i.test(message)) return broken('failed_to_send');
      if (/the property, 'to'/i.test(message) || details.some(({ property }) => property === 'to'))
        return broken('invalid_to');
      return { kind: 'message', code: 'bad_request' };
    case 401:
      return broken('invalid_token');
    case 403:
      return broken('forbidden');
    case 404:
      return broken('not_found');
    case 409:
      // The key is known: an earlier try has arrived, of which only the answer was lost.
      return { kind: 'delivered' };
    case 429:
      return { kind: 'slow-down', wait: /monthly limit/i.test(message) ? DAY : null };
    default:
      return null;
  }
}

function broken(code: string): PlatformVerdict {
  return { kind: 'broken', code, probe: 'hourly' };
}
