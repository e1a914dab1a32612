import { createServer, type IncomingHttpHeaders } from 'node:http';
import { arrayBuffer } from 'node:stream/consumers';
import { mcp, type McpContext } from '../../worker/admin/mcp/mcp.ts';

/** Gives the context of a request, by its bearer token; `null`: it is not one of ours. */
type Authenticate = (token: string | undefined) => McpContext | null;

/** Real HTTP server on loopback around the Worker's MCP handler. */
export class McpServer {
  /** Requests that came: `POST 200 tools/list`. */
  readonly log: string[] = [];
  readonly #server;

  private constructor(authenticate: Authenticate) {
    this.#server = createServer(async (incoming, outgoing) => {
      const { method = 'GET', headers, url = '/' } = incoming;
      const body = await arrayBuffer(incoming);
      const init = { method, headers: headersOf(headers), ...(method === 'POST' ? { body } : {}) };
      const context = authenticate(headers.authorization?.replace('Bearer ', ''));
      const request = new Request(`http://${headers.host}${url}`, init);
      const response =
        context === null ? Response.json({ title: 'Unauthorized' }, { status: 401 }) : await mcp(request, context);
      this.log.push(
        `${method} ${response.status} ${/"method":"([^"]*)"/.exec(new TextDecoder().decode(body))?.[1] ?? ''}`,
      );
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(new Uint8Array(await response.arrayBuffer()));
    });
  }

  /** Starts it on a free port. */
  static async open(authenticate: Authenticate): Promise<McpServer> {
    const server = new McpServer(authenticate);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): URL {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is closed');
    return new URL(`http://127.0.0.1:${address.port}/mcp`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function headersOf(headers: IncomingHttpHeaders): Headers {
  return new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
}
