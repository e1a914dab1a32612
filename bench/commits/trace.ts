import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Waits of a process for the disk: the files that it has synced so far, in order. */
export type Trace = { readonly files: () => Promise<readonly string[]>; readonly stop: () => Promise<void> };

/** Time until strace has written what it has seen, ms. */
const SETTLING = 500;

/** Traces a process with strace, which writes into `file`; throws where there is no strace, or it may not. */
export async function traceSyncs(pid: number, file: string): Promise<Trace> {
  const args = ['-f', '-y', '-e', 'trace=fsync,fdatasync', '-o', file, '-p', String(pid)];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(strace, 'spawn').catch(() => {
    throw new Error('There is no strace here: `apt-get install strace`, or what your system has for it.');
  });
  const [said]: unknown[] = await once(strace.stderr, 'data');
  if (!String(said).includes('attached')) throw new Error(String(said).trim());
  return {
    files: async () => {
      await setTimeout(SETTLING);
      return [...readFileSync(file, 'utf8').matchAll(/sync\(\d+<([^>]+)>/g)].map(([, synced = '']) => synced);
    },
    stop: async () => {
      strace.kill('SIGINT');
      await once(strace, 'close');
    },
  };
}
