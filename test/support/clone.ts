import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inTerminal } from '../../scripts/picture/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Result of a command: its exit status, and all that it printed. */
export type Printed = { readonly status: number | null; readonly text: string };

/** A fresh clone: a copy of the tracked files with the packages of this one, and a home folder where nobody is logged in. */
export class Clone {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'earshot-clone-'));
  readonly #home = mkdtempSync(path.join(tmpdir(), 'earshot-home-'));
  readonly #env: Readonly<Record<string, string>>;

  /** `env`: variables of all its commands. */
  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
    const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
    });
    for (const file of tracked.toString().split('\0').filter(Boolean)) {
      // Not there: deleted, and not committed yet.
      if (file.startsWith('test/') || !existsSync(path.join(ROOT, file))) continue;
      cpSync(path.join(ROOT, file), path.join(this.folder, file), { recursive: true });
    }
    // A folder of its own: wrangler keeps there which account was chosen.
    const packages = path.join(this.folder, 'node_modules');
    mkdirSync(packages);
    for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
      if (name !== '.cache') symlinkSync(path.join(ROOT, 'node_modules', name), path.join(packages, name));
    }
  }

  /** Text of one of its files. */
  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Runs a command line in its folder, in no terminal; `env` is for this one alone. */
  run(command: string, env: Readonly<Record<string, string>> = {}): Promise<Printed> {
    return this.#printed('sh', ['-c', command], env);
  }

  /** The same in a terminal, in which `typed` is typed. */
  runInTerminal(command: string, typed = ''): Promise<Printed> {
    const [program, args] = inTerminal(command);
    return this.#printed(program, args, {}, typed);
  }

  remove(): void {
    for (const folder of [this.folder, this.#home]) rmSync(folder, { recursive: true, force: true });
  }

  async #printed(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    typed = '',
  ): Promise<Printed> {
    const child = spawn(command, args, {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.#home,
        XDG_CONFIG_HOME: path.join(this.#home, '.config'),
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        npm_config_update_notifier: 'false',
        ...this.#env,
        ...env,
      },
    });
    child.stdin.end(typed);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    return { status, text: stripVTControlCharacters(text) };
  }
}
