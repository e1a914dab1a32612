import * as v from 'valibot';
import type { HttpRequest } from '../../exchange.ts';
import type { Message } from '../../model.ts';
import type { Channel, DeliveryContext, Refs } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import type { Content } from '../content/content.ts';
import { contentOf } from '../content/content-of.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, noUrl, silent, template } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { readAnswer, readNamed } from './answer.ts';
import { fitsTelegram, telegramText } from './text.ts';

const API = 'https://api.telegram.org';

/** Most people that are pinged: a message has room for a comment as well. */
const MENTIONS = 20;

/** A chat's topic that every forum has: it is no thread, and is not named. https://core.telegram.org/api/forum */
const GENERAL_TOPIC = 1;

/** A chat's id, or its public name. */
const CHAT_NAME = /^(?:-?\d{1,15}|@[A-Za-z]\w{3,31})$/;
const CHAT = 'must be the chat’s id (-1001234567890) or @name';
const TOPIC = 'must be the topic’s number, as in the link to it';

const schema = v.strictObject({
  url: noUrl(() => 'is none of a bot’s; needed are "token" and "chat"'),
  token: v.pipe(
    v.string(),
    v.regex(/^\d{1,20}:[\w-]{20,100}$/, 'must be a bot’s token as @BotFather gives it: 123456:ABC…'),
    v.description('The bot’s token.'),
  ),
  chat: v.pipe(
    v.union([v.pipe(v.number(), v.safeInteger()), v.pipe(v.string(), v.regex(CHAT_NAME, CHAT))], CHAT),
    v.description('The chat’s id or @name.'),
  ),
  topic: v.optional(
    v.pipe(
      v.number(TOPIC),
      v.safeInteger(TOPIC),
      v.minValue(1, TOPIC),
      v.description('A forum’s topic, by its number.'),
    ),
  ),
  api: v.optional(
    v.pipe(
      endpoint,
      v.regex(/^[^?#]*$/, 'must end before any ? or #'),
      v.description('The Bot API’s address, where it is one’s own server.'),
    ),
    API,
  ),
  threads: v.optional(
    v.pipe(
      v.boolean('must be true or false: Telegram shows every reply in its chat as well'),
      v.description('One thread per post, of replies to its first message: true or false.'),
    ),
  ),
  silent,
  template,
  mention: v.pipe(
    mention(/^(?:@[A-Za-z]\w{3,31}|[1-9]\d{0,14})$/, 'must be @name or a user’s id'),
    v.check((ids) => ids === undefined || [ids].flat().length <= MENTIONS, `must name ${MENTIONS} at most`),
  ),
});

type Settings = v.InferOutput<typeof schema>;

/** Telegram, through a bot. */
export const telegram = definePlatform({
  type: 'telegram',
  family: 'chat',
  guess: ({ hostname }) => HOSTS.has(hostname),
  fieldsOf,
  addresses: ['api'],
  schema,
  credentials: ['token'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** Hosts of the Bot API, and of links to chats. */
const HOSTS = new Set(['api.telegram.org', 't.me', 'telegram.me', 'web.telegram.org']);

/** Link to a public chat. */
const LINK = /^\/(?<name>[A-Za-z]\w{3,31})\/?$/;

/** Address of a method as it is pasted: `…/bot{token}/sendMessage?chat_id=…`. */
const METHOD = /^(?<prefix>.*)\/bot(?<token>\d+(?::|%3a)[\w-]+)(?:\/\w*)?$/i;

function fieldsOf(url: URL): Readonly<Record<string, unknown>> {
  const name = /^(?:t|telegram)\.me$/.test(url.hostname) ? LINK.exec(url.pathname)?.groups?.['name'] : undefined;
  if (name !== undefined) return { chat: `@${name}` };
  const { prefix, token } = METHOD.exec(url.pathname)?.groups ?? {};
  if (prefix === undefined || token === undefined) return { url: url.href };
  const api = url.origin + prefix;
  const chat = url.searchParams.get('chat_id');
  const topic = url.searchParams.get('message_thread_id');
  return {
    token: token.replace(/%3a/i, ':'),
    ...(api === API ? {} : { api }),
    ...(chat === null ? {} : { chat }),
    ...(topic === null ? {} : { topic: Number(topic) }),
    ...(url.searchParams.get('disable_notification') === 'true' ? { silent: true } : {}),
  };
}

function open(settings: Settings): Channel {
  const { topic } = settings;
  const chat = String(settings.chat);
  const hasThreads = settings.threads !== false;
  const mentions = [settings.mention ?? []].flat();
  const fits = (content: Content): boolean => fitsTelegram(content, mentions);
  return {
    // A group takes 20 a minute, a person one a second. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    pace: /^\d/.test(chat) ? { count: 1, per: 1_000 } : { count: 20, per: 60_000 },
    place: `telegram:${chat}${topic === undefined ? '' : `/${topic}`}`,
    threads: hasThreads,
    edits: true,
    readsAnswer: true,
    render: async (message, refs, about) => requestOf(settings, message, refs, about),
    roundup: async (comments, refs, about) => newMessage(settings, roundupContent(comments), refs, about),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer, request) => readAnswer(answer, request, hasThreads),
    outdated: (learned) => {
      const moved = chatOf(settings, learned);
      const detail = `is a group that has become a supergroup, to which messages go now; put that one’s id here: ${moved}`;
      return String(moved) === chat ? null : { field: 'chat', detail };
    },
  };
}

function requestOf(settings: Settings, message: Message, refs: Refs, about: DeliveryContext): HttpRequest {
  const chat = chatOf(settings, about.learned);
  const message_id = messageIn(chat, refs.sent);
  if (message.type !== 'comment.updated' || message_id === null) {
    return newMessage(settings, contentOf(message, { ...refs, sent: null }, settings.template), refs, about);
  }
  return call(settings, 'editMessageText', {
    chat_id: chat,
    message_id,
    ...telegramText(contentOf(message, refs, settings.template), []),
    link_preview_options: { is_disabled: true },
  });
}

function newMessage(settings: Settings, content: Content, refs: Refs, about: DeliveryContext): HttpRequest {
  const { topic = GENERAL_TOPIC } = settings;
  const chat = chatOf(settings, about.learned);
  const root = settings.threads === false ? null : messageIn(chat, refs.thread);
  return call(settings, 'sendMessage', {
    chat_id: chat,
    ...telegramText(content, [settings.mention ?? []].flat()),
    link_preview_options: { is_disabled: true },
    ...(topic === GENERAL_TOPIC ? {} : { message_thread_id: topic }),
    ...(root === null ? {} : { reply_parameters: { message_id: root, allow_sending_without_reply: true } }),
    ...(settings.silent === true ? { disable_notification: true } : {}),
  });
}

/** The chat, which was learned where a group became a supergroup and has a new id. */
function chatOf({ chat }: Settings, learned: string | null): number | string {
  if (learned !== null && /^-?\d{1,15}$/.test(learned)) return Number(learned);
  return typeof chat === 'string' && !chat.startsWith('@') ? Number(chat) : chat;
}

/** Number of a message that a receipt names; `null`: there is none in this chat. */
function messageIn(chat: number | string, name: string | null): number | null {
  const named = readNamed(name);
  if (named === null || (typeof chat === 'number' && named.chat !== String(chat))) return null;
  return named.message;
}

function call(
  { api, token }: Settings,
  method: 'sendMessage' | 'editMessageText',
  body: Readonly<Record<string, unknown>>,
): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: `${api.replace(/\/+$/, '')}/bot${token}/${method}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
