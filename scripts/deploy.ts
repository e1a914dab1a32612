// Deploys the Worker with wrangler, after a look at what would make that fail: `npm run deploy`, `-- <wrangler's options>`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { experimental_readRawConfig } from 'wrangler';
import { readLogin } from './deploy/cloudflare.ts';
import { type Existing, NOT_LOGGED_IN, preflight } from './deploy/preflight.ts';
import { WRANGLER } from './local/bundle.ts';
import { whenStopped } from './local/stop.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const CONFIG = path.join(ROOT, 'wrangler.toml');
/** wrangler.toml with the ids of namespaces that exist already, for one deploy. */
const WITH_IDS = path.join(ROOT, '.wrangler', 'with-ids.json');

const Config = v.looseObject({
  name: v.string(),
  main: v.string(),
  account_id: v.optional(v.string()),
  kv_namespaces: v.array(v.looseObject({ binding: v.string(), id: v.optional(v.string()) })),
});
type Config = v.InferOutput<typeof Config>;

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: {
    name: { type: 'string' },
    config: { type: 'string', short: 'c' },
    env: { type: 'string', short: 'e' },
    'dry-run': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
// Nothing is uploaded, or it is another configuration, of which wrangler knows more.
const isLeftToWrangler = [values['dry-run'], values.help, values.config, values.env].some(
  (value) => value !== undefined,
);
process.exitCode = isLeftToWrangler ? await wrangler(args) : await deploy();

/** Deploys wrangler.toml's Worker; gives the exit status. */
async function deploy(): Promise<number> {
  const config = v.parse(Config, experimental_readRawConfig({ config: CONFIG }).rawConfig);
  const login = await readLogin(ROOT);
  if (login === null) return refuse(NOT_LOGGED_IN);
  const checked = await preflight(login, {
    worker: typeof values.name === 'string' ? values.name : config.name,
    account: process.env['CLOUDFLARE_ACCOUNT_ID'] ?? config.account_id ?? null,
    bindings: config.kv_namespaces.flatMap(({ binding, id }) => (id === undefined ? [binding] : [])),
  });
  if (!checked.ok) return refuse(checked.refused);
  if (checked.existing.size === 0) return wrangler(args);
  process.stdout.write(
    `There are KV namespaces of an earlier deploy (${[...checked.existing.keys()].join(', ')}): the Worker gets these.\n`,
  );
  return withIds(config, checked.existing);
}

/** Deploys with namespaces that exist. Later deploys find them through the Worker. */
async function withIds(config: Config, existing: Existing): Promise<number> {
  const namespaces = config.kv_namespaces.map((namespace) => {
    const id = existing.get(namespace.binding);
    return id === undefined ? namespace : { ...namespace, id };
  });
  // Paths count from the file that names them.
  const changed = { ...config, main: path.resolve(ROOT, config.main), kv_namespaces: namespaces };
  mkdirSync(path.dirname(WITH_IDS), { recursive: true });
  writeFileSync(WITH_IDS, JSON.stringify(changed));
  try {
    return await wrangler(['--config', WITH_IDS, ...args]);
  } finally {
    rmSync(WITH_IDS);
  }
}

/**
 * Runs `wrangler deploy` in this terminal; gives its exit status. wrangler may write the ids of the namespaces that it
 * makes into wrangler.toml. They are of no use there (each deploy finds them through the Worker), and would stand in
 * the way of the next `git pull`: the file stays as it was.
 */
async function wrangler(options: readonly string[]): Promise<number> {
  const before = readFileSync(CONFIG);
  const commit = commitOf(ROOT);
  // The owner is told by /health which commit runs; git alone knows it, or who builds out of a repository.
  const known = commit === null ? [] : ['--var', `COMMIT:${commit}`];
  const child = spawn(process.execPath, [WRANGLER, 'deploy', ...known, ...options], { cwd: ROOT, stdio: 'inherit' });
  whenStopped(() => child.kill('SIGTERM'));
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (!readFileSync(CONFIG).equals(before)) {
    writeFileSync(CONFIG, before);
    process.stdout.write('wrangler.toml is left as it was: the ids that wrangler wrote are found without it.\n');
  }
  return status ?? 1;
}

/** The commit that is deployed, as git or Cloudflare's build knows it; `null`: neither does. */
function commitOf(root: string): string | null {
  const built = process.env['WORKERS_CI_COMMIT_SHA'] ?? '';
  const found = built === '' ? spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout : built;
  return /^[\da-f]{40,64}$/.test(found?.trim() ?? '') ? found.trim() : null;
}

function refuse(words: string): number {
  process.stderr.write(words);
  return 1;
}
