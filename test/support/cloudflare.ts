import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Namespaces, newId } from './cloudflare-namespaces.ts';
import { type Binding, Workers } from './cloudflare-workers.ts';
import { Refused } from './refused.ts';

/** The one account that there is. */
export const ACCOUNT = '0123456789abcdef0123456789abcdef';
export const TOKEN = 'a-token-that-the-stand-in-accepts';

type Call = {
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly type: string;
};
type Route = readonly [method: string, path: RegExp, answer: (call: Call) => unknown];

/**
 * Stand-in for the parts of Cloudflare's API that deploying Earshot asks, on loopback: namespaces with unique titles,
 * Workers with bindings, secrets and cron triggers, the account's workers.dev name. It keeps everything in memory.
 */
export class Cloudflare {
  /** Every request, as `GET /workers/subdomain`: paths count from the account. */
  readonly requests: string[] = [];
  readonly #namespaces = new Namespaces();
  readonly #workers = new Workers(this.#namespaces);
  readonly uploads = this.#workers.uploads;
  /** Titles of namespaces by their ids. */
  readonly namespaces = this.#namespaces.titles;
  /** Values by `<namespace's title>/<key>`. */
  readonly values = this.#namespaces.values;
  readonly workers = this.#workers.byName;
  /** The account's workers.dev name; `null`: none was chosen yet. */
  subdomain: string | null = 'someone';
  /** Ids of the accounts that the token reaches. */
  accounts: readonly string[] = [ACCOUNT];
  /** While true, no Worker can be uploaded. */
  isUploadBroken = false;
  readonly #server = createServer(async (request, response) => {
    const [status, body] = await this.#answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });

  /** Starts it on a free port. */
  static async open(): Promise<Cloudflare> {
    const cloudflare = new Cloudflare();
    await new Promise<void>((resolve) => cloudflare.#server.listen(0, '127.0.0.1', resolve));
    return cloudflare;
  }

  /** The API's base URL, for CLOUDFLARE_API_BASE_URL. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The stand-in is closed');
    return `http://127.0.0.1:${address.port}/client/v4`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Titles of the namespaces that a Worker has, by the bindings' names. */
  namespacesOf(worker: string): Record<string, string | undefined> {
    const bindings = this.workers.get(worker)?.bindings ?? [];
    return Object.fromEntries(
      bindings
        .filter(({ type }) => type === 'kv_namespace')
        .map(({ name, namespace_id }) => [name, this.namespaces.get(namespace_id ?? '')]),
    );
  }

  /** An account as it was before the first deploy. */
  reset(): void {
    this.requests.length = 0;
    this.uploads.length = 0;
    for (const kept of [this.namespaces, this.values, this.workers]) kept.clear();
    this.subdomain = 'someone';
    this.accounts = [ACCOUNT];
    this.isUploadBroken = false;
  }

  /** Makes a Worker with its namespaces, as a deploy would have left them. */
  addWorker(name: string): void {
    const bindings = ['CONFIG', 'SEEN'].map((binding): Binding => {
      const id = newId();
      this.namespaces.set(id, `${name}-${binding.toLowerCase()}`);
      return { name: binding, type: 'kv_namespace', namespace_id: id };
    });
    this.workers.set(name, { bindings, migrationTag: 'v1', secrets: new Map(), crons: [], version: newId() });
  }

  async #answer(request: IncomingMessage): Promise<readonly [status: number, body: string]> {
    const body = await buffer(request);
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const path = url.pathname.replace('/client/v4', '').replace(`/accounts/${ACCOUNT}/`, '/');
    this.requests.push(`${request.method} ${path}`);
    try {
      if (request.headers.authorization !== `Bearer ${TOKEN}`) throw new Refused(401, 10000, 'Authentication error');
      for (const [method, pattern, answer] of this.#routes) {
        const match = pattern.exec(path);
        if (method !== request.method || match === null) continue;
        const params = match.slice(1).map(decodeURIComponent);
        const type = request.headers['content-type'] ?? '';
        const result = answer({ params, query: url.searchParams, body, type });
        // A value of KV comes as it is, everything else in an envelope.
        if (typeof result === 'string') return [200, result];
        return [200, JSON.stringify({ success: true, errors: [], messages: [], result })];
      }
      throw new Refused(404, 7003, `The stand-in knows no ${request.method} ${path}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, code, message } = error;
      return [status, JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null })];
    }
  }

  readonly #routes: readonly Route[] = [
    ['GET', /^\/accounts$/, () => this.accounts.map((id) => ({ id, name: 'Somebody' }))],
    ['GET', /^\/memberships$/, () => this.accounts.map((id) => ({ id, account: { id, name: 'Somebody' } }))],
    ['GET', /^\/workers\/subdomain$/, () => this.#workersDev()],
    ['GET', /^\/workers\/services\/([^/]+)$/, ({ params: [name] }) => this.#workers.service(name)],
    ['GET', /^\/workers\/workers\/([^/]+)$/, ({ params: [name] }) => this.#workers.enabled(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/settings$/, ({ params: [name] }) => this.#workers.settings(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/deployments$/, ({ params: [name] }) => this.#workers.deployments(name)],
    [
      'POST',
      /^\/workers\/scripts\/([^/]+)\/deployments$/,
      ({ params: [name] }) => ({ id: this.#workers.get(name).version }),
    ],
    ['GET', /^\/workers\/scripts\/([^/]+)\/versions$/, ({ params: [name] }) => this.#workers.versions(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/secrets$/, ({ params: [name] }) => this.#workers.secrets(name)],
    [
      'PUT',
      /^\/workers\/scripts\/([^/]+)\/secrets$/,
      ({ params: [name], body }) => this.#workers.putSecret(name, parsed(body)),
    ],
    ['PATCH', /^\/workers\/scripts\/([^/]+)\/script-settings$/, ({ body }) => parsed(body)],
    ['POST', /^\/workers\/scripts\/([^/]+)\/subdomain$/, ({ params: [name] }) => this.#workers.enabled(name)],
    [
      'PUT',
      /^\/workers\/scripts\/([^/]+)\/schedules$/,
      ({ params: [name], body }) => this.#workers.putSchedules(name, parsed(body)),
    ],
    ['PUT', /^\/workers\/scripts\/([^/]+)$/, (call) => this.#upload(call)],
    ['POST', /^\/workers\/scripts\/([^/]+)\/versions$/, (call) => this.#upload(call)],
    ['GET', /^\/storage\/kv\/namespaces$/, ({ query }) => this.#namespaces.list(query)],
    ['POST', /^\/storage\/kv\/namespaces$/, ({ body }) => this.#namespaces.create(parsed(body))],
    ['GET', /^\/storage\/kv\/namespaces\/([^/]+)\/keys$/, ({ params: [id] }) => this.#namespaces.keys(id)],
    [
      'POST',
      /^\/storage\/kv\/namespaces\/([^/]+)\/bulk\/get$/,
      ({ params: [id], body }) => this.#namespaces.bulkGet(id, parsed(body)),
    ],
    [
      'PUT',
      /^\/storage\/kv\/namespaces\/([^/]+)\/bulk$/,
      ({ params: [id], body }) => this.#namespaces.bulkPut(id, parsed(body)),
    ],
    [
      'DELETE',
      /^\/storage\/kv\/namespaces\/([^/]+)\/bulk$/,
      ({ params: [id], body }) => this.#namespaces.bulkRemove(id, parsed(body)),
    ],
    ['GET', /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/, ({ params }) => this.#namespaces.value(params)],
    ['PUT', /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/, (call) => this.#putValue(call)],
    [
      'DELETE',
      /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/,
      ({ params }) => this.#namespaces.remove(params),
    ],
  ];

  #workersDev(): unknown {
    if (this.subdomain !== null) return { subdomain: this.subdomain };
    throw new Refused(404, 10007, 'You do not have a workers.dev subdomain.');
  }

  #upload({ params: [name], body, type }: Call): unknown {
    if (this.isUploadBroken) throw new Refused(403, 10013, 'An unknown error has occurred.');
    return this.#workers.upload(name, partsOf(body, type));
  }

  #putValue({ params, body, type }: Call): null {
    return this.#namespaces.put(params, partsOf(body, type).get('value') ?? String(body));
  }
}

function parsed(body: Buffer): unknown {
  return JSON.parse(String(body));
}

/** The parts of a multipart body by their names, as Latin-1. */
function partsOf(body: Buffer, type: string): ReadonlyMap<string, string> {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return new Map();
  return new Map(
    body
      .toString('latin1')
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => {
        const end = part.indexOf('\r\n\r\n');
        return [/name="([^"]*)"/.exec(part.slice(0, end))?.[1] ?? '', part.slice(end + 4, -2)] as const;
      }),
  );
}
