import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '../support/wait.ts';

const run = promisify(execFile);

/** Servers are not on everybody's path. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** An option without which it does not start as root. */
const USER = process.getuid?.() === 0 ? ['--user=root'] : [];

/** A MariaDB of its own, on a socket in `folder`; no network, no passwords, nothing that lasts. */
export class Database {
  readonly socket: string;
  readonly #process: ChildProcess;

  private constructor(socket: string, server: ChildProcess) {
    this.socket = socket;
    this.#process = server;
  }

  /** Makes and starts one with an empty database `wordpress`. */
  static async start(folder: string): Promise<Database> {
    const [data, temporary, socket, sql] = ['data', 'tmp', 'socket', 'first.sql'].map((name) =>
      path.join(folder, name),
    );
    if (data === undefined || temporary === undefined || socket === undefined || sql === undefined)
      throw new Error('Unreachable');
    await mkdir(data, { recursive: true });
    await mkdir(temporary, { recursive: true });
    await writeFile(sql, 'CREATE DATABASE wordpress CHARACTER SET utf8mb4;\n');
    const env = { ...process.env, PATH };
    // Its own: two that are installed at once drop each other's temporary tables.
    const how = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${temporary}`, ...USER];
    await run('mariadb-install-db', [...how, '--auth-root-authentication-method=normal', '--skip-test-db'], { env });
    const server = spawn(
      'mariadbd',
      [
        ...how,
        `--socket=${socket}`,
        `--pid-file=${path.join(folder, 'pid')}`,
        `--init-file=${sql}`,
        '--skip-networking',
        '--skip-grant-tables',
        // Nobody needs what it holds after a crash.
        '--innodb-flush-log-at-trx-commit=0',
      ],
      { env, stdio: 'ignore' },
    );
    await waitFor('MariaDB to listen', () => existsSync(socket));
    return new Database(socket, server);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await gone;
  }
}
