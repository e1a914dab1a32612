import { NAME } from './config/fields.ts';
import { type SortedKeys, sortKeys } from './config/keys.ts';
import { type Env, secretOf } from './env.ts';
import { fnv1a } from './hash.ts';
import { sendHeartbeat } from './io/heartbeat.ts';
import { listNames } from './io/kv.ts';
import { log } from './io/log.ts';
import { contactOf } from './io/user-agent.ts';
import type { ConfigKeys } from './rpc/config.ts';
import type { PollerRpc } from './rpc/poller.ts';

/** Number of Pollers that share the feeds. Changing it moves feeds to other objects, which start from SEEN. */
export const SHARDS = 32;

/** Interval of the cron in wrangler.toml, ms. */
const CRON_INTERVAL = 5 * 60_000;

const HOUR = 60 * 60_000;

/** The shard that every tick calls: it knows if the cron runs, and reports misnamed keys. */
const WATCH_SHARD = 0;

/** Gives the shard that a feed always belongs to, by FNV-1a of its name. */
export function shardOf(feed: string): number {
  return fnv1a(feed) % SHARDS;
}

/**
 * One run of the cron: every shard that has feeds polls what is due at `now`; in the first run of an hour the other shards
 * look after what they remember of feeds that are gone, and every Outbox is woken. One that fails holds up no other. Where all
 * went well a monitor is told, after all else.
 */
export async function tick(env: Env, now: number): Promise<void> {
  // One list of all keys costs no more than one of the feeds, and shows what is misnamed.
  const [listed, hourly] = await Promise.all([listNames(env.CONFIG, ''), isHourDue(env, now)]);
  if (!listed.ok) log('tick.list-failed', { prefix: '' });
  const keys = listed.ok ? sortKeys(listed.value) : null;
  const [isDone] = await Promise.all([
    pollShards(env, now, keys, hourly),
    hourly ? doHourly(env, now, keys) : undefined,
  ]);
  const monitor = secretOf(env, 'HEARTBEAT_URL');
  if (monitor !== undefined && keys !== null && isDone)
    await sendHeartbeat(monitor, env.ALLOW_PRIVATE_NETWORK === 'true');
}

/** Has the shards poll what is due; `true`: all of them answered. */
async function pollShards(env: Env, now: number, keys: SortedKeys | null, all: boolean): Promise<boolean> {
  const shards = new Map<number, string[]>([[WATCH_SHARD, []]]);
  for (const name of keys?.feeds ?? []) {
    const shard = shardOf(name);
    shards.set(shard, [...(shards.get(shard) ?? []), name]);
  }
  // Each shard knows its feeds: a list that fails is no reason not to poll.
  if (all || keys === null) for (let shard = 0; shard < SHARDS; shard++) shards.set(shard, shards.get(shard) ?? []);
  const answered = await Promise.all(
    [...shards].map(([shard, names]) =>
      settled('tick.shard-failed', { shard }, async () => {
        const poller = pollerOf(env, shard);
        if (keys === null) return poller.tick(now, null, 1 / SHARDS);
        const share = names.length / Math.max(keys.feeds.length, 1);
        return poller.tick(now, names, share, keysFor(shard, keys));
      }),
    ),
  );
  return answered.every((isAnswered) => isAnswered);
}

/** Gives the keys that a shard checks: each its feeds' destinations, the watch shard also the misnamed keys. */
function keysFor(shard: number, { destinations, misnamed }: SortedKeys): ConfigKeys {
  return { destinations, misnamed: shard === WATCH_SHARD ? misnamed : [] };
}

/** Asks the watch shard; where it does not answer, the run at the full hour is the hourly one. */
async function isHourDue(env: Env, now: number): Promise<boolean> {
  try {
    return await pollerOf(env, WATCH_SHARD).isHourDue(now);
  } catch {
    log('tick.shard-failed', { shard: WATCH_SHARD });
    return Math.floor(now / HOUR) !== Math.floor((now - CRON_INTERVAL) / HOUR);
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
  return env.POLLER.getByName(`shard-${shard}`);
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
