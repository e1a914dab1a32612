import { type ConfigFailure, readDestination } from '../config.ts';
import { listNames, readTexts } from '../io/kv.ts';
import { digest, noticeKey } from '../message.ts';
import type { Offer } from '../model.ts';
import { isTurn } from '../rules/due.ts';
import type { Handover } from './handover.ts';
import { iso } from './job.ts';
import type { Memory } from './memory.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** How often it is seen whether there is a destination by now that can be told, ms. */
const ANEW = 60 * 60_000;

/** What is wrong where a feed's document cannot be read; `name`: its key in SEEN. */
export function unreadable(name: string): ConfigFailure {
  const detail =
    'What is remembered of this feed cannot be read, so it is not polled. Restore its value in SEEN, or delete that to begin anew.';
  return { ok: false, reason: 'config', key: name, field: null, detail };
}

/** Tells people, once for each error, what is wrong with a value of a feed; the log says it every time. */
export async function tellInvalid(
  world: World,
  memory: Memory,
  handover: Handover,
  name: string,
  failure: ConfigFailure,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { key, field, detail } = failure;
  const error = await digest(JSON.stringify([field, detail]));
  const [before, noted, state] = memory.row(name).invalid?.split(' ') ?? [];
  const isKnown = before === error && noted !== undefined;
  if (isKnown && (state === 'told' || (state === 'nobody' && !isTurn(ANEW, null, now)))) return;
  // Noted before it is told: the same error, years later, is news, and the same offer after a crash is not.
  const since = isKnown ? noted : iso(now);
  if (!isKnown) memory.setInvalid(name, `${error} ${since}`);
  const destinations = await validDestinations(world, signal);
  if (destinations === null) return;
  if (destinations.length === 0) {
    if (state !== 'nobody') memory.setInvalid(name, `${error} ${since} nobody`);
    return;
  }
  const offer: Offer = {
    key: noticeKey('config.invalid', key, `${error} ${since}`),
    feed: '',
    content: null,
    hold: null,
    happening: { type: 'config.invalid', timestamp: iso(now), data: { key, field, reason: detail } },
  };
  const told = await handover.offer({ world, destinations, now, signal }, [offer]);
  if (told.ok && told.value.refused.length === 0) memory.setInvalid(name, `${error} ${since} told`);
}

/** The feed's own destinations are as unreadable as the rest of its value: whoever can be told is. `null`: KV failed. */
async function validDestinations(world: World, signal: AbortSignal): Promise<readonly string[] | null> {
  const names = await within(signal, listNames(world.config, 'destination:'));
  if (!names.ok) return null;
  const keys = names.value.map((name) => `destination:${name}`);
  const values = await within(signal, readTexts(world.config, keys));
  if (!values.ok) return null;
  return names.value.filter((name) => {
    const value = values.value.get(`destination:${name}`) ?? null;
    return value !== null && readDestination(name, value, world.secrets).ok;
  });
}
