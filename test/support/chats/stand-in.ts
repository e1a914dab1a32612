import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Request to a stand-in: its address and its body. */
export type Asked = { readonly method: string; readonly url: URL; readonly body: string };

/** Answer of a stand-in: a status and a body of JSON; `null`: it took the message and says nothing. */
export type Said = { readonly status: number; readonly body: unknown } | null;

/** Server on loopback that answers as a chat is documented to; `answer` is given every request, in order of arrival. */
export class StandIn {
  readonly #server: Server;

  constructor(answer: (asked: Asked) => Said) {
    this.#server = createServer(async (request, response: ServerResponse) => {
      const body = await text(request).catch(() => null);
      // A sender that was killed in the middle of its request has sent none.
      if (body === null) return;
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const said = answer({ method: request.method ?? '', url, body });
      // The sender waits, until it has waited long enough.
      if (said === null) return;
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
    });
  }

  /** Starts it on a free port. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Beginning of its addresses, without a slash at the end. */
  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The stand-in is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
