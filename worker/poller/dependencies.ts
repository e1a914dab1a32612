import type { Secrets } from '../config/value.ts';
import { type Env, secretOf } from '../env.ts';
import { fetchFeed } from '../io/fetch-feed.ts';
import { userAgentOf } from '../io/user-agent.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import type { HostGateRpc } from '../rpc/hosts.ts';
import type { MovesRpc } from '../rpc/moves.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { type FormerShard, formerShard, shardName, shardNamed, shardOf } from '../shards.ts';
import type { PollerRpc } from '../rpc/poller.ts';
import { SHARE_BYTES } from './invocations.ts';
import { logPoll } from './tick-summary.ts';

/** The shard that had a shard's feeds before that (`own`) came to be. */
export type Former = FormerShard & { readonly own: number; readonly object: MovesRpc };

/** Everything outside a Poller that it uses. Tests replace parts of it, and let them fail. */
export type Dependencies = {
  readonly config: KVNamespace;
  readonly seen: KVNamespace;
  readonly secrets: Secrets;
  readonly allowPrivate: boolean;
  /** Name under which feeds are asked. */
  readonly userAgent: string;
  readonly fetchFeed: typeof fetchFeed;
  /** Gives the gate at which all shards ask for turns of a host. */
  readonly gateOf: (name: string) => Pick<DurableObjectStub<HostGateRpc>, 'ask' | 'close'>;
  /** Over all steps of a feed's poll, ms. */
  readonly deadline: number;
  /** Bytes of bodies until a round's polls are invocations of their own. */
  readonly share: number;
  /** Calls a Poller's `goOn`: the object's own. */
  readonly goOn: (self: DurableObjectId, id: string) => Promise<boolean>;
  /** Hands offers to a destination's Outbox. */
  readonly enqueue: (destination: string, offers: readonly Offer[]) => Promise<readonly Accepted[]>;
  /** True if a feed belongs to this shard where there are so many. */
  readonly isOurs: (feed: string, shards: number) => boolean;
  /** The shard that had this one's feeds before it came to be; `null`: none had. */
  readonly former: Former | null;
  /** Takes the outcome of each poll, and how long it took, ms. */
  readonly report: (feed: string, ended: PollOutcome, duration: number) => void;
};

/** Deadline of a feed's poll, ms: far below the cron's interval. */
const POLL_DEADLINE = 30_000;

/** Readers of secrets, one for each bindings: what was parsed with one holds for all objects that have it. */
const readers = new WeakMap<Env, Secrets>();

function secretsOf(env: Env): Secrets {
  const known = readers.get(env);
  if (known !== undefined) return known;
  const secrets: Secrets = (name) => secretOf(env, name);
  readers.set(env, secrets);
  return secrets;
}

/** The dependencies as the Worker's bindings give them to the object of this name. */
export function dependenciesOf(env: Env, object?: string): Dependencies {
  const own = shardNamed(object);
  return {
    config: env.CONFIG,
    seen: env.SEEN,
    secrets: secretsOf(env),
    allowPrivate: env.ALLOW_PRIVATE_NETWORK === 'true',
    userAgent: userAgentOf(secretOf(env, 'CONTACT_URL')),
    fetchFeed,
    gateOf: (name) => env.HOSTS.getByName(name),
    deadline: POLL_DEADLINE,
    share: SHARE_BYTES,
    goOn: (self, id) => env.POLLER.get(self).goOn(id),
    enqueue: (destination, offers) => env.OUTBOX.getByName(destination).enqueue(offers),
    isOurs: (feed, shards) => own === null || shardOf(feed, shards) === own,
    former: formerOf(env, own),
    report: logPoll,
  };
}

function formerOf(env: Env, shard: number | null): Former | null {
  if (shard === null) return null;
  const former = formerShard(shard);
  if (former === null) return null;
  // A new stub for each call: one stays broken after its object was reset.
  const object = (): DurableObjectStub<PollerRpc> => env.POLLER.getByName(shardName(former.shard));
  return {
    ...former,
    own: shard,
    object: {
      release: (feed, part) => object().release(feed, part),
      letGo: (feed) => object().letGo(feed),
      leaving: async (own, shards) => object().leaving(own, shards),
    },
  };
}
