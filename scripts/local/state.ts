import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';

/** Everything that local runs keep, apart from wrangler's own state. */
export function startFolder(root: string): string {
  return path.join(root, '.wrangler', 'start');
}

/** Where a run's KV and objects live: one folder for the sample, one for each real feed. */
export function stateFolder(root: string, feedUrl: string | null): string {
  if (feedUrl === null) return path.join(startFolder(root), 'sample');
  const digest = createHash('sha256').update(feedUrl).digest('hex').slice(0, 8);
  return path.join(startFolder(root), `${new URL(feedUrl).hostname.replaceAll(/[^a-z0-9.-]/g, '_')}-${digest}`);
}

/**
 * The Worker's vars and secrets for local runs: what .dev.vars says, with a SIGNING_KEY in any case. Where it gives
 * none, one is made once and kept, so that signatures stay the same over restarts.
 */
export function localVars(root: string): Record<string, string> & { readonly SIGNING_KEY: string } {
  const file = path.join(root, '.dev.vars');
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {})) {
    if (value !== undefined && value !== '') given[name] = value;
  }
  return { ...given, SIGNING_KEY: given['SIGNING_KEY'] ?? keptKey(root), ALLOW_PRIVATE_NETWORK: 'true' };
}

function keptKey(root: string): string {
  const file = path.join(startFolder(root), 'signing-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = randomBytes(32).toString('hex');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}
