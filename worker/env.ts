import type { Accepted, Offer } from './model.ts';

/** Bindings, vars and secrets, as wrangler.toml names them. */
export type Env = {
  /** Feeds and destinations, written by people. */
  readonly CONFIG: KVNamespace;
  /** One document a feed, written by Earshot alone; `outbox:<name>` marks every Outbox that was ever used. */
  readonly SEEN: KVNamespace;
  readonly POLLER: DurableObjectNamespace<PollerRpc>;
  readonly OUTBOX: DurableObjectNamespace<OutboxRpc>;
  readonly ADMIN_TOKEN?: string;
  /** Root of the webhooks' secrets; at least 32 characters. */
  readonly SIGNING_KEY?: string;
  readonly SIGNING_KEY_PREVIOUS?: string;
  /** `"true"` only for local runs and tests. */
  readonly ALLOW_PRIVATE_NETWORK?: string;
};

/** What others ask of a Poller: one of 32 objects, a shard of the feeds each. */
export type PollerRpc = Rpc.DurableObjectBranded & {
  /**
   * Polls what is due at `now` (ms since the epoch). `names`: this shard's feeds in CONFIG; `null`: the list failed.
   * `share`: how much of what all shards may have together is this one's, of 1 (left out: all).
   */
  tick(now: number, names: readonly string[] | null, share?: number): Promise<void>;
  /** Tells whether what is done hourly is still to be done in the hour of `now`. */
  isHourDue(now: number): Promise<boolean>;
  /** Notes that it is done. */
  noteHour(now: number): Promise<void>;
  /** Whether, at `now`, it has heard no tick for three of the cron's intervals. */
  isLate(now: number): Promise<boolean>;
};

/** What others ask of an Outbox: one object a destination, by the destination's name. */
export type OutboxRpc = Rpc.DurableObjectBranded & {
  /** Takes the offers over, durably, in order; one answer for each. At most 1 MiB of messages a call. */
  enqueue(offers: readonly Offer[]): Promise<readonly Accepted[]>;
  /** Sees to it that an alarm is set if anything waits. */
  wake(): Promise<void>;
};

/** The value of the Worker's secret or var `name`, without white space around it: shells leave a line end there. */
export function secretOf(env: Env, name: string): string | undefined {
  const value: unknown = Reflect.get(env, name);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
