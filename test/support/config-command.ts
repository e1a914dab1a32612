import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Result of a command: exit status, standard output and standard error. */
export type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

/** A folder with an earshot.json and a local CONFIG of its own, and the commands that bring one into the other. */
export class ConfigFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'earshot-config-'));

  write(file: string, content: unknown): void {
    writeFileSync(
      path.join(this.folder, file),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Runs `push`, `pull` or `config` in the folder, in no terminal. */
  run(script: string, args: readonly string[] = [], env: NodeJS.Dict<string> = {}, input = ''): Promise<Ran> {
    return this.#run(
      [path.join(ROOT, `scripts/${script}.ts`), ...args, '--local', '--persist-to', 'state'],
      env,
      input,
    );
  }

  /** Runs `wrangler kv` on the same CONFIG. */
  async kv(...words: readonly string[]): Promise<string> {
    const wrangler = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
    const where = ['--local', '--binding', 'CONFIG', '--persist-to', path.join(this.folder, 'state')];
    const config = ['--config', path.join(ROOT, 'wrangler.toml')];
    const { status, out } = await this.#run([wrangler, 'kv', ...words, ...where, ...config], {}, '');
    if (status !== 0) throw new Error(`wrangler kv ${words.join(' ')} failed`);
    return out;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #run(args: readonly string[], env: NodeJS.Dict<string>, input: string): Promise<Ran> {
    const { INIT_CWD: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [...args], {
      cwd: this.folder,
      env: { ...inherited, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: 'true', ...env },
    });
    child.stdin.end(input);
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { status, out, err };
  }
}
