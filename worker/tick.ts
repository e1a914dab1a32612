import { NAME } from './config/fields.ts';
import { FEED_PREFIX, type SortedKeys, sortKeys } from './config/keys.ts';
import { type Env, secretOf } from './env.ts';
import { sendHeartbeat } from './io/heartbeat.ts';
import { listDigests, type ListedName, listNames } from './io/kv.ts';
import { log } from './io/log.ts';
import { contactOf } from './io/user-agent.ts';
import type { ConfigKeys } from './rpc/config.ts';
import type { PollerRpc, TickStart } from './rpc/poller.ts';
import { FIRST_SHARDS, shardName, shardOf, shardsFor } from './shards.ts';

/** Interval of the cron in wrangler.toml, ms. */
const CRON_INTERVAL = 5 * 60_000;

const HOUR = 60 * 60_000;

/** The shard that every tick calls: it knows if the cron runs and how many shards there are, and reports misnamed keys. */
const WATCH_SHARD = 0;

/** Shards that are asked for the number of shards where the watch shard does not answer. */
const TOLD = [1, 2];

/** CONFIG's keys by kind; `digests`: of their values, by key, as far as there are any. */
type Keys = SortedKeys & { readonly digests: ReadonlyMap<string, string> };

/**
 * One run of the cron: every shard that has feeds polls what is due at `now`; in the first run of an hour the other shards
 * look after what they remember of feeds that are gone, and every Outbox is woken. One that fails holds up no other. Where all
 * went well a monitor is told, after all else.
 */
export async function tick(env: Env, now: number): Promise<void> {
  // One list of all keys costs no more than one of the feeds, and shows what is misnamed.
  const [listed, start] = await Promise.all([listDigests(env.CONFIG, ''), startOf(env, now)]);
  if (!listed.ok) log('tick.list-failed', { prefix: '' });
  const keys = listed.ok ? keysOf(listed.value) : null;
  const { isHourDue } = start;
  const shards = await grownFor(env, keys, start.shards);
  const [isDone] = await Promise.all([
    pollShards(env, now, keys, { shards, all: isHourDue }),
    isHourDue ? doHourly(env, now, keys) : undefined,
  ]);
  const monitor = secretOf(env, 'HEARTBEAT_URL');
  if (monitor !== undefined && keys !== null && isDone)
    await sendHeartbeat(monitor, env.ALLOW_PRIVATE_NETWORK === 'true');
}

/** Has the shards poll what is due; `true`: all of them answered. */
async function pollShards(
  env: Env,
  now: number,
  keys: Keys | null,
  { shards, all }: { readonly shards: number; readonly all: boolean },
): Promise<boolean> {
  const called = Map.groupBy(keys?.feeds ?? [], (name) => shardOf(name, shards));
  // Each shard knows its feeds: a list that fails is no reason not to poll.
  for (let shard = 0; shard < (all || keys === null ? shards : WATCH_SHARD + 1); shard++)
    called.set(shard, called.get(shard) ?? []);
  const answered = await Promise.all(
    [...called].map(([shard, names]) =>
      settled('tick.shard-failed', { shard }, async () => {
        const poller = pollerOf(env, shard);
        if (keys === null) return poller.tick(now, null, { share: 1 / shards, shards });
        const share = names.length / Math.max(keys.feeds.length, 1);
        const facts = { share, shards, keys: keysFor(shard, keys), digests: digestsFor(names, keys) };
        return poller.tick(now, names, facts);
      }),
    ),
  );
  return answered.every((isAnswered) => isAnswered);
}

function keysOf(listed: readonly ListedName[]): Keys {
  const digests = listed.flatMap(({ name, digest }) => (digest === null ? [] : [[name, digest] as const]));
  return { ...sortKeys(listed.map(({ name }) => name)), digests: new Map(digests) };
}

/** Gives the keys that a shard checks: each its feeds' destinations, the watch shard also the misnamed keys. */
function keysFor(shard: number, { destinations, misnamed }: Keys): ConfigKeys {
  return { destinations, misnamed: shard === WATCH_SHARD ? misnamed : [] };
}

/** Gives the digests of these feeds' values, by their names. */
function digestsFor(names: readonly string[], { digests }: Keys): ReadonlyMap<string, string> {
  const own = names.flatMap((name) => {
    const digest = digests.get(FEED_PREFIX + name);
    return digest === undefined ? [] : [[name, digest] as const];
  });
  return new Map(own);
}

/**
 * Asks the watch shard what is to be done, in one call; where it does not answer, the run at the full hour is the hourly one,
 * and the number of shards is what others were told last.
 */
async function startOf(env: Env, now: number): Promise<TickStart> {
  try {
    return await pollerOf(env, WATCH_SHARD).startTick(now);
  } catch {
    log('tick.shard-failed', { shard: WATCH_SHARD });
    const isHourDue = Math.floor(now / HOUR) !== Math.floor((now - CRON_INTERVAL) / HOUR);
    return { isHourDue, shards: await toldShards(env) };
  }
}

/** Gives the number of shards as those other than the watch shard were told it. */
async function toldShards(env: Env): Promise<number> {
  const told = await Promise.allSettled(TOLD.map((shard) => pollerOf(env, shard).shards()));
  return Math.max(FIRST_SHARDS, ...told.map((one) => (one.status === 'fulfilled' ? one.value : 0)));
}

/** Doubles the number of shards where there are too many feeds for it, and gives it. Where it cannot be stored it stays. */
async function grownFor(env: Env, keys: SortedKeys | null, shards: number): Promise<number> {
  const enough = shardsFor(keys?.feeds.length ?? 0, shards);
  if (enough === shards) return shards;
  try {
    const grown = await pollerOf(env, WATCH_SHARD).growShards(enough);
    log('shards.grown', { from: shards, to: grown });
    return grown;
  } catch {
    log('tick.shard-failed', { shard: WATCH_SHARD });
    return shards;
  }
}

/** Number of shards now. Asked for at each request: one that is remembered could lead to a shard that has given a feed up. */
export async function shardsNow(env: Env): Promise<number> {
  try {
    return await pollerOf(env, WATCH_SHARD).shards();
  } catch {
    return toldShards(env);
  }
}

/** Wakes every Outbox. It is noted when it is done: a run that is cut off is made up for by the next. */
async function doHourly(env: Env, now: number, keys: SortedKeys | null): Promise<void> {
  const contact = secretOf(env, 'CONTACT_URL');
  if (contact !== undefined && contactOf(contact) === null) log('contact.invalid');
  const isDone = await wakeOutboxes(env, keys?.destinations ?? null);
  if (isDone)
    await settled('tick.shard-failed', { shard: WATCH_SHARD }, () => pollerOf(env, WATCH_SHARD).noteHour(now));
}

/** True if the cron has not run for three of its intervals, as far as can be told. */
export function isLate(env: Env, now: number): Promise<boolean> {
  return pollerOf(env, WATCH_SHARD).isLate(now);
}

/** The Poller of a shard. */
export function pollerOf(env: Env, shard: number): DurableObjectStub<PollerRpc> {
  return env.POLLER.getByName(shardName(shard));
}

/** Wakes the Outboxes of all destinations, and all that were ever used; `true`: all their names were known. */
async function wakeOutboxes(env: Env, destinations: readonly string[] | null): Promise<boolean> {
  const marked = await listNames(env.SEEN, 'outbox:');
  if (!marked.ok) log('tick.list-failed', { prefix: 'outbox:' });
  // Versions before gave an Outbox to every name, also to a URL that was pasted as one.
  const used = marked.ok ? marked.value.filter((name) => NAME.test(name)) : [];
  await Promise.all(
    [...new Set([...used, ...(destinations ?? [])])].map((destination) =>
      settled('tick.wake-failed', { destination }, () => env.OUTBOX.getByName(destination).wake()),
    ),
  );
  return marked.ok && destinations !== null;
}

/** Runs `act`; a failure (`false`) is logged under `event` and stops nothing else. */
async function settled(
  event: string,
  facts: Record<string, string | number>,
  act: () => Promise<void>,
): Promise<boolean> {
  try {
    await act();
    return true;
  } catch {
    log(event, facts);
    return false;
  }
}
