import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Failure, Result } from '../../worker/model.ts';
import { QUIET_ENV, WRANGLER } from '../local/bundle.ts';
import { whenStopped } from '../local/stop.ts';
import type { Target } from './target.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** wrangler did not do it; `detail` says what to do. */
export type WranglerFailure = Failure<'wrangler'>;

/** Complaints of wrangler's and Cloudflare's, and what to do. wrangler's own words may hold a value, and are not shown. */
const PROBLEMS: readonly (readonly [pattern: RegExp, detail: string])[] = [
  [
    /not logged in|not authenticated|CLOUDFLARE_API_TOKEN|wrangler login/i,
    `You are not logged in to Cloudflare:

  npx wrangler login     opens Cloudflare in the browser

Where there is no browser, set CLOUDFLARE_API_TOKEN to a token made with the template "Edit Cloudflare Workers":
https://dash.cloudflare.com/profile/api-tokens`,
  ],
  [
    /more than one account|CLOUDFLARE_ACCOUNT_ID/i,
    'Your login has several accounts: set CLOUDFLARE_ACCOUNT_ID to the id of the one that Earshot is in.',
  ],
  [
    /Worker does not exist|code: 100(?:07|90)\b|Could not find|no KV binding|Cannot resolve KV binding/i,
    'There is no Earshot in this account yet, and so no CONFIG: npm run deploy comes first (or --local was meant).',
  ],
  [
    /code: (?:10000|9109|6003)\b|Authentication error/i,
    'Cloudflare does not accept your login, or it may not change KV: npx wrangler login, or another CLOUDFLARE_API_TOKEN.',
  ],
  [
    /code: 10048\b|code: 429\b|too many requests|free usage limit|limit exceeded/i,
    'Cloudflare takes no more for now: the Free plan has 1,000 writes of KV a day, until 00:00 UTC.',
  ],
  [
    /fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i,
    'Cloudflare cannot be reached from here: look at the network, then try again.',
  ],
  [
    /no such file|ENOENT|Could not read file|configuration file/i,
    'wrangler finds no configuration there: look at --config.',
  ],
  [/SQLITE_BUSY|database is locked/i, 'The local state is in use: try again, or stop npm run dev.'],
];

/** Runs `wrangler kv` with these words for a CONFIG; gives what it prints, which nobody is shown. */
export async function wranglerKv(target: Target, words: readonly string[]): Promise<Result<string, WranglerFailure>> {
  const child = spawn(process.execPath, [WRANGLER, 'kv', ...words, '--binding', 'CONFIG', ...target.args], {
    cwd: ROOT,
    env: QUIET_ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [out, said, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  if (status === 0) return { ok: true, value: out };
  const known = PROBLEMS.find(([pattern]) => pattern.test(said)) ?? PROBLEMS.find(([pattern]) => pattern.test(out));
  const detail =
    known?.[1] ??
    `wrangler kv ${words[0]} ${words[1]} failed (exit status ${status ?? 'none'}). What it says may hold a value, and is not shown; this says what is wrong:

  npx wrangler kv key list --binding CONFIG ${target.args.join(' ')}`;
  return { ok: false, reason: 'wrangler', detail };
}

/** Runs `wrangler kv` with a file of this JSON, which nobody else can read and which goes away in any case. */
export async function wranglerKvWith(
  target: Target,
  words: readonly string[],
  json: unknown,
  options: readonly string[] = [],
): Promise<Result<string, WranglerFailure>> {
  const folder = privateFolder();
  try {
    const file = path.join(folder, 'kv.json');
    writeFileSync(file, JSON.stringify(json), { mode: 0o600 });
    return await wranglerKv(target, [...words, file, ...options]);
  } finally {
    remove(folder);
  }
}

/** Folders with values in them, which must not outlive this process. */
const folders = new Set<string>();
let isWatching = false;

function privateFolder(): string {
  if (!isWatching) {
    isWatching = true;
    whenStopped(() => {
      for (const folder of folders) remove(folder);
      process.exit(1);
    });
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-kv-'));
  folders.add(folder);
  return folder;
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
