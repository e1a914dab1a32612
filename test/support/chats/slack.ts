import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import * as v from 'valibot';
import { payload } from '../../destination/slack/schema.ts';

/** Message that the chat holds. */
export type SlackMessage = {
  readonly channel: string;
  readonly ts: string;
  /** Root of the thread that it answers in; `null`: it is in none, or is a root. */
  readonly thread: string | null;
  /** It is in the channel as well as in its thread. */
  readonly isBroadcast: boolean;
  text: string;
  blocks: unknown;
  /** Texts that it had before it was edited. */
  readonly edits: string[];
  isDeleted: boolean;
};

/** Request that came in, with its body read. */
export type SlackRequest = { readonly at: number; readonly method: string; readonly body: unknown };

/**
 * Answer to the next request: an error of the Web API; 429 with `Retry-After`; any status with a body; or none at all,
 * with the message taken or not.
 */
export type SlackReply =
  | { readonly error: string }
  | { readonly retryAfter: number }
  | { readonly status: number; readonly body: string }
  | 'hang'
  | 'hang-taken';

/** Arguments as both methods take them. https://docs.slack.dev/reference/methods/chat.postMessage and …/chat.update */
const args = v.object({
  channel: v.optional(v.string()),
  ts: v.optional(v.string()),
  text: v.optional(v.string()),
  blocks: v.optional(v.array(v.unknown())),
  thread_ts: v.optional(v.string()),
  reply_broadcast: v.optional(v.boolean()),
});
type Args = v.InferOutput<typeof args>;

type Answer = { readonly ok: boolean; readonly error?: string; readonly [key: string]: unknown };

/** Slack’s Web API on loopback, as documented, with one token and as many channels as it is given. */
export class Slack {
  /** Token that it takes. */
  readonly token = 'xoxb-1-2-canary';
  /** Channels that the bot is in. */
  readonly channels = new Set(['C0123456789']);
  /** Channels that are archived. */
  readonly archived = new Set<string>();
  readonly messages: SlackMessage[] = [];
  readonly requests: SlackRequest[] = [];
  /** Answers to the next requests, in order; then what is documented. */
  readonly replies: SlackReply[] = [];
  /** Messages can be edited. */
  isEditable = true;
  readonly #server = createServer((request, response) => void this.#take(request, response));

  /** Starts it on a free port. */
  static async open(): Promise<Slack> {
    const slack = new Slack();
    await new Promise<void>((resolve) => slack.#server.listen(0, '127.0.0.1', resolve));
    return slack;
  }

  /** The `api` of a destination. */
  get api(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The chat is closed');
    return `http://127.0.0.1:${address.port}/api`;
  }

  /** Messages of a thread, its root first. */
  thread(root: string): readonly SlackMessage[] {
    return this.messages.filter(({ ts, thread }) => ts === root || thread === root);
  }

  /** Deletes a message, as its members can. */
  delete(ts: string): void {
    const message = this.#find(ts);
    if (message === undefined) throw new Error(`No message ${ts}`);
    message.isDeleted = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body === null) return;
    const method = /^\/api\/([\w.]+)$/.exec(request.url ?? '')?.[1] ?? '';
    this.requests.push({ at: Date.now(), method, body: parsed(body) });
    const reply = this.replies.shift() ?? null;
    if (reply === 'hang') return;
    if (reply !== null && typeof reply === 'object') {
      send(response, reply);
      return;
    }
    const answer = this.#answer(method, request, parsed(body));
    if (reply === null) sendJson(response, 200, answer);
  }

  #answer(method: string, { headers }: IncomingMessage, body: unknown): Answer {
    if (headers.authorization === undefined) return failed('not_authed');
    if (headers.authorization !== `Bearer ${this.token}`) return failed('invalid_auth');
    if (!/^application\/json; charset=utf-8$/i.test(headers['content-type'] ?? '')) return failed('invalid_post_type');
    if (!v.is(args, body)) return failed('invalid_arguments');
    const { channel = '' } = body;
    if (!this.channels.has(channel)) return failed('channel_not_found');
    if (this.archived.has(channel)) return failed(method === 'chat.update' ? 'is_inactive' : 'is_archived');
    if (method === 'chat.postMessage') return this.#post(body, channel);
    return method === 'chat.update' ? this.#update(body, channel) : failed('unknown_method');
  }

  #post(body: Args, channel: string): Answer {
    const { thread_ts: thread = null, reply_broadcast: isBroadcast = false, text = '', blocks = [] } = body;
    const problem = problemOf(body);
    if (problem !== null) return failed(problem);
    const root = thread === null ? null : this.#find(thread, channel);
    // A reply is no root: the documentation warns of its `ts`.
    if (root === undefined || (root !== null && root.thread !== null)) return failed('thread_not_found');
    const ts = `${Math.floor(Date.now() / 1_000)}.${String(this.messages.length + 1).padStart(6, '0')}`;
    const message = { channel, ts, thread, isBroadcast: thread !== null && isBroadcast, text, blocks };
    this.messages.push({ ...message, edits: [], isDeleted: false });
    const reply = thread === null ? {} : { thread_ts: thread };
    return { ok: true, channel, ts, message: { type: 'message', subtype: 'bot_message', ts, text, blocks, ...reply } };
  }

  #update(body: Args, channel: string): Answer {
    const { ts = '', text = '', blocks } = body;
    const message = this.#find(ts, channel);
    if (message === undefined) return failed('message_not_found');
    if (!this.isEditable) return failed('edit_window_closed');
    const problem = problemOf(body);
    if (problem !== null) return failed(problem);
    message.edits.push(message.text);
    message.text = text;
    // Left out, the old ones stay.
    message.blocks = blocks ?? message.blocks;
    return { ok: true, channel, ts, text, message: { text, blocks: message.blocks } };
  }

  #find(ts: string, channel: string | null = null): SlackMessage | undefined {
    return this.messages.find(
      (one) => one.ts === ts && !one.isDeleted && (channel === null || one.channel === channel),
    );
  }
}

/** Slack was seen to refuse more characters. */
const WHOLE = 13_200;

function problemOf(body: Args): string | null {
  const { text = '', blocks = [] } = body;
  if (text === '' && blocks.length === 0) return 'no_text';
  if (JSON.stringify({ text, blocks }).length > WHOLE) return 'msg_blocks_too_long';
  return v.is(payload, body) ? null : 'invalid_blocks';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function failed(error: string): Answer {
  return { ok: false, error };
}

function send(response: ServerResponse, reply: Exclude<SlackReply, string>): void {
  if ('error' in reply) sendJson(response, 200, failed(reply.error));
  else if ('status' in reply) response.writeHead(reply.status).end(reply.body);
  else {
    response.setHeader('retry-after', reply.retryAfter);
    sendJson(response, 429, failed('ratelimited'));
  }
}

function sendJson(response: ServerResponse, status: number, answer: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}
