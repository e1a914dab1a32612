import { fork } from 'node:child_process';
import path from 'node:path';
import { QUIETLY, WRANGLER } from './local/bundle.ts';
import { devHint } from './local/dev-hint.ts';
import { devVars } from './local/state.ts';
import { whenStopped } from './local/stop.ts';
import { tickInRealTime } from './local/ticker.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

// `wrangler dev` does not fire the cron by itself; further arguments go on to it.
const wrangler = fork(WRANGLER, ['dev', '--var', 'ALLOW_PRIVATE_NETWORK:true', ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, WRANGLER_SEND_METRICS: QUIETLY.WRANGLER_SEND_METRICS },
});

let stopping = false;
whenStopped(() => {
  stopping = true;
  wrangler.kill('SIGTERM');
});
wrangler.on('exit', (code) => process.exit(stopping ? 0 : (code ?? 1)));

// wrangler tells its parent where it listens, whatever port it took.
wrangler.once('message', (message) => {
  const ready = address(message);
  if (ready === null) return;
  process.stdout.write(devHint(devVars(ROOT), process.argv.slice(2)));
  void tickInRealTime((at) => tick(ready, at));
});

function address(message: unknown): string | null {
  const said: unknown = typeof message === 'string' ? JSON.parse(message) : message;
  if (typeof said !== 'object' || said === null || !('ip' in said) || !('port' in said)) return null;
  return `${String(said.ip)}:${String(said.port)}`;
}

async function tick(host: string, at: number): Promise<void> {
  try {
    const answer = await fetch(`http://${host}/cdn-cgi/handler/scheduled?time=${at}`);
    if (!answer.ok) process.stderr.write(`The tick answered ${answer.status}; the next one tries again.\n`);
  } catch {
    if (!stopping) process.stderr.write('The Worker did not take the tick; the next one tries again.\n');
  }
}
