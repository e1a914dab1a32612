import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** Answer of the server at a path. */
export type Serving =
  | {
      readonly kind: 'feed';
      readonly body: string;
      readonly type?: string;
      readonly validators?: boolean;
      /** Settled before it answers. */
      readonly after?: Promise<unknown>;
    }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Begins to answer, then a byte now and then, without end. */
  | { readonly kind: 'drip'; readonly body: string }
  /** Sends half of the body, then breaks the connection. */
  | { readonly kind: 'reset'; readonly body: string };

/** Web server on loopback for feeds; the test sets the answer of each path. */
export class FeedServer {
  readonly #servings = new Map<string, Serving>();
  readonly #asked: { readonly path: string; readonly status: number | null }[] = [];
  readonly #server = createServer((request, response) => this.#answer(request.url ?? '/', request.headers, response));

  /** Starts it on a free port. */
  static async open(): Promise<FeedServer> {
    const server = new FeedServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  url(path: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The feed server is closed');
    return `http://127.0.0.1:${address.port}${path}`;
  }

  serve(path: string, serving: Serving | string): void {
    this.#servings.set(path, typeof serving === 'string' ? { kind: 'feed', body: serving } : serving);
  }

  /** Statuses that were answered at the path, oldest first; `null` where none was. */
  statuses(path: string): readonly (number | null)[] {
    return this.#asked.filter((asked) => asked.path === path).map(({ status }) => status);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(path: string, headers: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
    const serving = this.#servings.get(path) ?? { kind: 'status', status: 404 };
    const record = (status: number | null) => this.#asked.push({ path, status });
    switch (serving.kind) {
      case 'feed': {
        const etag = `"${createHash('sha256').update(serving.body).digest('hex').slice(0, 12)}"`;
        if (serving.validators !== false) response.setHeader('etag', etag);
        const same = serving.validators !== false && headers['if-none-match'] === etag;
        record(same ? 304 : 200);
        await serving.after;
        if (same) response.writeHead(304).end();
        else response.setHeader('content-type', serving.type ?? 'application/atom+xml').end(serving.body);
        return;
      }
      case 'status':
        record(serving.status);
        response.writeHead(serving.status, serving.headers).end('no feed here');
        return;
      case 'hang':
        record(null);
        return;
      case 'drip': {
        record(200);
        response.write(serving.body.slice(0, 100));
        const timer = setInterval(() => response.write(' '), 200);
        response.on('close', () => clearInterval(timer));
        return;
      }
      case 'reset':
        record(200);
        response.setHeader('content-length', Buffer.byteLength(serving.body));
        response.write(serving.body.slice(0, serving.body.length / 2), () => response.destroy());
        return;
      default:
        serving satisfies never;
    }
  }
}
