import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Message as Rocket.Chat keeps it. */
export type RocketChatMessage = {
  readonly _id: string;
  readonly msg: string;
  /** Id of the first message of the thread that it is in. */
  readonly tmid: string | null;
  readonly parseUrls: boolean;
};

type Body = Readonly<Record<string, unknown>>;

const MESSAGE_MAX_ALLOWED_SIZE = 5_000;
const CHANNEL = '#comments';

/**
 * Rocket.Chat on loopback: one incoming integration, which answers as `apps/meteor/app/integrations/server/api/api.ts` and
 * `processWebhookMessage.ts` of github.com/RocketChat/Rocket.Chat do. A field that they do not take over is dropped.
 */
export class RocketChat {
  static readonly integration = 'Kq9ZrPb3xTnYw7LdS';
  static readonly token = 'hEcWv2uTq8mRj5NzXs3KyB7fPg9LdAa4hEcWv2uTq8mRj5Nz';
  /** Messages in order of arrival, without those that were deleted. */
  readonly messages: RocketChatMessage[] = [];
  /** Bodies of all requests, whatever the answer was. */
  readonly requests: string[] = [];
  /** True: what comes is taken, and never answered. */
  isSilent = false;
  /** True: an administrator has switched the integration off. */
  isDisabled = false;
  /** True: a message for a thread whose first one is gone is refused. False, as it comes: it is kept, and hangs there. */
  refusesOrphans = false;
  /** Seconds for which the next request is sent away; `null`: it is not. */
  slowDown: number | null = null;
  #next = 1;
  readonly #server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    // A sender that was killed in the middle of its request has sent none.
    if (body !== null) this.#answer(request, response, body);
  });

  /** Starts it on a free port. */
  static async open(): Promise<RocketChat> {
    const chat = new RocketChat();
    await new Promise<void>((resolve) => chat.#server.listen(0, '127.0.0.1', resolve));
    return chat;
  }

  /** The integration's URL. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Rocket.Chat is closed');
    return `http://127.0.0.1:${address.port}/hooks/${RocketChat.integration}/${RocketChat.token}`;
  }

  /** Threads by the id of their first message, with the texts of all that is in them; messages without one are their own. */
  get threads(): ReadonlyMap<string, readonly string[]> {
    const byThread = Map.groupBy(this.messages, ({ _id, tmid }) => tmid ?? _id);
    return new Map([...byThread].map(([thread, messages]) => [thread, messages.map(({ msg }) => msg)]));
  }

  /** Deletes a message. */
  deleteMessage(id: string): void {
    const at = this.messages.findIndex(({ _id }) => _id === id);
    if (at !== -1) this.messages.splice(at, 1);
  }

  /** Closes it, and what waits for an answer. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse, body: string): void {
    this.requests.push(body);
    const [status, answer] = this.#take(`${method} ${url}`, body);
    if (this.isSilent) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #take(asked: string, body: string): readonly [number, Body] {
    if (asked !== `POST /hooks/${RocketChat.integration}/${RocketChat.token}`) {
      return [404, failure('Invalid integration id or token provided.')];
    }
    if (this.slowDown !== null) {
      const wait = `You must wait ${this.slowDown} seconds before trying this endpoint again.`;
      this.slowDown = null;
      return [429, failure(`Error, too many requests. Please slow down. ${wait} [error-too-many-requests]`)];
    }
    if (this.isDisabled) return [503, failure('Service Unavailable')];
    const fields = fieldsOf(body);
    if (fields === null) return [400, failure('Invalid JSON')];
    if (fields['channel'] !== undefined) {
      return [400, failure('overriding destination channel is disabled for this integration')];
    }
    const separate = fields['separateResponse'] === true;
    const refused = (error: string): readonly [number, Body] =>
      separate ? [400, { success: false, responses: [{ channel: CHANNEL, error }] }] : [400, failure(error)];
    const msg = typeof fields['text'] === 'string' ? fields['text'].trim() : '';
    const tmid = typeof fields['tmid'] === 'string' ? fields['tmid'] : null;
    if (msg.length > MESSAGE_MAX_ALLOWED_SIZE) return refused('error-message-size-exceeded');
    const isOrphan = tmid !== null && !this.messages.some(({ _id }) => _id === tmid);
    if (isOrphan && this.refusesOrphans) return refused('error-invalid-message');
    const message = {
      _id: `message${String(this.#next++).padStart(10, '0')}`,
      msg,
      tmid,
      parseUrls: fields['parseUrls'] !== false,
    };
    this.messages.push(message);
    return [200, separate ? { success: true, responses: [{ channel: CHANNEL, message }] } : { success: true }];
  }
}

function failure(error: string): Body {
  return { success: false, error };
}

function fieldsOf(body: string): Body | null {
  try {
    const fields: unknown = JSON.parse(body);
    return typeof fields === 'object' && fields !== null ? { ...fields } : null;
  } catch {
    return null;
  }
}
