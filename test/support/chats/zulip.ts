import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Message as Zulip keeps it; `edits`: the contents that it had before. */
export type ZulipMessage = {
  readonly id: number;
  readonly channel: string;
  readonly topic: string;
  content: string;
  readonly edits: string[];
};

type Body = Readonly<Record<string, unknown>>;

const MAX_TOPIC_LENGTH = 60;
const MAX_MESSAGE_LENGTH = 10_000;

/** Zulip on loopback, as its API is documented: one bot, one channel. https://zulip.com/api/send-message */
export class Zulip {
  static readonly email = 'earshot-bot@zulip.example';
  static readonly key = 'abcdefghijklmnopqrstuvwxyz012345';
  static readonly channel = 'comments';
  /** Messages in order of arrival, without those that were deleted. */
  readonly messages: ZulipMessage[] = [];
  /** Methods and paths of all requests, whatever the answer was. */
  readonly requests: string[] = [];
  /** True: what comes is taken, and never answered. */
  isSilent = false;
  /** True: no message can be edited any more. */
  isTooLate = false;
  /** Seconds for which the next request is sent away; `null`: it is not. */
  slowDown: number | null = null;
  #next = 1;
  readonly #server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body !== null) this.#answer(request, response, body);
  });

  /** Starts it on a free port. */
  static async open(): Promise<Zulip> {
    const zulip = new Zulip();
    await new Promise<void>((resolve) => zulip.#server.listen(0, '127.0.0.1', resolve));
    return zulip;
  }

  /** The organisation's address, for the field `site`. */
  get site(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Zulip is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Topics in the order of their first messages, each with its messages' contents. */
  get topics(): ReadonlyMap<string, readonly string[]> {
    const byTopic = Map.groupBy(this.messages, ({ topic }) => topic);
    return new Map([...byTopic].map(([topic, messages]) => [topic, messages.map(({ content }) => content)]));
  }

  /** Deletes a message; no edit finds it any more. */
  deleteMessage(id: number): void {
    const at = this.messages.findIndex((message) => message.id === id);
    if (at !== -1) this.messages.splice(at, 1);
  }

  /** Deletes all messages of a topic, and so the topic. */
  deleteTopic(topic: string): void {
    for (const message of this.messages.filter((one) => one.topic === topic)) this.deleteMessage(message.id);
  }

  /** Closes it, and what waits for an answer. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse, body: string): void {
    this.requests.push(`${method} ${url}`);
    const [status, answer] = this.#take(`${method} ${url}`, headers.authorization, new URLSearchParams(body));
    if (this.isSilent) return;
    const wait = answer['retry-after'];
    const extra = typeof wait === 'number' ? { 'retry-after': String(Math.ceil(wait)) } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(JSON.stringify(answer));
  }

  #take(asked: string, authorization: string | undefined, fields: URLSearchParams): readonly [number, Body] {
    if (authorization !== `Basic ${Buffer.from(`${Zulip.email}:${Zulip.key}`).toString('base64')}`) {
      return [401, failure('UNAUTHORIZED', 'Invalid API key')];
    }
    if (this.slowDown !== null) {
      const answer = { ...failure('RATE_LIMIT_HIT', 'API usage exceeded rate limit'), 'retry-after': this.slowDown };
      this.slowDown = null;
      return [429, answer];
    }
    if (asked === 'POST /api/v1/messages') return this.#post(fields);
    const [, id] = /^PATCH \/api\/v1\/messages\/(\d+)$/.exec(asked) ?? [];
    return id === undefined ? [404, failure('BAD_REQUEST', 'Not found')] : this.#edit(Number(id), fields);
  }

  #post(fields: URLSearchParams): readonly [number, Body] {
    const [type, to, topic, content] = ['type', 'to', 'topic', 'content'].map(
      (field) => fields.get(field)?.trim() ?? '',
    );
    if (type !== 'stream' && type !== 'channel') return [400, failure('BAD_REQUEST', 'Invalid type')];
    if (to !== Zulip.channel) {
      return [400, { ...failure('STREAM_DOES_NOT_EXIST', `Channel '${to}' does not exist`), stream: to }];
    }
    if (topic === undefined || topic === '' || topic === '(no topic)') {
      return [400, failure('BAD_REQUEST', 'Topics are required in this organization')];
    }
    if (content === undefined || content === '') return [400, failure('BAD_REQUEST', 'Message must not be empty')];
    const message: ZulipMessage = {
      id: this.#next++,
      channel: to,
      topic: cutTo(topic, MAX_TOPIC_LENGTH, '...'),
      content: cutTo(content, MAX_MESSAGE_LENGTH, '\n[message truncated]'),
      edits: [],
    };
    this.messages.push(message);
    return [200, { result: 'success', msg: '', id: message.id, automatic_new_visibility_policy: 2 }];
  }

  #edit(id: number, fields: URLSearchParams): readonly [number, Body] {
    const message = this.messages.find((one) => one.id === id);
    const content = fields.get('content')?.trim() ?? '';
    if (message === undefined) return [400, failure('BAD_REQUEST', 'Invalid message(s)')];
    if (this.isTooLate) return [400, failure('BAD_REQUEST', 'The time limit for editing this message has passed')];
    if (content === '') return [400, failure('BAD_REQUEST', 'Nothing to change')];
    message.edits.push(message.content);
    message.content = cutTo(content, MAX_MESSAGE_LENGTH, '\n[message truncated]');
    return [200, { result: 'success', msg: '', detached_uploads: [] }];
  }
}

function failure(code: string, msg: string): Body {
  return { result: 'error', msg, code };
}

/** The text in at most so many code points, with a note where it was longer. */
function cutTo(long: string, most: number, note: string): string {
  const points = Array.from(long);
  return points.length <= most ? long : points.slice(0, most - note.length).join('') + note;
}
