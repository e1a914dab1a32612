import type { Secrets } from '../config.ts';
import { type Env, secretOf } from '../env.ts';
import { fetchFeed } from '../io/fetch-feed.ts';
import type { Accepted, Offer } from '../model.ts';

/** All that a Poller touches outside itself. Tests put other parts in, and let them fail. */
export type World = {
  readonly config: KVNamespace;
  readonly seen: KVNamespace;
  readonly secrets: Secrets;
  readonly allowPrivate: boolean;
  readonly fetchFeed: typeof fetchFeed;
  /** Hands offers to a destination's Outbox. */
  readonly enqueue: (destination: string, offers: readonly Offer[]) => Promise<readonly Accepted[]>;
};

/** The real one. */
export function worldOf(env: Env): World {
  return {
    config: env.CONFIG,
    seen: env.SEEN,
    secrets: (name) => secretOf(env, name),
    allowPrivate: env.ALLOW_PRIVATE_NETWORK === 'true',
    fetchFeed,
    enqueue: (destination, offers) => env.OUTBOX.getByName(destination).enqueue(offers),
  };
}
