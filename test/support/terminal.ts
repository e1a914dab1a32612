import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { remains, waitFor } from './wait.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A start bundles the Worker first, which takes its time on a busy machine, ms. */
const PATIENCE = 60_000;

/** Command that runs in the repository's folder, and all that it prints, without styles. */
export class Terminal {
  text = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(command: string, ...args: readonly string[]) {
    this.#child = spawn(command, args, { cwd: ROOT, detached: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += stripVTControlCharacters(chunk);
      });
    }
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve));
  }

  /** Waits until it has printed such a text. */
  shows(what: RegExp): Promise<true> {
    return waitFor(`${what} in the terminal`, () => (what.test(this.text) ? true : null), PATIENCE);
  }

  /** Ctrl-C: the terminal sends it to the whole process group. Gives the exit status. */
  stop(): Promise<number | null> {
    process.kill(-(this.#child.pid ?? 0), 'SIGINT');
    return this.#ended;
  }

  /** Sends SIGTERM to the command alone, as a supervisor does. */
  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  get ended(): Promise<number | null> {
    return this.#ended;
  }

  /** True if anything that it started is still there. */
  get remains(): boolean {
    return remains(this.#child.pid ?? 0);
  }
}

/** Starts `npm start` with the state in that folder, but without npm. */
export function startIn(state: string, ...args: readonly string[]): Terminal {
  return new Terminal(process.execPath, path.join(ROOT, 'scripts/start.ts'), '--state', state, ...args);
}
