import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { CANARY } from '../canary.ts';

const relation = v.looseObject({
  rel_type: v.optional(v.string()),
  event_id: v.optional(v.string()),
  is_falling_back: v.optional(v.boolean()),
  'm.in_reply_to': v.optional(v.object({ event_id: v.string() })),
});
const message = v.looseObject({
  msgtype: v.string(),
  body: v.string(),
  formatted_body: v.optional(v.string()),
  'm.relates_to': v.optional(relation),
  'm.new_content': v.optional(v.looseObject({ body: v.string() })),
});

/** Content of a message. */
export type MessageContent = v.InferOutput<typeof message>;

/** Event of the room, in order of arrival; `isRedacted`: its content is gone. */
export type RoomEvent = { readonly id: string; content: MessageContent; isRedacted: boolean };

/** Message as clients show it: its thread's root, if it is in one, and the text of its last edit. */
export type ShownMessage = { readonly id: string; readonly thread: string | null; readonly body: string };

/** Largest event, federated. https://spec.matrix.org/latest/client-server-api/#size-limits */
const EVENT_BYTES = 65_536;
/** Bytes of an event around its content: ids, hashes, signatures. */
const ENVELOPE_BYTES = 2_048;

const PATH = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/]+)$/;

/**
 * Homeserver on loopback with one room and one user, as https://spec.matrix.org/latest/client-server-api/ has it (and Synapse, where
 * that leaves it open): a transaction's id is answered with the event that it made, relations are checked.
 */
export class MatrixServer {
  readonly room = '!kites:blog.example';
  readonly token = `${CANARY}_matrix_token`;
  readonly events: RoomEvent[] = [];
  /** Transactions of the requests that came, in order, repeats and refused ones included. */
  readonly transactions: string[] = [];
  /** Requests to refuse from now on, each with 429 and so many ms in the body. */
  readonly limits: number[] = [];
  /** The next so many messages are taken, and never answered. */
  unanswered = 0;
  readonly #byTransaction = new Map<string, string>();
  readonly #server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body !== null) this.#answer(request, body, response);
  });

  /** Starts it on a free port. */
  static async open(): Promise<MatrixServer> {
    const server = new MatrixServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The homeserver is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Fields of a destination that is this room. */
  get settings() {
    return { type: 'matrix', homeserver: this.url, room: this.room, token: this.token };
  }

  /** Messages as clients show them: edits are part of what they replace, and what is redacted is not shown. */
  get shown(): readonly ShownMessage[] {
    return this.events
      .filter((event) => !event.isRedacted && relatesTo(event, 'm.replace') === null)
      .map((event) => {
        const edit = this.events.findLast((other) => relatesTo(other, 'm.replace') === event.id && !other.isRedacted);
        const body = (edit?.content['m.new_content'] ?? event.content).body;
        return { id: event.id, thread: relatesTo(event, 'm.thread'), body };
      });
  }

  /** Redacts an event, as a moderator does: it stays, without its content, and can still be related to. */
  redact(id: string): void {
    const event = this.#find(id);
    if (event === undefined) throw new Error(`No event ${id}`);
    event.content = { msgtype: '', body: '' };
    event.isRedacted = true;
  }

  /** Forgets an event, as a server whose history is purged: relations to it are refused from then on. */
  forget(id: string): void {
    this.events.splice(
      this.events.findIndex((event) => event.id === id),
      1,
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const [, room, transaction] = PATH.exec(request.url ?? '') ?? [];
    if (room === undefined || transaction === undefined) return refuse(response, 404, 'M_UNRECOGNIZED');
    if (request.method !== 'PUT') return refuse(response, 405, 'M_UNRECOGNIZED');
    const { authorization } = request.headers;
    if (authorization === undefined) return refuse(response, 401, 'M_MISSING_TOKEN');
    if (authorization !== `Bearer ${this.token}`)
      return refuse(response, 401, 'M_UNKNOWN_TOKEN', { soft_logout: false });
    const name = decodeURIComponent(transaction);
    this.transactions.push(name);
    const wait = this.limits.shift();
    if (wait !== undefined) return refuse(response, 429, 'M_LIMIT_EXCEEDED', { retry_after_ms: wait });
    if (decodeURIComponent(room) !== this.room) return refuse(response, 403, 'M_FORBIDDEN');
    this.#take(name, body, response);
  }

  #take(transaction: string, body: string, response: ServerResponse): void {
    const known = this.#byTransaction.get(transaction);
    if (known !== undefined) return succeed(response, known);
    const parsed = jsonOf(body);
    if (parsed === undefined) return refuse(response, 400, 'M_NOT_JSON');
    const read = v.safeParse(message, parsed);
    if (!read.success) return refuse(response, 400, 'M_BAD_JSON');
    if (Buffer.byteLength(body) + ENVELOPE_BYTES > EVENT_BYTES) return refuse(response, 413, 'M_TOO_LARGE');
    const content = read.output;
    if (!this.#mayRelate(content)) return refuse(response, 400, 'M_UNKNOWN');
    const digest = createHash('sha256').update(`${this.events.length} ${transaction}`).digest('base64url');
    const id = `$${digest}`;
    this.#byTransaction.set(transaction, id);
    this.events.push({ id, content, isRedacted: false });
    if (this.unanswered > 0) this.unanswered--;
    else succeed(response, id);
  }

  /**
   * Relations are to events that are known; a thread's root has no relation itself. An edit of an edit, which clients would ignore, is
   * refused here, so that no test can miss it.
   */
  #mayRelate({ 'm.relates_to': relates, 'm.new_content': edited }: MessageContent): boolean {
    if (relates?.rel_type === undefined) return relates === undefined || relates['m.in_reply_to'] !== undefined;
    const target = this.#find(relates.event_id ?? '');
    if (target === undefined) return false;
    const isRelated = target.content['m.relates_to']?.rel_type;
    if (relates.rel_type === 'm.thread') return isRelated === undefined;
    return relates.rel_type === 'm.replace' && isRelated !== 'm.replace' && edited !== undefined;
  }

  #find(id: string): RoomEvent | undefined {
    return this.events.find((event) => event.id === id);
  }
}

function relatesTo({ content }: RoomEvent, type: string): string | null {
  const relates = content['m.relates_to'];
  return relates?.rel_type === type ? (relates.event_id ?? null) : null;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function succeed(response: ServerResponse, id: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ event_id: id }));
}

function refuse(response: ServerResponse, status: number, errcode: string, more: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errcode, error: `${CANARY} of an error`, ...more }));
}
