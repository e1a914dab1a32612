import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { CANARY } from '../canary.ts';
import { type DiscordMessage, messageOf, pingsOf, type Sent, sent, shownOf } from './discord-message.ts';

// https://discord.com/developers/docs/resources/webhook and, for the codes, /topics/opcodes-and-status-codes#json-json-error-codes

const WEBHOOK = '900000000000000001';
const PATH = /^\/api(?:\/v(\d+))?\/webhooks\/(\d+)\/([\w-]+)(?:\/messages\/(\d+))?$/;

/** A request as it came. */
export type DiscordRequest = { readonly method: string; readonly url: string; readonly body: string };

type Answered = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Discord on loopback, as it is documented: one webhook of a text channel or a forum. */
export class DiscordServer {
  /** Requests in order of arrival, whatever the answer was. */
  readonly requests: DiscordRequest[] = [];
  /** Messages that stand there, oldest first. */
  readonly messages: DiscordMessage[] = [];
  /** Names of the threads by their ids. */
  readonly threads = new Map<string, string>();
  /** Times, s, for which the next requests are refused. */
  readonly limits: number[] = [];
  /** While set, messages are taken, and never answered. */
  isMute = false;
  /** While set, the forum wants a tag on each post. */
  wantsTag = false;
  /** While set, the webhook is gone. */
  isDeleted = false;
  /** Kind of the webhook's channel. */
  kind: 'text' | 'forum';
  #ids = 1_100_000_000_000_000_000n;
  readonly #server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body !== null) this.#answer(request, body, response);
  });

  constructor(kind: 'text' | 'forum') {
    this.kind = kind;
  }

  /** Starts one on a free port. */
  static async open(kind: 'text' | 'forum' = 'text'): Promise<DiscordServer> {
    const server = new DiscordServer(kind);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** The webhook's URL, as a person copies it. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is closed');
    return `http://127.0.0.1:${address.port}/api/webhooks/${WEBHOOK}/${CANARY}`;
  }

  /** Stops it; who waits for an answer gets none. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Deletes a thread with all that is in it. */
  deleteThread(id: string): void {
    this.threads.delete(id);
    this.#remove((message) => message.thread === id);
  }

  /** Deletes a message. */
  deleteMessage(id: string): void {
    this.#remove((message) => message.id === id);
  }

  #remove(isMeant: (message: DiscordMessage) => boolean): void {
    this.messages.splice(0, Infinity, ...this.messages.filter((message) => !isMeant(message)));
  }

  #answer({ method = '', url = '' }: IncomingMessage, body: string, response: ServerResponse): void {
    this.requests.push({ method, url, body });
    const { status, body: answer, headers } = this.#take(method, new URL(url, 'http://discord.test'), body);
    if (this.isMute && status < 300) return;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  }

  #take(method: string, url: URL, body: string): Answered {
    const [, version, webhook, token, id] = PATH.exec(url.pathname) ?? [];
    if (webhook === undefined) return refusal(404, 0, '404: Not Found');
    const limit = this.limits.shift();
    if (limit !== undefined) return limited(limit, Number(version ?? 6));
    if (this.isDeleted || webhook !== WEBHOOK) return refusal(404, 10_015, 'Unknown Webhook');
    if (token !== CANARY) return refusal(401, 50_027, 'Invalid Webhook Token');
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), sent), body);
    if (!parsed.success) return refusal(400, 50_035, 'Invalid Form Body');
    const isEmpty = !parsed.output.content?.trim() && (parsed.output.embeds ?? []).length === 0;
    if (isEmpty) return refusal(400, 50_006, 'Cannot send an empty message');
    const thread = url.searchParams.get('thread_id');
    if (thread !== null && !this.threads.has(thread)) return refusal(404, 10_003, 'Unknown Channel');
    if (id !== undefined) return method === 'PATCH' ? this.#edit(id, thread, parsed.output) : refusal(405, 0, '405');
    if (method !== 'POST') return refusal(405, 0, '405: Method Not Allowed');
    const answer = this.#execute(thread, parsed.output);
    return answer.status === 200 && url.searchParams.get('wait') !== 'true' ? { status: 204 } : answer;
  }

  #execute(thread: string | null, of: Sent): Answered {
    const name = of.thread_name ?? null;
    if (this.kind === 'text' && name !== null)
      return refusal(400, 220_003, 'Webhooks can only create threads in forum channels');
    if (this.kind === 'forum' && name === null && thread === null)
      return refusal(400, 220_001, 'Webhooks posted to forum channels must have a thread_name or thread_id');
    if (name !== null && thread !== null)
      return refusal(400, 220_002, 'Webhooks posted to forum channels cannot have both a thread_name and thread_id');
    if (name !== null && this.wantsTag)
      return refusal(400, 40_067, 'A tag is required to create a forum post in this channel');
    const id = this.#nextId();
    // The first message of a post has the post's own id.
    const place = name === null ? thread : id;
    if (name !== null) this.threads.set(id, name);
    this.messages.push({ id, thread: place, ...shownOf(of), pings: pingsOf(of), edits: 0 });
    return { status: 200, body: messageOf(id, place, of) };
  }

  #edit(id: string, thread: string | null, of: Sent): Answered {
    const at = this.messages.findIndex((message) => message.id === id && message.thread === thread);
    const before = this.messages[at];
    if (before === undefined) return refusal(404, 10_008, 'Unknown Message');
    const pings = [...before.pings, ...pingsOf(of)];
    this.messages[at] = { id, thread, ...shownOf(of), pings, edits: before.edits + 1 };
    return { status: 200, body: messageOf(id, thread, of) };
  }

  #nextId(): string {
    this.#ids += 4_194_304n;
    return String(this.#ids);
  }
}

function refusal(status: number, code: number, message: string): Answered {
  return { status, body: { message, code } };
}

/** A refusal for a time. Before version 8 the header is in milliseconds. https://discord.com/developers/docs/change-log */
function limited(seconds: number, version: number): Answered {
  const retryAfter = String(Math.ceil(version < 8 ? seconds * 1_000 : seconds));
  return {
    status: 429,
    body: {
      message: 'You are being rate limited.',
      retry_after: version < 8 ? seconds * 1_000 : seconds,
      global: false,
    },
    headers: { 'retry-after': retryAfter, 'x-ratelimit-scope': 'user' },
  };
}
