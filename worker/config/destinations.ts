import { readDestinationConfig } from './destination.ts';
import type { Platform } from '../destination/platform.ts';
import { platforms } from '../destination/registry.ts';
import { DESTINATION_PREFIX } from './keys.ts';
import type { Secrets } from './value.ts';
import { type KvFailure, listNames, readTexts } from '../io/kv.ts';
import type { Result } from '../model.ts';

/** CONFIG's values of all destinations, by name; `null`: listed, and not there (yet). */
export type DestinationValues = ReadonlyMap<string, string | null>;

/** Reads all destinations; their `names` are listed where they are not known (`null`). */
export async function readDestinations(
  config: KVNamespace,
  names: readonly string[] | null = null,
): Promise<Result<DestinationValues, KvFailure>> {
  const listed = names === null ? await listNames(config, DESTINATION_PREFIX) : ({ ok: true, value: names } as const);
  if (!listed.ok) return listed;
  const keys = listed.value.map((name) => DESTINATION_PREFIX + name);
  const read = await readTexts(config, keys);
  if (!read.ok) return read;
  const values = [...read.value].map(([key, text]) => [key.slice(DESTINATION_PREFIX.length), text] as const);
  return { ok: true, value: new Map(values) };
}

/** Names of the destinations that are valid, so that they can be told of what is not. */
export function validNames(
  values: DestinationValues,
  secrets: Secrets,
  registered: readonly Platform[] = platforms,
): readonly string[] {
  return [...values].flatMap(([name, text]) =>
    text !== null && readDestinationConfig(name, text, secrets, registered).ok ? [name] : [],
  );
}
