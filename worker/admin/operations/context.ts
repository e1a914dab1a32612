import type { Secrets } from '../../config/value.ts';
import { type Env, secretOf } from '../../env.ts';
import type { OutboxRpc } from '../../rpc/outbox.ts';
import type { PollerRpc } from '../../rpc/poller.ts';
import { shardOf } from '../../shards.ts';
import { pollerOf as shardObject, shardsNow } from '../../tick.ts';
import type { Role } from '../auth.ts';
import type { Refusal } from '../operations.ts';
import { listedNames } from './listed-names.ts';

/** Everything that the operations work with. */
export type Context = {
  readonly env: Env;
  /** Rights of who asks. */
  readonly role: Role;
  /** ms since the epoch. */
  readonly now: () => number;
  /** The Worker's own origin, as who asks has it. */
  readonly origin: string;
  /** Lets work go on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly secrets: Secrets;
  /** The names behind a prefix as KV listed them, some minutes ago at most, the same for all of a request; `null`: it did not answer. */
  readonly listed: (prefix: string) => Promise<readonly string[] | null>;
  /** Number of shards, asked once a request: a call of an object. */
  readonly shards: () => Promise<number>;
};

/** Part of the context that a request brings. */
export type Given = Pick<Context, 'now' | 'origin' | 'waitUntil' | 'role'>;

/** Makes the context of one request's operations. */
export function contextOf(env: Env, given: Given): Context {
  const lists = new Map<string, Promise<readonly string[] | null>>();
  const listed = (prefix: string): Promise<readonly string[] | null> => {
    const asked = lists.get(prefix) ?? listedNames(env.CONFIG, prefix, given.now(), given.waitUntil);
    lists.set(prefix, asked);
    return asked;
  };
  let count: Promise<number> | null = null;
  const shards = (): Promise<number> => (count ??= shardsNow(env));
  return { ...given, env, secrets: (name) => secretOf(env, name), listed, shards };
}

/** The Poller that a feed belongs to. */
export async function pollerOf({ env, shards }: Context, feed: string): Promise<DurableObjectStub<PollerRpc>> {
  return shardObject(env, shardOf(feed, await shards()));
}

/** The Outbox of a destination. */
export function outboxOf({ env }: Context, destination: string): DurableObjectStub<OutboxRpc> {
  return env.OUTBOX.getByName(destination);
}

/** Refusal: CONFIG has no such feed. */
export const NO_FEED: Refusal = {
  ok: false,
  status: 404,
  detail: 'There is no feed of that name. GET /api/feeds lists them.',
};

/** Refusal: CONFIG has no such destination. */
export const NO_DESTINATION: Refusal = {
  ok: false,
  status: 404,
  detail: 'There is no destination of that name. GET /api/destinations lists them.',
};

/** Refusal: KV did not answer. */
export const NO_KV: Refusal = {
  ok: false,
  status: 503,
  detail: 'KV did not answer, so nothing is known and nothing was changed. Try again in a minute.',
};

/** An instant (ms) as ISO 8601, UTC; `null`: there is none. */
export function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
