import type { Destination, Failure, Feed, Result } from './model.ts';

/** What is wrong with a value in CONFIG, in words for the person who wrote it. */
export type ConfigFailure = Failure<'config'> & { readonly key: string; readonly field: string | null };

/** Gives a Worker secret's value by its name, or `undefined`. */
export type Secrets = (name: string) => string | undefined;

/** Reads CONFIG's value of `feed:<name>`: a bare URL or a JSON object. */
export function readFeed(name: string, _value: string, _secrets: Secrets): Result<Feed, ConfigFailure> {
  return { ok: false, reason: 'config', detail: 'not written yet', key: `feed:${name}`, field: null };
}

/** Reads CONFIG's value of `destination:<name>`: a bare URL or a JSON object. */
export function readDestination(name: string, _value: string, _secrets: Secrets): Result<Destination, ConfigFailure> {
  return { ok: false, reason: 'config', detail: 'not written yet', key: `destination:${name}`, field: null };
}
