import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Path of wrangler's command. */
export const WRANGLER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
  'bin/wrangler.js',
);

/** Environment in which wrangler asks no question and reports nothing to Cloudflare. */
export const QUIET_ENV = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: 'true' };

/**
 * Bundles a Worker into `folder` as `wrangler deploy` would, and gives the path of its one module. `entry` is another
 * main file than wrangler.toml's, with the same objects. Throws with wrangler's own words.
 */
export async function bundle(root: string, folder: string, entry?: string): Promise<string> {
  const args = ['deploy', ...(entry === undefined ? [] : [entry]), '--dry-run', '--outdir', folder];
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    cwd: root,
    env: QUIET_ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`The Worker does not bundle:\n${Buffer.concat(said).toString()}`);
  return path.join(folder, `${path.basename(entry ?? 'index.ts', '.ts')}.js`);
}
