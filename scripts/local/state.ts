import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { makeFolder } from './make-folder.ts';

/** Folder of a run's KV and objects, in the folder of all runs: one for the sample, one for each real feed. */
export function stateFolder(base: string, feedUrl: string | null): string {
  if (feedUrl === null) return path.join(base, 'sample');
  const digest = createHash('sha256').update(feedUrl).digest('hex').slice(0, 8);
  return path.join(base, `${new URL(feedUrl).hostname.replaceAll(/[^a-z0-9.-]/g, '_')}-${digest}`);
}

/** File of the SIGNING_KEY of local runs. */
export function keyFile(base: string): string {
  return path.join(base, 'signing-key');
}

/**
 * Vars and secrets of the Worker for local runs: those of .dev.vars in `root`, with a SIGNING_KEY in any case. Where it
 * gives none, one is made once and kept, so that signatures stay the same over restarts.
 */
export function localVars(root: string, base: string): Record<string, string> & { readonly SIGNING_KEY: string } {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(devVars(root))) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  const key = given['SIGNING_KEY'] ?? keptKey(base);
  makeFolder(base);
  writeFileSync(keyFile(base), key, { mode: 0o600 });
  return { ...given, SIGNING_KEY: key, ALLOW_PRIVATE_NETWORK: 'true' };
}

/** Variables of .dev.vars in `root`; none where there is no such file. */
export function devVars(root: string): NodeJS.Dict<string> {
  const file = path.join(root, '.dev.vars');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

function keptKey(base: string): string {
  return existsSync(keyFile(base)) ? readFileSync(keyFile(base), 'utf8').trim() : randomBytes(32).toString('hex');
}
