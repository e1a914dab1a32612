import { createServer, type ServerResponse } from 'node:http';
import type { MessageEntity } from '@grammyjs/types';
import * as v from 'valibot';

const request = v.object({
  chat_id: v.union([v.number(), v.string()]),
  message_id: v.optional(v.number()),
  text: v.optional(v.string(), ''),
  entities: v.optional(v.custom<readonly MessageEntity[]>(Array.isArray), []),
  message_thread_id: v.optional(v.number()),
  disable_notification: v.optional(v.boolean(), false),
  reply_parameters: v.optional(
    v.object({ message_id: v.number(), allow_sending_without_reply: v.optional(v.boolean(), false) }),
  ),
});
type Request = v.InferOutput<typeof request>;

/** Message as it stands in a chat. `edits`: how often it was edited. */
export type TelegramMessage = {
  readonly chat: number;
  readonly id: number;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly replyTo: number | null;
  readonly topic: number | null;
  readonly isSilent: boolean;
  readonly edits: number;
};

/** Description of a refusal, with what the Bot API puts beside it. */
class Refusal extends Error {
  readonly code: number;
  readonly parameters: object;

  constructor(code: number, description: string, parameters: object = {}) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const bad = (description: string, parameters?: object): Refusal =>
  new Refusal(400, `Bad Request: ${description}`, parameters);

/** Longest text, in UTF-16 units. https://core.telegram.org/bots/api#sendmessage */
const TEXT_LENGTH = 4_096;

/** Telegram's Bot API on loopback, with one bot, as https://core.telegram.org/bots/api documents it. */
export class TelegramServer {
  static readonly TOKEN = '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

  /** Messages that were taken, also those of which no answer told, in order; an edited one as it is now. */
  readonly messages: TelegramMessage[] = [];
  /** Methods that were called, in order, whatever the answer was. */
  readonly calls: string[] = [];
  /** Seconds that the next callers are told to wait, in order. */
  readonly waits: number[] = [];
  /** While it is set, messages are taken and never answered. */
  isMute = false;
  /** Chats that the bot may write to, and the supergroup that one has become (`null`: none). */
  readonly chats = new Map<number, number | null>();
  /** Topics of forums that are closed. */
  readonly closedTopics = new Set<number>();
  #lastId = 0;
  readonly #server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    } catch {
      // A sender that was killed in the middle of its request has sent none.
      return;
    }
    this.#answer(incoming.url ?? '', Buffer.concat(chunks).toString(), response);
  });

  /** Starts it on a free port, with these chats. */
  static async open(...chats: readonly number[]): Promise<TelegramServer> {
    const server = new TelegramServer();
    for (const chat of chats) server.chats.set(chat, null);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Address for the setting `api`. */
  get api(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Deletes a message, as a person would. */
  delete(id: number): void {
    const at = this.messages.findIndex((message) => message.id === id);
    if (at !== -1) this.messages.splice(at, 1);
  }

  /** Makes a supergroup of a group: it is another chat, and its messages have other numbers. */
  migrate(group: number, supergroup: number): void {
    this.chats.set(group, supergroup);
    this.chats.set(supergroup, null);
  }

  #answer(url: string, body: string, response: ServerResponse): void {
    const [, token, method = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(url) ?? [];
    this.calls.push(method);
    const reply = (status: number, json: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    try {
      if (token !== TelegramServer.TOKEN) throw new Refusal(401, 'Unauthorized');
      const wait = this.waits.shift();
      if (wait !== undefined) {
        throw new Refusal(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
      }
      const result = this.#call(method, v.parse(request, JSON.parse(body)));
      if (!this.isMute) reply(200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) return reply(400, { ok: false, error_code: 400, description: 'Bad Request' });
      const { code, message, parameters } = error;
      const extra = Object.keys(parameters).length === 0 ? {} : { parameters };
      reply(code, { ok: false, error_code: code, description: message, ...extra });
    }
  }

  #call(method: string, given: Request): object {
    const chat = Number(given.chat_id);
    const supergroup = this.chats.get(chat);
    if (supergroup === undefined) throw bad('chat not found');
    if (supergroup !== null) {
      throw bad('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: supergroup });
    }
    const text = given.text.trim();
    if (text === '') throw bad('message text is empty');
    if (text.length > TEXT_LENGTH) throw bad('message is too long');
    for (const { offset, length } of given.entities) {
      if (offset < 0 || length <= 0 || offset + length > text.length) throw bad("can't parse entities");
    }
    if (method === 'sendMessage') return this.#send(chat, text, given);
    if (method === 'editMessageText') return this.#edit(chat, text, given);
    throw new Refusal(404, 'Not Found');
  }

  #send(chat: number, text: string, given: Request): object {
    const topic = given.message_thread_id ?? null;
    if (topic !== null && this.closedTopics.has(topic)) throw bad('TOPIC_CLOSED');
    const { reply_parameters: reply } = given;
    const root = this.messages.find((one) => one.chat === chat && one.id === reply?.message_id) ?? null;
    if (reply !== undefined && root === null && !reply.allow_sending_without_reply) {
      throw bad('message to be replied not found');
    }
    const isSilent = given.disable_notification;
    const { entities } = given;
    const message = { chat, id: ++this.#lastId, text, entities, replyTo: root?.id ?? null, topic, isSilent, edits: 0 };
    this.messages.push(message);
    return shown(message);
  }

  #edit(chat: number, text: string, { message_id: id, entities }: Request): object {
    const at = this.messages.findIndex((one) => one.chat === chat && one.id === id);
    const before = this.messages[at];
    if (before === undefined) throw bad('message to edit not found');
    if (before.text === text && JSON.stringify(before.entities) === JSON.stringify(entities)) {
      throw bad(
        'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
          'content and reply markup of the message',
      );
    }
    const after = { ...before, text, entities, edits: before.edits + 1 };
    this.messages[at] = after;
    return shown(after);
  }
}

/** A message as the Bot API gives it back. */
function shown({ chat, id, text, entities, replyTo, topic }: TelegramMessage): object {
  return {
    message_id: id,
    date: 1_171_927_536,
    chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' },
    text,
    entities,
    ...(replyTo === null ? {} : { reply_to_message: { message_id: replyTo, date: 1_171_927_536, chat: { id: chat } } }),
    ...(topic === null ? {} : { message_thread_id: topic, is_topic_message: true }),
  };
}
