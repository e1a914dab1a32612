import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { isEvent } from '../../worker/message.ts';
import type { Message } from '../../worker/model.ts';
import { CANARY } from './canary.ts';

/** A request that came in, at `at` (ms since the epoch); `id` is its `webhook-id`. */
export type Received = {
  readonly id: string;
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Answer to a request: a status (at once, or when a promise gives it), or none at all. */
export type Reply = number | Promise<number> | 'hang' | 'reset';

/** Destination on loopback: keeps every request, and answers as the test sets it. */
export class Receiver {
  /** Requests in order of arrival, whatever the answer was. */
  readonly received: Received[] = [];
  /** Requests that were answered with success, in order. */
  readonly taken: Received[] = [];
  /** Answers to the next requests, in order; then 200, with the `ok` that Slack says. */
  readonly replies: Reply[] = [];
  /** Answer to every request, while it is set. */
  always: Reply | null = null;
  /** Time that each answer takes, ms. */
  latency = 0;
  readonly #server = createServer(async (request, response) => {
    const { headers } = request;
    const body = await text(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body === null) return;
    await this.#take({ id: String(headers['webhook-id'] ?? ''), at: Date.now(), headers, body }, response);
  });

  /** Starts it on a free port. */
  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver is closed');
    return `http://127.0.0.1:${address.port}/${CANARY}/hook?token=${CANARY}`;
  }

  /** Messages that were taken, in order of arrival; each repeat counts. */
  get messages(): readonly Message[] {
    return this.taken.map(({ body }) => readMessage(body));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(received: Received, response: ServerResponse): Promise<void> {
    this.received.push(received);
    const reply = await (this.always ?? this.replies.shift() ?? 200);
    if (this.latency > 0) await new Promise((resolve) => setTimeout(resolve, this.latency));
    // The sender has gone meanwhile, and never gets an answer.
    if (response.destroyed) return;
    if (reply === 'hang') return;
    if (reply === 'reset') {
      response.destroy();
      return;
    }
    if (reply >= 200 && reply < 300) this.taken.push(received);
    response.writeHead(reply).end(reply === 200 ? 'ok' : undefined);
  }
}

/** Reads a webhook's body; throws where that is no message. */
function readMessage(body: string): Message {
  const value: unknown = JSON.parse(body);
  if (!isEvent(value) || !('id' in value) || typeof value.id !== 'string') throw new Error(`No message: ${body}`);
  return { ...value, id: value.id };
}

/** Verifies a request with another implementation of Standard Webhooks than ours; throws where the signature is wrong. */
export function verify(secret: string, { headers, body }: Received): void {
  const header = (name: string) => String(headers[name] ?? '');
  new Webhook(secret).verify(body, {
    'webhook-id': header('webhook-id'),
    'webhook-timestamp': header('webhook-timestamp'),
    'webhook-signature': header('webhook-signature'),
  });
}
