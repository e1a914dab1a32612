import path from 'node:path';
import { misused } from '../command-line.ts';

/** Options by which all commands that read or write CONFIG say which CONFIG they mean. */
export const TARGET_OPTIONS = {
  local: { type: 'boolean' },
  config: { type: 'string', short: 'c' },
  env: { type: 'string', short: 'e' },
  'persist-to': { type: 'string' },
} as const;

/** Lines about these options, for `--help`. */
export const TARGET_USAGE = `  --local             CONFIG of npm run dev on this machine, not of the deployed Worker
  --persist-to <path> with --local: another folder than .wrangler/state
  -c, --config <path> another configuration than wrangler.toml
  -e, --env <name>    an environment of it (CLOUDFLARE_ENV is read as well)
  -h, --help          this text`;

/** CONFIG that is meant: of the deployed Worker, or of local runs. */
export type Target = {
  readonly isLocal: boolean;
  /** Options that say so to wrangler, beside the binding. */
  readonly args: readonly string[];
  /** Words that say so in a command of ours: ` --local`, or nothing. */
  readonly words: string;
};

/** Values of these options. */
type Given = {
  readonly local?: boolean | undefined;
  readonly config?: string | undefined;
  readonly env?: string | undefined;
  readonly 'persist-to'?: string | undefined;
};

/** Gives the CONFIG that the options name. */
export function targetOf({ local = false, config, env, 'persist-to': folder }: Given): Target {
  if (folder !== undefined && !local) misused('--persist-to goes with --local.');
  const own = [
    ...(config === undefined ? [] : ['--config', fromHere(config)]),
    ...(env === undefined ? [] : ['--env', env]),
    ...(folder === undefined ? [] : ['--persist-to', fromHere(folder)]),
  ];
  const words = [...(local ? ['--local'] : []), ...own].map((word) => ` ${word}`).join('');
  return { isLocal: local, args: [local ? '--local' : '--remote', ...own], words };
}

/** Path of a file that was named where npm was called, which runs its scripts in the project's folder. */
export function fromHere(file: string): string {
  return path.resolve(process.env['INIT_CWD'] ?? '', file);
}

/**
 * Ends the process where npm kept an option to itself that stood before its `--`: without it another thing would be done
 * (`npm run push --dry-run` would push).
 */
export function refuseSwallowed(command: string, values: object, names: readonly string[]): void {
  const swallowed = names.filter(
    (name) => !(name in values) && (process.env[`npm_config_${name.replaceAll('-', '_')}`] ?? '') !== '',
  );
  if (swallowed.length === 0) return;
  const options = swallowed.map((name) => `--${name}`);
  process.stderr.write(
    `npm took ${options.join(', ')} for its own: a -- has to stand before. Nothing was done. Type:\n\n` +
      `  npm run ${command} -- ${options.join(' ')}\n\n--help says what there is.\n`,
  );
  process.exit(2);
}
