import { env, runInDurableObject } from 'cloudflare:test';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import { Poller } from '../../worker/poller/poller.ts';
import type { MovesRpc } from '../../worker/rpc/moves.ts';
import type { TickFacts } from '../../worker/rpc/poller.ts';
import { type Dependencies, dependenciesOf } from '../../worker/poller/dependencies.ts';
import { Box } from './box.ts';
import { comments, movableType } from './feeds.ts';
import { Mortal } from './mortal.ts';
import { answerOf, type Page } from './scripted-web.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T00:00:00Z');

/** Two hours before a shard's clock starts: comments from then are recent to its first polls, and not of the future. */
export const EVENING = START - 120 * MINUTE;

/** URL of a feed that `Shard.configure` puts into CONFIG. */
export const urlOf = (name: string) => `https://${name}.example/comments.atom`;

/** One shard in workerd with its real SQLite and KV, a scripted web, and Outboxes that only record. */
export class Shard {
  /** By URL. */
  readonly pages = new Map<string, Page>();
  /** Every request that was made for a feed. */
  readonly requests: { readonly url: string; readonly etag: string | null }[] = [];
  /** Replacements of some dependencies; a test changes them as it goes. */
  parts: Partial<Dependencies> = {};
  /** The process that the shard runs in. */
  readonly process = new Mortal();
  readonly #label = crypto.randomUUID();
  readonly #boxes = new Map<string, Box>();
  readonly #name: string;
  readonly #stub: ReturnType<typeof env.POLLER.getByName>;
  #poller: Poller | null = null;
  #minute = 0;

  /** `name`: the object's; one that no other test has unless given. */
  constructor(name: string = crypto.randomUUID()) {
    this.#name = name;
    this.#stub = env.POLLER.getByName(name);
  }

  box(name = 'default'): Box {
    const box = this.#boxes.get(name) ?? new Box();
    this.#boxes.set(name, box);
    return box;
  }

  /** Puts a feed of that name into CONFIG, which tells an Outbox of the same name. */
  configure(name: string, more: object = {}): Promise<void> {
    return env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: urlOf(name), every: '5m', to: name, ...more }));
  }

  /** From now on that feed has the comments up to `last`. */
  serve(name: string, last: number): void {
    this.pages.set(urlOf(name), { body: movableType(comments(1, last)) });
  }

  /** Types of the messages that the feed's Outbox was offered to be sent. */
  told(name: string): readonly string[] {
    return this.box(name).accepted.flatMap(({ hold, event }) => (hold ? [] : [event.type]));
  }

  /** Counts the requests for that feed. */
  asked(name: string): number {
    return this.requests.filter(({ url }) => url === urlOf(name)).length;
  }

  /** The instant of the next tick, or of the one so many minutes after it. */
  now(minutes = 0): number {
    return START + (this.#minute + minutes) * MINUTE;
  }

  /**
   * A tick now, after which `minutes` go by. `names`: all that CONFIG holds, unless given; all else as `TickFacts` has it.
   */
  async tick({
    minutes = 5,
    names,
    ...facts
  }: TickFacts & { readonly minutes?: number; readonly names?: readonly string[] | null } = {}): Promise<void> {
    const now = this.now();
    const found = names === undefined ? await configured() : names;
    await runInDurableObject(this.#stub, async (_instance, state) => {
      await this.#opened(state).tick(now, found, facts);
    });
    this.#minute += minutes;
  }

  /** Calls the object now, as the admin pages do; no time goes by. */
  ask<T>(act: (poller: Poller, now: number) => Promise<T>): Promise<T> {
    const now = this.now();
    return runInDurableObject(this.#stub, async (_instance, state) => act(this.#opened(state), now));
  }

  /** The methods by which other shards take feeds over: of the object itself, on the same storage, in its own context. */
  get moves(): MovesRpc {
    const stub = () => env.POLLER.getByName(this.#name);
    return {
      release: (name, part) => stub().release(name, part),
      letGo: (name) => stub().letGo(name),
      leaving: async (shard, shards) => stub().leaving(shard, shards),
    };
  }

  /** The object is evicted: what was in memory alone is gone. */
  restart(): void {
    this.#poller = null;
  }

  /** Lets time go by without ticks. */
  pass(minutes: number): void {
    this.#minute += minutes;
  }

  /** Runs SQL on the shard's storage. */
  sql<T extends Record<string, SqlStorageValue>>(query: string, ...values: string[]): Promise<T[]> {
    return runInDurableObject(this.#stub, (_instance, state) => state.storage.sql.exec<T>(query, ...values).toArray());
  }

  /** Counts all rows ever written. */
  async written(): Promise<number> {
    const [row] = await this.sql<{ count: number }>('SELECT total_changes() AS count');
    return row?.count ?? Number.NaN;
  }

  /** The dependencies without what a test has put in. */
  deps(): Dependencies {
    return {
      ...dependenciesOf(env, this.#name),
      deadline: 15_000,
      // Gates of its own: another test's clock was at another time.
      gateOf: (name) => env.HOSTS.getByName(`${this.#label}-${name}`),
      fetchFeed: (request) => this.#answer(request),
      // The object that is tested is not the one that its stub would call.
      goOn: async (_self, id) => (await this.#poller?.goOn(id)) ?? false,
      enqueue: async (destination, offers) => this.box(destination).enqueue(offers),
    };
  }

  #opened(state: DurableObjectState): Poller {
    this.process.watch(state.storage);
    this.#poller ??= new Poller(state, env);
    this.#poller.deps = this.#mortal({ ...this.deps(), ...this.parts });
    return this.#poller;
  }

  /** Makes each of the Poller's calls to the outside a step of its process. */
  #mortal(deps: Dependencies): Dependencies {
    const step = () => this.process.step();
    return {
      ...deps,
      fetchFeed: async (request) => {
        step();
        return deps.fetchFeed(request);
      },
      enqueue: async (destination, offers) => {
        step();
        return deps.enqueue(destination, offers);
      },
      seen: kvWith(
        {
          put: async (key: string, value: string) => {
            step();
            await deps.seen.put(key, value);
          },
        },
        deps.seen,
      ),
    };
  }

  async #answer(request: FeedRequest): ReturnType<Dependencies['fetchFeed']> {
    const { url } = request;
    const validators = await request.validatorsOf(url);
    this.requests.push({ url, etag: validators?.etag ?? null });
    return answerOf(this.pages.get(url), request, validators);
  }
}

async function configured(): Promise<readonly string[]> {
  const { keys } = await env.CONFIG.list({ prefix: 'feed:' });
  return keys.map(({ name }) => name.slice('feed:'.length));
}

/** Empties CONFIG and SEEN, which all tests share. */
export async function emptyKv(): Promise<void> {
  for (const store of [env.CONFIG, env.SEEN]) {
    for (const { name } of (await store.list()).keys) await store.delete(name);
  }
}

/** Gives SEEN, or another KV, with some of its operations replaced. */
export function kvWith(
  over: Partial<Record<'get' | 'getWithMetadata' | 'list' | 'put' | 'delete', (...given: never[]) => unknown>>,
  store: KVNamespace = env.SEEN,
): KVNamespace {
  return new Proxy(store, {
    get: (target, part) =>
      Reflect.get(over, part) ?? (Reflect.get(target, part) as (...given: unknown[]) => unknown).bind(target),
  });
}
