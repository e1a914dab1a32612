import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Contender } from './contender.ts';
import type { Usage } from './usage.ts';

/** Threads of newsboat: its users turn that up where they have many feeds. */
const THREADS = 50;

/** Starts newsboat, which keeps what it read in SQLite; `null`: it is not installed. */
export async function startNewsboat(urls: readonly string[], folder: string): Promise<Contender | null> {
  const [list, config] = [path.join(folder, 'newsboat.urls'), path.join(folder, 'newsboat.config')];
  writeFileSync(list, `${urls.join('\n')}\n`);
  writeFileSync(config, `reload-threads ${THREADS}\n`);
  const cache = path.join(folder, 'newsboat.db');
  return startReader('newsboat', 'newsboat', ['-u', list, '-C', config, '-c', cache, '-x', 'reload'], folder);
}

/** Starts rss2email, which polls one feed after the other, and sends nothing here; `null`: it is not installed. */
export async function startRss2email(urls: readonly string[], folder: string): Promise<Contender | null> {
  const config = path.join(folder, 'rss2email.cfg');
  const feeds = urls.map((url, feed) => `[feed.f${feed}]\nurl = ${url}\n`);
  const head = '[DEFAULT]\nfrom = earshot@example.com\nto = you@example.com\n\n';
  writeFileSync(config, head + feeds.join('\n'));
  const data = path.join(folder, 'rss2email.json');
  return startReader('rss2email', 'r2e', ['-c', config, '-d', data, 'run', '--no-send'], folder);
}

/** A program that is run once a round. */
async function startReader(
  name: string,
  command: string,
  args: readonly string[],
  folder: string,
): Promise<Contender | null> {
  const home = path.join(folder, `${command}-home`);
  mkdirSync(home, { recursive: true });
  let used: Usage = { cpu: 0, memory: 0 };
  const probe = await run(command, ['--version'], home);
  if (probe === null) return null;
  return {
    name,
    poll: async () => {
      const took = await run(command, args, home);
      if (took !== null) used = { cpu: used.cpu + took.cpu, memory: took.memory };
    },
    usage: () => used,
    stop: async () => {},
  };
}

/** Runs a command under GNU time, which tells of what ended with it; `null`: one of the two is not installed. */
function run(command: string, args: readonly string[], home: string): Promise<Usage | null> {
  return new Promise((resolve) => {
    const child = spawn('/usr/bin/env', ['time', '-f', '%U %S %M', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: home },
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', () => resolve(null));
    child.on('close', (code) => {
      const last = Buffer.concat(said).toString().trim().split('\n').at(-1) ?? '';
      const [user, system, kibibytes] = last.split(' ').map(Number);
      if (code === 127) resolve(null);
      else resolve({ cpu: ((user ?? 0) + (system ?? 0)) * 1000, memory: (kibibytes ?? 0) / 1024 });
    });
  });
}
