import { env } from 'cloudflare:test';
import type { Context } from '../../worker/admin/operations/context.ts';
import type { Done } from '../../worker/admin/operations.ts';
import { renaming } from '../../worker/admin/operations/rename-feed.ts';
import type { FeedAnswer } from '../../worker/admin/shapes.ts';
import type { Env } from '../../worker/env.ts';
import { FIRST_SHARDS } from '../../worker/shards.ts';
import { Actor, stubOf } from './actor.ts';
import type { Call } from './call.ts';
import type { Run } from './run.ts';
import type { Store } from './store.ts';

const boom = (): never => {
  throw new Error('boom: it failed');
};

/** The admin API, as far as it renames feeds. A question of it that fails is as an isolate's that is gone. */
export class Admin {
  readonly #context: Context;

  constructor(run: Run, actor: Actor<Admin>) {
    this.#context = {
      env: envOf(run, actor),
      role: 'owner',
      now: () => run.now,
      origin: 'https://earshot.example',
      waitUntil: () => {},
      secrets: () => undefined,
      listed: async () => null,
      shards: async () => FIRST_SHARDS,
    };
  }

  async rename(from: string, to: string): Promise<Done<FeedAnswer>> {
    try {
      return await renaming(this.#context).renameFeed(from, to);
    } catch {
      // As the API answers what nobody has expected.
      return { ok: false, status: 503, detail: 'An object did not answer.' };
    }
  }
}

/** Opens it. */
export function openAdmin(run: Run): Actor<Admin> {
  const actor: Actor<Admin> = new Actor('admin', stubOf(env.HOSTS.getByName('admin')), () => new Admin(run, actor));
  return actor;
}

/** Bindings whose objects are the run's, and answer when the scheduler says. */
function envOf(run: Run, actor: Actor<Admin>): Env {
  const told = <R>(what: string, call: () => Call<R>): Promise<R> => actor.ask<R>(what, call, boom);
  // Which shard has a feed is the run's to say.
  const poller = {
    feedStatuses: (names: readonly string[], now: number) =>
      told(`statuses ${names.join(' ')}`, () =>
        pollerOf(run, names[0] ?? '').call('statuses', (there) => there.feedStatuses(names, now), actor.name),
      ),
    handFeed: (name: string, handed: { readonly value: string | null; readonly at: number }) =>
      told(`hand ${name}`, () =>
        pollerOf(run, name).call(`hand ${name}`, (there) => there.handFeed(name, handed), actor.name),
      ),
    copyFeed: (name: string) =>
      told(`copy ${name}`, () => pollerOf(run, name).call(`copy ${name}`, (there) => there.copyFeed(name), actor.name)),
    adoptFeed: (name: string, copy: { readonly document: string }, now: number) =>
      told(`adopt ${name}`, () =>
        pollerOf(run, name).call(`adopt ${name}`, (there) => there.adoptFeed(name, copy, now), actor.name),
      ),
  };
  const outbox = (destination: string) => ({
    renameFeed: (from: string, to: string) =>
      told(`rename at ${destination}`, () =>
        run
          .destination(destination)
          .actor.call(`rename ${from}`, async (there) => there.renameFeed(from, to), actor.name),
      ),
  });
  const fake = {
    CONFIG: kv(run, actor, run.config),
    SEEN: kv(run, actor, run.seen),
    POLLER: { getByName: () => poller },
    OUTBOX: { getByName: outbox },
  };
  return { ...env, ...fake } as unknown as Env;
}

function pollerOf(run: Run, name: string): Run['pollers'][number] {
  return run.pollerOf({ name });
}

/** The part of KV that it uses: what is written has metadata beside it. */
function kv(run: Run, actor: Actor<Admin>, store: Store): object {
  const ask = <R>(what: string, act: () => R): Promise<R> => actor.ask(what, act, boom);
  return {
    get: (keys: readonly string[]) =>
      ask('kv get', () => {
        const at = run.kvTime;
        return new Map(keys.map((key) => [key, store.read(key, at)]));
      }),
    getWithMetadata: (key: string) => ask('kv get', () => store.entry(key, run.kvTime)),
    list: ({ prefix }: { readonly prefix: string }) =>
      ask('kv list', () => {
        const keys = store.names(prefix, run.kvTime).map((name) => ({ name: `${prefix}${name}` }));
        return { keys, list_complete: true };
      }),
    put: (key: string, value: string, { metadata }: { readonly metadata: object }) =>
      ask('kv put', () => store.write(key, value, run.now, metadata)),
    delete: (key: string) => ask('kv delete', () => store.write(key, null, run.now)),
  };
}
