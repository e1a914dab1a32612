import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { waitFor } from '../support/wait.ts';
import { Database } from './database.ts';

/** The folder that Debian's package puts it in. */
const PACKAGE = '/usr/share/wordpress';

/** Files that have to be there, and the command that brings them. */
const NEEDED = [`${PACKAGE}/wp-load.php`, '/usr/bin/php', '/usr/sbin/mariadbd', '/usr/bin/mariadb-install-db'];
const INSTALL =
  'apt-get install --no-install-recommends wordpress micro-httpd php php-cgi php-cli php-mysql mariadb-server';

/** A post as a test writes it. `wasDraft`: `false` of one that was published at once. `at`: ISO 8601, in UTC; else long ago. */
export type PostDraft = {
  readonly title: string;
  readonly type?: string;
  readonly wasDraft?: boolean;
  readonly at?: string;
};

/** A post as WordPress has it. */
export type Post = { readonly id: number; readonly url: string };

/** A comment as a test writes it: at an ISO 8601 time, in UTC. `waits`: for somebody to approve it. */
export type CommentDraft = {
  readonly post: number;
  readonly at: string;
  readonly text: string;
  readonly author?: string;
  readonly url?: string;
  readonly parent?: number;
  readonly waits?: boolean;
  readonly type?: string;
};

/** Words that `site/do.php` obeys. */
type Verb = 'install' | 'settings' | 'flush_rules' | 'post' | 'comments' | 'approve' | 'remove';

/** The real WordPress of Debian's package, on PHP's own server and a database of its own. */
export class WordPress {
  /** Its address, without a slash at the end. */
  readonly home: string;
  readonly #root: string;
  readonly #site: string;
  readonly #database: Database;
  readonly #env: NodeJS.ProcessEnv;
  readonly #server: ChildProcess;
  /** Options as they were set last: to set them takes a process of PHP's. */
  readonly #settings = new Map<string, string | number>();

  private constructor(root: string, folder: string, port: number, database: Database) {
    this.home = `http://127.0.0.1:${port}${folder}`;
    this.#root = root;
    this.#site = path.join(root, 'web', folder);
    this.#database = database;
    this.#env = {
      ...process.env,
      EARSHOT_HOME: this.home,
      EARSHOT_FOLDER: folder,
      EARSHOT_SOCKET: database.socket,
    };
    const router = path.join(import.meta.dirname, 'site/router.php');
    const args = ['-S', `127.0.0.1:${port}`, '-t', path.join(root, 'web'), router];
    this.#server = spawn('php', args, { env: this.#env, stdio: 'ignore' });
  }

  /** Starts one with a post, no comment, and permalinks by date; `folder` (`/blog`): where on its host it is. */
  static async start(folder = ''): Promise<WordPress> {
    const missing = NEEDED.filter((file) => !existsSync(file));
    if (missing.length > 0) throw new Error(`${missing.join(', ')} are missing. Install them: ${INSTALL}`);
    const root = await mkdtemp(path.join(tmpdir(), 'earshot-wordpress-'));
    await layOut(path.join(root, 'web', folder));
    const wordpress = new WordPress(root, folder, await freePort(), await Database.start(root));
    await wordpress.#do('install', 'Kites');
    await wordpress.settings({ permalink_structure: '/%year%/%monthnum%/%postname%/', gmt_offset: '2' });
    await waitFor('WordPress to answer', () => fetch(`${wordpress.home}/`).catch(() => null));
    return wordpress;
  }

  /** Sets options by their names (`posts_per_rss`, `permalink_structure`, `page_comments`; `rest_is_closed`). */
  async settings(settings: Readonly<Record<string, string | number>>): Promise<void> {
    const changed = Object.entries(settings).filter(([name, value]) => this.#settings.get(name) !== value);
    if (changed.length === 0) return;
    for (const [name, value] of changed) this.#settings.set(name, value);
    await this.#do('settings', Object.fromEntries(changed));
    if (changed.some(([name]) => name === 'permalink_structure')) await this.#do('flush_rules', null);
  }

  async post(draft: PostDraft): Promise<Post> {
    return this.#do<Post>('post', draft);
  }

  /** Writes comments; gives their numbers. */
  async comments(drafts: readonly CommentDraft[]): Promise<readonly number[]> {
    return this.#do<readonly number[]>('comments', drafts);
  }

  /** Approves comments that wait. */
  async approve(...numbers: readonly number[]): Promise<void> {
    await this.#do('approve', numbers);
  }

  /** Deletes comments for good. */
  async remove(...numbers: readonly number[]): Promise<void> {
    await this.#do('remove', numbers);
  }

  /** Asks for an address, or a path from the home on. */
  get(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(address.startsWith('http') ? address : `${this.home}${address}`, { headers });
  }

  /** Ends it and forgets all that it held. */
  async stop(): Promise<void> {
    this.#server.kill('SIGKILL');
    await this.#database.stop();
    await rm(this.#root, { recursive: true, force: true });
  }

  async #do<T>(verb: Verb, what: unknown): Promise<T> {
    const php = spawn('php', [path.join(import.meta.dirname, 'site/do.php'), this.#site], { env: this.#env });
    php.stdin.end(JSON.stringify([verb, what]));
    const [out, err] = await Promise.all([text(php.stdout), text(php.stderr)]);
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    try {
      return JSON.parse(last) as T;
    } catch {
      throw new Error(`WordPress did not ${verb}: ${out}\n${err}`);
    }
  }
}

/** A site's folder: WordPress's own files, but for its configuration, theme and plugin, which are the test's. */
async function layOut(site: string): Promise<void> {
  const ours = path.join(import.meta.dirname, 'site');
  const [theme, plugins] = ['themes/test-theme', 'mu-plugins'].map((name) => path.join(site, 'wp-content', name));
  if (theme === undefined || plugins === undefined) throw new Error('Unreachable');
  await Promise.all([theme, plugins].map((folder) => mkdir(folder, { recursive: true })));
  // Copied, not linked: WordPress takes the folder of this file for its own.
  for (const file of ['index.php', 'wp-load.php', 'wp-blog-header.php', 'wp-settings.php']) {
    await copyFile(path.join(PACKAGE, file), path.join(site, file));
  }
  for (const folder of ['wp-includes', 'wp-admin']) await symlink(path.join(PACKAGE, folder), path.join(site, folder));
  await copyFile(path.join(ours, 'wp-config.php'), path.join(site, 'wp-config.php'));
  await copyFile(path.join(ours, 'test-blog.php'), path.join(plugins, 'test-blog.php'));
  await copyFile(path.join(ours, 'index-of-theme.php'), path.join(theme, 'index.php'));
  await writeFile(path.join(theme, 'style.css'), '/*\nTheme Name: Test\n*/\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port')),
      );
    });
  });
}
