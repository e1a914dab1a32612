import { readDestination } from '../config/config.ts';
import { withDeadline } from '../io/deadline.ts';
import { listNames, readTexts } from '../io/kv.ts';
import { log } from '../io/log.ts';
import { digest, noticeKey } from '../message.ts';
import type { ConfigFailure, Offer } from '../model.ts';
import { isSlot } from '../rules/schedule.ts';
import type { ConfigProblem, ConfigProblems } from './config-problems.ts';
import { enqueue } from './enqueue.ts';
import { iso } from './poll-context.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';

/** How often it is seen whether there is a destination by now that can be told, ms. */
const ANEW = 60 * 60_000;

/** Most keys that a message names: of more, a person corrects the cause and not the values. */
const KEYS_AT_MOST = 50;

/** A value that is wrong. `before`: what a version before wrote of it into the feed's row. */
export type Invalid = { readonly failure: ConfigFailure; readonly before: string | null };

/** A cause and all values of the shard that have it, sorted. */
type Case = { readonly cause: ConfigProblem; readonly failure: ConfigFailure; readonly keys: readonly string[] };

/** The failure of a feed whose document cannot be read; `name`: its key in SEEN. */
export function unreadable(name: string): ConfigFailure {
  const detail =
    'What is remembered of this feed cannot be read, so it is not polled. Restore its value in SEEN, or delete that to begin anew.';
  return { ok: false, reason: 'config', key: name, field: null, detail };
}

/**
 * Tells people what is wrong with values of the shard: of each cause once, as long as any value has it; the log says it
 * every time. `previous`: the tick before, where that is known.
 */
export async function reportInvalid(
  deps: Dependencies,
  causes: ConfigProblems,
  invalid: readonly Invalid[],
  previous: number | null,
  now: number,
): Promise<void> {
  const cases = await casesOf(causes, invalid, now);
  for (const { failure, keys } of cases) {
    log('config.invalid', { key: failure.key, field: failure.field, reason: failure.detail, keys: keys.length });
  }
  const isAnew = isSlot(ANEW, previous, now);
  const isUnseen = ({ cause }: Case): boolean => cause.state === 'new' || (cause.state === 'nobody' && isAnew);
  if (!cases.some((one) => isUnseen(one) || one.cause.state === 'owed')) return;
  await withDeadline(deps.deadline, async (signal) => {
    const found = cases.some(isUnseen) ? await validDestinations(deps, signal) : null;
    const owing = cases.flatMap((one): readonly Case[] => {
      if (one.cause.state === 'owed') return [one];
      if (found === null || !isUnseen(one)) return [];
      const cause: ConfigProblem = { ...one.cause, state: found.length === 0 ? 'nobody' : 'owed', owed: found };
      if (found.length === 0) causes.set(cause);
      return found.length === 0 ? [] : [{ ...one, cause }];
    });
    await tell(deps, causes, owing, signal);
  });
}

/** Groups the values by cause, begins what is new and forgets what is over. */
async function casesOf(causes: ConfigProblems, invalid: readonly Invalid[], now: number): Promise<readonly Case[]> {
  const groups = new Map<string, Invalid[]>();
  for (const one of invalid) {
    const cause = await digest(JSON.stringify([one.failure.field, one.failure.detail]));
    groups.set(cause, [...(groups.get(cause) ?? []), one]);
  }
  const known = new Map(causes.all().map((cause) => [cause.digest, cause]));
  for (const over of known.keys()) if (!groups.has(over)) causes.remove(over);
  return [...groups].flatMap(([name, group]) => {
    const sorted = group.toSorted((one, other) => (one.failure.key < other.failure.key ? -1 : 1));
    const [first] = sorted;
    if (first === undefined) return [];
    const cause = known.get(name) ?? begun(name, group, now);
    if (!known.has(name)) causes.set(cause);
    return [{ cause, failure: first.failure, keys: sorted.map(({ failure }) => failure.key) }];
  });
}

/** Begins a cause, noted before it is told. A version before told it of each feed, and wrote "digest since told". */
function begun(name: string, group: readonly Invalid[], now: number): ConfigProblem {
  for (const { before } of group) {
    const [error, since = '', state] = before?.split(' ') ?? [];
    if (error === name && state === 'told') return { digest: name, since: Date.parse(since), state, owed: [] };
  }
  return { digest: name, since: now, state: 'new', owed: [] };
}

/** Offers each case to the Outboxes that it is owed to, and notes which are left. */
async function tell(
  deps: Dependencies,
  causes: ConfigProblems,
  owing: readonly Case[],
  signal: AbortSignal,
): Promise<void> {
  const destinations = new Set(owing.flatMap(({ cause }) => cause.owed));
  const refusing = new Set<string>();
  await Promise.all(
    [...destinations].map(async (destination) => {
      const offers = owing.filter(({ cause }) => cause.owed.includes(destination)).map(offerOf);
      if ((await enqueue(deps, destination, offers, signal)) === null) refusing.add(destination);
    }),
  );
  for (const { cause } of owing) {
    const owed = cause.owed.filter((destination) => refusing.has(destination));
    causes.set({ ...cause, owed, state: owed.length === 0 ? 'told' : 'owed' });
  }
}

function offerOf({ cause, failure, keys }: Case): Offer {
  const { key, field, detail } = failure;
  const since = iso(cause.since);
  const data = { key, field, reason: detail, keys: keys.slice(0, KEYS_AT_MOST), since };
  return {
    // Of one cause in several shards, which see it within moments, there is one message: its id says the day alone.
    key: noticeKey('config.invalid', cause.digest, since.slice(0, 'YYYY-MM-DD'.length)),
    feed: '',
    content: null,
    hold: null,
    happening: { type: 'config.invalid', timestamp: since, data },
  };
}

/** The feed's own destinations are as unreadable as the rest of its value: whoever can be told is. `null`: KV failed. */
async function validDestinations(deps: Dependencies, signal: AbortSignal): Promise<readonly string[] | null> {
  const names = await within(signal, listNames(deps.config, 'destination:'));
  if (!names.ok) return null;
  const keys = names.value.map((name) => `destination:${name}`);
  const values = await within(signal, readTexts(deps.config, keys));
  if (!values.ok) return null;
  return names.value.filter((name) => {
    const value = values.value.get(`destination:${name}`) ?? null;
    return value !== null && readDestination(name, value, deps.secrets).ok;
  });
}
