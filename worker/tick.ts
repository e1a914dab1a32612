import type { Env, PollerRpc } from './env.ts';
import { fnv1a } from './hash.ts';
import { listNames } from './io/kv.ts';
import { log } from './io/log.ts';

/** The feeds are spread over this many Pollers. Changing it moves feeds to other objects, which start from SEEN. */
export const SHARDS = 32;

/** Interval of the cron in wrangler.toml, ms. */
const CRON_INTERVAL = 5 * 60_000;

const HOUR = 60 * 60_000;

/** The shard that every tick calls, so that there is one to ask whether the cron runs. */
const WATCH_SHARD = 0;

/** The shard that a feed always belongs to: FNV-1a of its name. */
export function shardOf(feed: string): number {
  return fnv1a(feed) % SHARDS;
}

/**
 * One run of the cron: every shard that has feeds polls what is due at `now`; in the first run of an hour the other shards
 * look after what they remember of feeds that are gone, and every Outbox is woken. One that fails holds up no other.
 */
export async function tick(env: Env, now: number): Promise<void> {
  const [listed, hourly] = await Promise.all([listNames(env.CONFIG, 'feed:'), isHourDue(env, now)]);
  if (!listed.ok) log('tick.list-failed', { prefix: 'feed:' });
  await Promise.all([
    pollShards(env, now, listed.ok ? listed.value : null, hourly),
    hourly ? doHourly(env, now) : undefined,
  ]);
}

async function pollShards(env: Env, now: number, names: readonly string[] | null, all: boolean): Promise<void> {
  const shards = new Map<number, string[]>([[WATCH_SHARD, []]]);
  for (const name of names ?? []) {
    const shard = shardOf(name);
    shards.set(shard, [...(shards.get(shard) ?? []), name]);
  }
  // Each shard knows its feeds: a list that fails is no reason not to poll.
  if (all || names === null) for (let shard = 0; shard < SHARDS; shard++) shards.set(shard, shards.get(shard) ?? []);
  await Promise.all(
    [...shards].map(([shard, own]) => {
      const share = names === null ? 1 / SHARDS : own.length / Math.max(names.length, 1);
      return settled('tick.shard-failed', { shard }, () =>
        pollerOf(env, shard).tick(now, names === null ? null : own, share),
      );
    }),
  );
}

/** Asks the shard that remembers; where it does not answer, the run at the full hour is the hourly one. */
async function isHourDue(env: Env, now: number): Promise<boolean> {
  try {
    return await pollerOf(env, WATCH_SHARD).isHourDue(now);
  } catch {
    log('tick.shard-failed', { shard: WATCH_SHARD });
    return Math.floor(now / HOUR) !== Math.floor((now - CRON_INTERVAL) / HOUR);
  }
}

/** Wakes every Outbox. It is noted when it is done: a run that is cut off is made up for by the next. */
async function doHourly(env: Env, now: number): Promise<void> {
  const isDone = await wakeOutboxes(env);
  if (isDone)
    await settled('tick.shard-failed', { shard: WATCH_SHARD }, () => pollerOf(env, WATCH_SHARD).noteHour(now));
}

/** Whether the cron has not run for three of its intervals, as far as can be told. */
export function isLate(env: Env, now: number): Promise<boolean> {
  return pollerOf(env, WATCH_SHARD).isLate(now);
}

function pollerOf(env: Env, shard: number): DurableObjectStub<PollerRpc> {
  return env.POLLER.getByName(`shard-${shard}`);
}

/** Gives whether it knew all their names. */
async function wakeOutboxes(env: Env): Promise<boolean> {
  const marked = await listNames(env.SEEN, 'outbox:');
  const configured = await listNames(env.CONFIG, 'destination:');
  if (!marked.ok || !configured.ok) log('tick.list-failed', { prefix: marked.ok ? 'destination:' : 'outbox:' });
  const names = new Set([...(marked.ok ? marked.value : []), ...(configured.ok ? configured.value : [])]);
  await Promise.all(
    [...names].map((destination) =>
      settled('tick.wake-failed', { destination }, () => env.OUTBOX.getByName(destination).wake()),
    ),
  );
  return marked.ok && configured.ok;
}

/** Does it; a failure is logged under `event` and stops nobody else. */
async function settled(event: string, facts: Record<string, string | number>, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch {
    log(event, facts);
  }
}
