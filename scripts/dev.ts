import { fork } from 'node:child_process';
import path from 'node:path';
import { QUIET_ENV, WRANGLER } from './local/bundle.ts';
import { devHint } from './local/dev-hint.ts';
import { say } from './local/say.ts';
import { devVars } from './local/state.ts';
import { whenStopped } from './local/stop.ts';
import { tickInRealTime } from './local/ticker.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Time for wrangler to print "Ready" once its Worker answers, ms. */
const PRINTED = 250;

// `wrangler dev` does not fire the cron by itself; further arguments go on to it.
const wrangler = fork(WRANGLER, ['dev', '--var', 'ALLOW_PRIVATE_NETWORK:true', ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, WRANGLER_SEND_METRICS: QUIET_ENV.WRANGLER_SEND_METRICS },
});

let stopping = false;
whenStopped(() => {
  stopping = true;
  wrangler.kill('SIGTERM');
});
wrangler.on('exit', (code) => process.exit(stopping ? 0 : (code ?? 1)));

// wrangler tells its parent where it listens, whatever port it took.
wrangler.once('message', (message) => {
  const host = hostOf(message);
  if (host !== null) void begin(host);
});

function hostOf(message: unknown): string | null {
  const told: unknown = typeof message === 'string' ? JSON.parse(message) : message;
  if (typeof told !== 'object' || told === null || !('ip' in told) || !('port' in told)) return null;
  return `${String(told.ip)}:${String(told.port)}`;
}

/** Says how to go on, as the last thing that is printed, and ticks. */
async function begin(host: string): Promise<void> {
  // It listens sooner than its Worker runs, and says that it is ready with that.
  await fetch(`http://${host}/health`).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, PRINTED));
  say(devHint(devVars(ROOT), process.argv.slice(2)));
  await tickInRealTime((at) => tick(host, at));
}

async function tick(host: string, at: number): Promise<void> {
  try {
    const answer = await fetch(`http://${host}/cdn-cgi/handler/scheduled?time=${at}`);
    if (!answer.ok) process.stderr.write(`The tick answered ${answer.status}; the next one tries again.\n`);
  } catch {
    if (!stopping) process.stderr.write('The Worker did not take the tick; the next one tries again.\n');
  }
}
