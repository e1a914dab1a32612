import type { Secrets } from '../config/value.ts';
import { type Env, secretOf } from '../env.ts';
import { fetchFeed } from '../io/fetch-feed.ts';
import { userAgentOf } from '../io/user-agent.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import type { HostGateRpc } from '../rpc/hosts.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { logPoll } from './tick-summary.ts';

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
  /** Hands offers to a destination's Outbox. */
  readonly enqueue: (destination: string, offers: readonly Offer[]) => Promise<readonly Accepted[]>;
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

/** The dependencies as the Worker's bindings give them. */
export function dependenciesOf(env: Env): Dependencies {
  return {
    config: env.CONFIG,
    seen: env.SEEN,
    secrets: secretsOf(env),
    allowPrivate: env.ALLOW_PRIVATE_NETWORK === 'true',
    userAgent: userAgentOf(secretOf(env, 'CONTACT_URL')),
    fetchFeed,
    gateOf: (name) => env.HOSTS.getByName(name),
    deadline: POLL_DEADLINE,
    enqueue: (destination, offers) => env.OUTBOX.getByName(destination).enqueue(offers),
    report: logPoll,
  };
}
