import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';

const id = v.pipe(v.number(), v.safeInteger());
const messageId = v.pipe(id, v.minValue(1));

const taken = v.object({
  ok: v.literal(true),
  result: v.object({
    message_id: messageId,
    chat: v.object({ id }),
    reply_to_message: v.optional(v.object({ message_id: messageId })),
  }),
});
const refused = v.object({
  ok: v.literal(false),
  error_code: v.optional(v.number()),
  description: v.optional(v.string(), ''),
  parameters: v.optional(
    v.object({ migrate_to_chat_id: v.optional(id), retry_after: v.optional(v.pipe(v.number(), v.minValue(0))) }),
    {},
  ),
});
const answered = v.pipe(v.string(), v.parseJson(), v.union([taken, refused, v.object({ ok: v.literal(true) })]));

const asked = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    message_id: v.optional(id),
    message_thread_id: v.optional(id),
    reply_parameters: v.optional(v.object({ message_id: id })),
  }),
);
type Asked = v.InferOutput<typeof asked>;

/** Message of a chat, as receipts name it: after a group's move to a new chat its old messages are no messages there. */
export type Named = { readonly chat: string; readonly message: number };

const NAMED = /^(?<chat>-?\d{1,16})\/(?<message>\d{1,15})$/;

/** Reads a receipt's name of a message; `null`: it is none. */
export function readNamed(name: string | null): Named | null {
  const { chat, message } = NAMED.exec(name ?? '')?.groups ?? {};
  return chat === undefined || message === undefined ? null : { chat, message: Number(message) };
}

/**
 * Texts of refusals, by what becomes of the message. The server writes some with a capital letter and some without.
 * https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp
 */
const UNCHANGED = ['message is not modified'];
const EDIT_FAILED = [
  'message to edit not found',
  "message can't be edited",
  'message_id_invalid',
  'message_edit_time_expired',
  'message identifier is not specified',
];
const THREAD_GONE = [
  'message to be replied not found',
  'message to reply not found',
  'replied message not found',
  'reply_message_id_invalid',
  'message thread not found',
  'topic_closed',
  'topic_deleted',
];
const BAD_MESSAGE = [
  'message is too long',
  'message_too_long',
  'text is too long',
  'entities_too_long',
  "can't parse entities",
  'message text is empty',
  'text must be non-empty',
  'wrong http url specified',
];
const BROKEN = [
  'chat not found',
  'chat_id is empty',
  'have no write access to the chat',
  'not enough rights',
  'need administrator rights',
  'chat_write_forbidden',
  'chat_send_plain_forbidden',
  'chat_admin_required',
  'chat_restricted',
  'peer_id_invalid',
  'group chat was deactivated',
  'group chat was upgraded to a supergroup chat',
  'bot was blocked by the user',
  'bot was kicked',
  'bot is not a member',
  "bot can't initiate conversation",
  "bot can't send messages to bots",
  'user is deactivated',
];

/** Reads an answer of the Bot API. `hasThreads`: comments of a post reply to its first message. */
export function readAnswer({ status, body }: Answer, request: Outgoing, hasThreads: boolean): Reply {
  const nothing: Reply = { verdict: null, receipt: null, learned: null };
  const parsed = v.safeParse(answered, body);
  if (!parsed.success) {
    const isOther = body !== null && status >= 200 && status < 300;
    return isOther ? { ...nothing, verdict: NO_BOT_API } : nothing;
  }
  const answer = parsed.output;
  const sent = asking(request);
  if (answer.ok) {
    return 'result' in answer ? { ...nothing, receipt: receiptOf(answer.result, sent, hasThreads) } : nothing;
  }
  const { migrate_to_chat_id: moved } = answer.parameters;
  if (moved !== undefined) {
    return { ...nothing, verdict: { kind: 'again', without: 'thread' }, learned: String(moved) };
  }
  return { ...nothing, verdict: verdictOf(answer, status, sent) };
}

const NO_BOT_API: PlatformVerdict = {
  kind: 'config',
  field: 'api',
  detail: 'answers as no Bot API of Telegram’s does; leave it out for https://api.telegram.org',
};

function asking(request: Outgoing): Asked {
  const parsed = v.safeParse(asked, request.kind === 'http' ? request.body : '');
  return parsed.success ? parsed.output : {};
}

/** The message as it is named. Where it does not answer its post's first one, that is gone, and it takes its place. */
function receiptOf(result: v.InferOutput<typeof taken>['result'], sent: Asked, hasThreads: boolean): Receipt {
  const { message_id: message, chat, reply_to_message: root } = result;
  const name = (of: number): string => `${chat.id}/${of}`;
  const isEdit = sent.message_id !== undefined;
  const isReply = root !== undefined && root.message_id === sent.reply_parameters?.message_id;
  return { sent: name(message), thread: isEdit || !hasThreads ? null : name(isReply ? root.message_id : message) };
}

function verdictOf(answer: v.InferOutput<typeof refused>, status: number, sent: Asked): PlatformVerdict | null {
  const { error_code: error = status, description, parameters } = answer;
  const text = description.toLowerCase();
  const textOf = (known: readonly string[]): string | null => known.find((one) => text.includes(one)) ?? null;
  const { retry_after: seconds } = parameters;
  if (error === 429) return { kind: 'slow-down', wait: seconds === undefined ? null : Math.ceil(seconds * 1000) };
  if (error >= 500) return null;
  if (error === 401) return broken('unauthorized');
  // Its address has nothing in it but the token.
  if (error === 404) return broken('not_found');
  if (textOf(UNCHANGED) !== null) return { kind: 'delivered' };
  const gone = textOf(THREAD_GONE);
  if (gone !== null) {
    // The owner's own topic is not left out: nobody would look for its messages elsewhere.
    const isOwn = sent.message_thread_id !== undefined && !gone.includes('repl');
    return isOwn || sent.reply_parameters === undefined ? broken(gone) : { kind: 'again', without: 'thread' };
  }
  if (sent.message_id !== undefined && textOf(EDIT_FAILED) !== null) return { kind: 'again', without: 'sent' };
  const bad = textOf(BAD_MESSAGE);
  if (bad !== null) return { kind: 'message', code: codeOf(bad) };
  const why = textOf(BROKEN);
  if (why !== null || error === 403) return broken(why ?? 'forbidden');
  return null;
}

function broken(text: string): PlatformVerdict {
  return { kind: 'broken', code: codeOf(text), probe: 'hourly' };
}

/** A text as a code: letters, digits and `_`. */
function codeOf(text: string): string {
  return text.replaceAll("'", '').replaceAll(/\W+/g, '_');
}
