import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** The one account that there is. */
export const ACCOUNT = '0123456789abcdef0123456789abcdef';
export const TOKEN = 'a-token-that-the-stand-in-accepts';

type Binding = { readonly name: string; readonly type: string; readonly namespace_id?: string };

type Worker = {
  readonly bindings: readonly Binding[];
  readonly migrationTag: string | null;
  readonly secrets: Map<string, string>;
  crons: readonly string[];
  version: string;
};

/** Parts of an upload: the metadata, and the length of each part by its name. */
export type Upload = { readonly metadata: UploadMetadata; readonly parts: ReadonlyMap<string, number> };
type UploadMetadata = {
  readonly bindings: readonly Binding[];
  readonly keep_bindings?: readonly string[];
  readonly migrations?: { readonly old_tag?: string; readonly new_tag: string };
};

type Call = {
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly type: string;
};
type Route = readonly [method: string, path: RegExp, answer: (call: Call) => unknown];

/** A failure as the API words it. */
class Refused extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Stand-in for the parts of Cloudflare's API that deploying Earshot asks, on loopback: namespaces with unique titles,
 * Workers with bindings, secrets and cron triggers, the account's workers.dev name. It keeps everything in memory.
 */
export class Cloudflare {
  /** Every request, as `GET /workers/subdomain`: paths count from the account. */
  readonly requests: string[] = [];
  readonly uploads: Upload[] = [];
  /** Titles of namespaces by their ids. */
  readonly namespaces = new Map<string, string>();
  /** Values by `<namespace's title>/<key>`. */
  readonly values = new Map<string, string>();
  readonly workers = new Map<string, Worker>();
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
    ['GET', /^\/workers\/services\/([^/]+)$/, ({ params: [name] }) => this.#service(name)],
    ['GET', /^\/workers\/workers\/([^/]+)$/, ({ params: [name] }) => this.#enabled(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/settings$/, ({ params: [name] }) => this.#settings(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/deployments$/, ({ params: [name] }) => this.#deployments(name)],
    [
      'POST',
      /^\/workers\/scripts\/([^/]+)\/deployments$/,
      ({ params: [name] }) => ({ id: this.#worker(name).version }),
    ],
    ['GET', /^\/workers\/scripts\/([^/]+)\/versions$/, ({ params: [name] }) => this.#versions(name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/secrets$/, ({ params: [name] }) => this.#secrets(name)],
    ['PUT', /^\/workers\/scripts\/([^/]+)\/secrets$/, (call) => this.#putSecret(call)],
    ['PATCH', /^\/workers\/scripts\/([^/]+)\/script-settings$/, ({ body }) => JSON.parse(String(body))],
    ['POST', /^\/workers\/scripts\/([^/]+)\/subdomain$/, ({ params: [name] }) => this.#enabled(name)],
    ['PUT', /^\/workers\/scripts\/([^/]+)\/schedules$/, (call) => this.#putSchedules(call)],
    ['PUT', /^\/workers\/scripts\/([^/]+)$/, (call) => this.#upload(call)],
    ['POST', /^\/workers\/scripts\/([^/]+)\/versions$/, (call) => this.#upload(call)],
    ['GET', /^\/storage\/kv\/namespaces$/, ({ query }) => this.#listNamespaces(query)],
    ['POST', /^\/storage\/kv\/namespaces$/, ({ body }) => this.#createNamespace(JSON.parse(String(body)).title)],
    ['GET', /^\/storage\/kv\/namespaces\/([^/]+)\/keys$/, ({ params: [id] }) => this.#keys(id)],
    ['GET', /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/, ({ params }) => this.#value(params)],
    ['PUT', /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/, (call) => this.#putValue(call)],
    ['DELETE', /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/, ({ params }) => this.#deleteValue(params)],
  ];

  #workersDev(): unknown {
    if (this.subdomain !== null) return { subdomain: this.subdomain };
    throw new Refused(404, 10007, 'You do not have a workers.dev subdomain.');
  }

  #worker(name = ''): Worker {
    const worker = this.workers.get(name);
    if (worker === undefined) throw new Refused(404, 10007, 'This Worker does not exist on your account.');
    return worker;
  }

  #service(name = ''): unknown {
    const { migrationTag } = this.#worker(name);
    const script = { id: name, migration_tag: migrationTag, last_deployed_from: 'wrangler' };
    return { id: name, default_environment: { environment: 'production', script } };
  }

  #settings(name = ''): unknown {
    const { bindings, secrets, migrationTag } = this.#worker(name);
    const hidden = [...secrets.keys()].map((each) => ({ name: each, type: 'secret_text' }));
    return { bindings: [...bindings, ...hidden], migration_tag: migrationTag };
  }

  #deployments(name = ''): unknown {
    const { version } = this.#worker(name);
    const versions = [{ version_id: version, percentage: 100 }];
    return { deployments: [{ id: version, source: 'wrangler', strategy: 'percentage', versions, annotations: {} }] };
  }

  #versions(name = ''): unknown {
    return { items: [{ id: this.#worker(name).version, number: 1, metadata: { source: 'wrangler' } }] };
  }

  #enabled(name = ''): unknown {
    this.#worker(name);
    const enabled = { enabled: true, previews_enabled: false };
    return { id: name, ...enabled, subdomain: enabled };
  }

  #secrets(name = ''): unknown {
    return [...this.#worker(name).secrets.keys()].map((each) => ({ name: each, type: 'secret_text' }));
  }

  #putSecret({ params: [name], body }: Call): unknown {
    const secret: { readonly name: string; readonly text: string } = JSON.parse(String(body));
    this.#worker(name).secrets.set(secret.name, secret.text);
    return { name: secret.name, type: 'secret_text' };
  }

  #putSchedules({ params: [name], body }: Call): unknown {
    const schedules: readonly { readonly cron: string }[] = JSON.parse(String(body));
    this.#worker(name).crons = schedules.map(({ cron }) => cron);
    return { schedules };
  }

  #upload({ params: [name = ''], body, type }: Call): unknown {
    if (this.isUploadBroken) throw new Refused(403, 10013, 'An unknown error has occurred.');
    const parts = partsOf(body, type);
    const metadata: UploadMetadata = JSON.parse(parts.get('metadata') ?? '');
    this.uploads.push({ metadata, parts: new Map([...parts].map(([part, text]) => [part, text.length])) });
    const old = this.workers.get(name);
    const bindings = metadata.bindings.map((binding) => this.#bound(binding, old));
    const { migrations } = metadata;
    if (migrations !== undefined && (migrations.old_tag ?? null) !== (old?.migrationTag ?? null))
      throw new Refused(412, 10079, 'Migration tag precondition failed.');
    const migrationTag = migrations?.new_tag ?? old?.migrationTag ?? null;
    if (migrationTag === null) throw new Refused(400, 10061, 'A Durable Object class has no migration.');
    const version = newId();
    const secrets = old?.secrets ?? new Map<string, string>();
    this.workers.set(name, { bindings, migrationTag, secrets, crons: old?.crons ?? [], version });
    const resources = { script: { handlers: ['fetch', 'scheduled'] } };
    return { id: version, startup_time_ms: 20, migration_tag: migrationTag, metadata: {}, resources };
  }

  #bound(binding: Binding, old: Worker | undefined): Binding {
    if (binding.type === 'kv_namespace' && !this.namespaces.has(binding.namespace_id ?? ''))
      throw new Refused(400, 10041, 'KV namespace not found.');
    if (binding.type !== 'inherit') return binding;
    const inherited = old?.bindings.find(({ name }) => name === binding.name);
    if (inherited === undefined) throw new Refused(400, 10057, `Nothing to inherit as ${binding.name}.`);
    return inherited;
  }

  #listNamespaces(query: URLSearchParams): unknown {
    const size = Number(query.get('per_page') ?? 20);
    const from = (Number(query.get('page') ?? 1) - 1) * size;
    return [...this.namespaces].map(([id, title]) => ({ id, title })).slice(from, from + size);
  }

  #createNamespace(title: string): unknown {
    if ([...this.namespaces.values()].includes(title))
      throw new Refused(400, 10014, 'A namespace with this account ID and title already exists.');
    const id = newId();
    this.namespaces.set(id, title);
    return { id, title };
  }

  #key([id = '', key = '']: readonly string[]): string {
    const title = this.namespaces.get(id);
    if (title === undefined) throw new Refused(404, 10013, 'Namespace not found.');
    return `${title}/${key}`;
  }

  #keys(id = ''): unknown {
    const prefix = this.#key([id]);
    return [...this.values.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ name: key.slice(prefix.length) }));
  }

  #value(params: readonly string[]): string {
    const value = this.values.get(this.#key(params));
    if (value === undefined) throw new Refused(404, 10009, 'Key not found.');
    return value;
  }

  #putValue({ params, body, type }: Call): null {
    this.values.set(this.#key(params), partsOf(body, type).get('value') ?? String(body));
    return null;
  }

  #deleteValue(params: readonly string[]): null {
    this.values.delete(this.#key(params));
    return null;
  }
}

function newId(): string {
  return randomBytes(16).toString('hex');
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
