import { type DestinationValues, readDestinations } from '../config/destinations.ts';
import type { Platform } from '../destination/platform.ts';
import { platforms } from '../destination/registry.ts';
import type { Env } from '../env.ts';
import { secretOf } from '../env.ts';
import { waitFor } from '../io/deadline.ts';
import { sendEmail } from '../io/email.ts';
import { type KvEntry, type KvFailure, put, readEntries } from '../io/kv.ts';
import { post } from '../io/post.ts';
import type { SendResult, Outgoing } from '../exchange.ts';
import type { Failure, Result } from '../model.ts';
import type { Offer } from '../rpc/offer.ts';

/** Everything that an Outbox uses outside its own SQLite: time, chance, KV, other Outboxes, the network. */
export type Dependencies = {
  /** ms since the epoch: the only clock. */
  readonly now: () => number;
  /** 0 … 1 */
  readonly random: () => number;
  /** The Worker's secret of that name. */
  readonly secret: (name: string) => string | undefined;
  /** Every platform that a destination may be of. */
  readonly platforms: readonly Platform[];
  /** CONFIG's value of a destination, with the instant at which the API wrote it; `null`: none, or none yet. */
  readonly destination: (name: string) => Promise<Result<KvEntry | null, KvFailure>>;
  /** CONFIG's values of all destinations, by name. */
  readonly destinations: () => Promise<Result<DestinationValues, KvFailure>>;
  /** Puts SEEN's marker by which an Outbox is found though CONFIG does not name its destination any more. */
  readonly mark: (name: string, now: number) => Promise<Result<null, KvFailure>>;
  /** Sends a request; `readsBody`: the answer's body is read. */
  readonly post: (request: Outgoing, readsBody: boolean) => Promise<SendResult>;
  /** Hands offers to another destination's Outbox. */
  readonly offer: (destination: string, offers: readonly Offer[]) => Promise<Result<null, Failure<'outbox'>>>;
};

const PREFIX = 'destination:';

/** Longest wait for an answer of KV or of another Outbox, ms: neither is to hold up what this one has to send. */
const LONGEST = 10_000;

const NO_KV: KvFailure = { ok: false, reason: 'kv', detail: 'KV did not answer' };

const NO_OUTBOX: Failure<'outbox'> = { ok: false, reason: 'outbox', detail: 'the Outbox did not answer' };

/** The dependencies as the Worker's bindings give it. `longest`: how long it waits for an answer, ms. */
export function dependenciesOf(env: Env, longest = LONGEST): Dependencies {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    secret: (name) => secretOf(env, name),
    platforms,
    destination: (name) => inTime(longest, NO_KV, () => readOne(env.CONFIG, name)),
    destinations: () => inTime(longest, NO_KV, () => readDestinations(env.CONFIG)),
    mark: (name, now) => inTime(longest, NO_KV, () => put(env.SEEN, `outbox:${name}`, new Date(now).toISOString())),
    post: (request, readsBody) =>
      request.kind === 'email'
        ? sendEmail(request, env.EMAIL)
        : post(request, { allowPrivate: env.ALLOW_PRIVATE_NETWORK === 'true', readsBody }),
    offer: (destination, offers) =>
      inTime(longest, NO_OUTBOX, async () => {
        await env.OUTBOX.getByName(destination).enqueue(offers);
        return { ok: true, value: null };
      }),
  };
}

async function inTime<T, F>(longest: number, failure: F, ask: () => Promise<T>): Promise<T | F> {
  try {
    return await waitFor(longest, ask);
  } catch {
    return failure;
  }
}

async function readOne(config: KVNamespace, name: string): Promise<Result<KvEntry | null, KvFailure>> {
  const read = await readEntries(config, [PREFIX + name]);
  return read.ok ? { ok: true, value: read.value.get(PREFIX + name) ?? null } : read;
}
