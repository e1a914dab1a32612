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

/** Vars and secrets of a local run. */
type LocalVars = Record<string, string> & { readonly SIGNING_KEY: string; readonly SIGN_IN_CODE: string };

/**
 * Vars and secrets of the Worker for local runs: those of .dev.vars in `root`, with a SIGNING_KEY and an ADMIN_TOKEN in any
 * case. Where it gives none, they are made once and kept, so that signatures and sign-ins outlast a restart.
 */
export function localVars(root: string, base: string): LocalVars {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(devVars(root))) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  makeFolder(base);
  return {
    ...given,
    SIGNING_KEY: kept(keyFile(base), given['SIGNING_KEY']),
    ADMIN_TOKEN: kept(path.join(base, 'admin-token'), given['ADMIN_TOKEN']),
    SIGN_IN_CODE: randomBytes(16).toString('hex'),
    ALLOW_PRIVATE_NETWORK: 'true',
  };
}

/** Variables of .dev.vars in `root`; none where there is no such file. */
export function devVars(root: string): NodeJS.Dict<string> {
  const file = path.join(root, '.dev.vars');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** The value that is given, else the one in `file`, else a new one; kept in `file`. */
function kept(file: string, given: string | undefined): string {
  const value = given ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : randomBytes(32).toString('hex'));
  writeFileSync(file, value, { mode: 0o600 });
  return value;
}
