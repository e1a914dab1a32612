import * as v from 'valibot';
import { type Asked, type Said, StandIn } from './stand-in.ts';

/** Most bytes of a message. https://developers.google.com/workspace/chat/create-messages */
const MESSAGE_BYTES = 32_000;

const posted = v.strictObject({
  text: v.optional(v.string()),
  cardsV2: v.array(v.unknown()),
  fallbackText: v.optional(v.string()),
  thread: v.optional(v.strictObject({ threadKey: v.pipe(v.string(), v.minLength(1), v.maxLength(4_000)) })),
});

/** A message in the space. `thread`: its thread's name; `key`: the key that the thread was opened with. */
export type ChatMessage = {
  readonly name: string;
  readonly thread: string;
  readonly key: string | null;
  readonly requestId: string | null;
  readonly body: v.InferOutput<typeof posted>;
};

/** Google Chat's webhook of one space: one message for a `requestId`, one thread for a key where the option says so. */
export class GoogleChat {
  /** Messages in the space, in order. */
  readonly messages: ChatMessage[] = [];
  /** Requests, whatever the answer was. */
  readonly asked: Asked[] = [];
  /** Number of the next requests that are refused as too many. */
  busy = 0;
  /** While set, messages are taken and no answer is given. */
  isMute = false;
  /** While unset, the webhook has been deleted. */
  isThere = true;
  readonly #threads = new Map<string, string>();
  readonly #server = new StandIn((asked) => this.#answer(asked));

  static async open(): Promise<GoogleChat> {
    const chat = new GoogleChat();
    await chat.#server.listen();
    return chat;
  }

  /** Link of the space's webhook. */
  get url(): string {
    return `${this.#server.origin}/v1/spaces/AAAAb1c2/messages?key=AIza&token=s3cr3t%3D`;
  }

  /** Deletes a thread; the next message with its key opens a new one. */
  deleteThread(key: string): void {
    this.#threads.delete(key);
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #answer(asked: Asked): Said {
    this.asked.push(asked);
    const { method, url, body } = asked;
    const query = url.searchParams;
    if (method !== 'POST' || url.pathname !== '/v1/spaces/AAAAb1c2/messages' || !this.isThere)
      return failure(404, 'NOT_FOUND');
    if (query.get('key') !== 'AIza') return failure(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID');
    if (query.get('token') !== 's3cr3t=') return failure(403, 'PERMISSION_DENIED');
    if (this.busy > 0) {
      this.busy--;
      return failure(429, 'RESOURCE_EXHAUSTED');
    }
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), posted), body);
    if (!read.success || Buffer.byteLength(body) > MESSAGE_BYTES) return failure(400, 'INVALID_ARGUMENT');
    const requestId = query.get('requestId');
    const known = requestId === null ? undefined : this.messages.find((one) => one.requestId === requestId);
    const message = known ?? this.#post(read.output, requestId, query.get('messageReplyOption'));
    if (this.isMute) return null;
    return {
      status: 200,
      body: { ...message.body, name: message.name, thread: { ...message.body.thread, name: message.thread } },
    };
  }

  #post(body: ChatMessage['body'], requestId: string | null, option: string | null): ChatMessage {
    // Without the option the key is ignored.
    const key = option === 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' ? (body.thread?.threadKey ?? null) : null;
    const number = this.messages.length + 1;
    const thread = (key === null ? undefined : this.#threads.get(key)) ?? `spaces/AAAAb1c2/threads/t${number}`;
    if (key !== null) this.#threads.set(key, thread);
    const name = `spaces/AAAAb1c2/messages/${thread.split('/').at(-1)}.m${number}`;
    const message = { name, thread, key, requestId, body };
    this.messages.push(message);
    return message;
  }
}

function failure(code: number, status: string, reason?: string): Said {
  const details = reason === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
  return { status: code, body: { error: { code, message: 'Refused.', status, details } } };
}
