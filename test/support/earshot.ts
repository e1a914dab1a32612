import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from '../../scripts/local/bundle.ts';
import { CANARY } from './canary.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Call of a test to the process that runs the Worker. */
export type Call =
  | { readonly verb: 'configure'; readonly key: string; readonly value: string }
  | { readonly verb: 'seen'; readonly key: string }
  | { readonly verb: 'tick'; readonly at: number };

/** Message of that process to the test. */
export type Reply =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'done'; readonly number: number; readonly value: string | boolean | null }
  | { readonly kind: 'failed'; readonly number: number; readonly why: string };

/** Line of the Worker's log, parsed. */
export type Line = { readonly event: string; readonly [fact: string]: unknown };

type Pending = { readonly resolve: (value: string | boolean | null) => void; readonly reject: (why: Error) => void };

/** The first tick of a test: a full hour is the hourly one, too. */
const FIRST = Date.UTC(2026, 10, 2, 9, 5);
const FIVE_MINUTES = 5 * 60_000;
const HOUR = 60 * 60_000;

/** The real Worker in the real runtime, in a process of its own, driven from outside. */
export class Earshot {
  /** Lines that the Worker has logged, over restarts. */
  readonly lines: string[] = [];
  /** Lines that the process has printed by itself, over restarts. */
  readonly printed: string[] = [];
  url = '';
  now = FIRST - FIVE_MINUTES;
  readonly #script: string;
  readonly #state: string;
  readonly #vars: Readonly<Record<string, string>>;
  readonly #root: string;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #process: ChildProcess | null = null;

  private constructor(script: string, state: string, vars: Readonly<Record<string, string>>, root: string) {
    this.#script = script;
    this.#state = state;
    this.#vars = vars;
    this.#root = root;
  }

  /** Starts `script` (as `worker` or `bundle` gave it) on a state of its own, as the wrangler.toml in `root` configures it. */
  static async start(script: string, vars: Readonly<Record<string, string>> = {}, root = ROOT): Promise<Earshot> {
    const state = await mkdtemp(path.join(tmpdir(), 'earshot-state-'));
    const earshot = new Earshot(script, state, { ALLOW_PRIVATE_NETWORK: 'true', SIGNING_KEY: KEY, ...vars }, root);
    await earshot.restart();
    return earshot;
  }

  /** The folder that KV and the objects are kept in. */
  get state(): string {
    return this.#state;
  }

  /** Process group of all that runs; `null`: nothing was started. */
  get group(): number | null {
    return this.#process?.pid ?? null;
  }

  /** The next full hour: then SEEN may be put again, and every Outbox is woken, whatever its last alarm came to. */
  get nextHour(): number {
    return (Math.floor(this.now / HOUR) + 1) * HOUR;
  }

  /** Starts the process (again) on the same state. */
  async restart(): Promise<void> {
    const args = [this.#root, this.#script, this.#state, JSON.stringify(this.#vars)];
    // A process group of its own: `kill -9` has to reach workerd as well.
    const child = fork(path.join(import.meta.dirname, 'host.ts'), args, { detached: true, execArgv: [], silent: true });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', (line) => this.printed.push(line));
    }
    this.url = await new Promise<string>((resolve, reject) => {
      child.on('message', (reply: Reply) => {
        if (reply.kind === 'ready') resolve(reply.url);
        else this.#hear(reply);
      });
      child.on('exit', () => {
        reject(new Error(`The runtime did not start:\n${this.printed.join('\n')}`));
        for (const { reject: fail } of this.#pending.values()) fail(new Error('The runtime is gone'));
        this.#pending.clear();
      });
    });
  }

  /** Puts a value of CONFIG; anything but text is put as JSON. */
  async configure(key: string, value: unknown): Promise<void> {
    await this.#call({ verb: 'configure', key, value: typeof value === 'string' ? value : JSON.stringify(value) });
  }

  /** The document that SEEN holds of a feed, as text. */
  async seen(key: string): Promise<string | null> {
    const value = await this.#call({ verb: 'seen', key });
    return typeof value === 'string' ? value : null;
  }

  /** Fires the cron at `at` (default: five minutes after the last time) and waits for its end. */
  async tick(at = this.now + FIVE_MINUTES): Promise<void> {
    this.now = at;
    if ((await this.#call({ verb: 'tick', at })) !== true) throw new Error('The tick broke');
  }

  /** The logged lines of one event. */
  logged(event: string): readonly Line[] {
    return this.lines.flatMap((line): Line[] => {
      const parsed: Line | null = line.startsWith('{') ? JSON.parse(line) : null;
      return parsed?.event === event ? [parsed] : [];
    });
  }

  /** `kill -9` of the runtime and all that belongs to it. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** Ends it and removes its state. */
  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#state, { recursive: true, force: true });
  }

  #call(call: Call): Promise<string | boolean | null> {
    const number = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#pending.set(number, { resolve, reject });
      this.#process?.send({ number, call });
    });
  }

  #hear(reply: Exclude<Reply, { kind: 'ready' }>): void {
    if (reply.kind === 'line') {
      this.lines.push(reply.line);
      return;
    }
    const pending = this.#pending.get(reply.number);
    this.#pending.delete(reply.number);
    if (reply.kind === 'done') pending?.resolve(reply.value);
    else pending?.reject(new Error(reply.why));
  }
}

/** Root of the webhooks' secrets in all end-to-end tests. */
export const KEY = `${CANARY}-signing-key-of-the-end-to-end-tests`;

/** Bundles the Worker, or another main file in its place; once for as long as no source changes. */
export async function worker(entry?: string): Promise<string> {
  const folder = path.join(ROOT, '.wrangler', 'e2e', sourcesDigest(entry));
  const script = path.join(folder, `${path.basename(entry ?? 'index.ts', '.ts')}.js`);
  if (existsSync(script)) return script;
  const made = `${folder}-${process.pid}`;
  await bundle(ROOT, made, entry);
  // Another test file may have been faster: both made the same.
  await rename(made, folder).catch(() => rm(made, { recursive: true }));
  return script;
}

function sourcesDigest(entry = ''): string {
  const hash = createHash('sha256').update(entry);
  for (const part of ['worker', 'wrangler.toml', 'package-lock.json', entry].filter((each) => each !== '')) {
    const root = path.join(ROOT, part);
    const files = statSync(root).isFile()
      ? [root]
      : readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((file) => file.isFile())
          .map((file) => path.join(file.parentPath, file.name));
    for (const file of files.toSorted()) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
