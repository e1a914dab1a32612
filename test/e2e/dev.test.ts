import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUIET_ENV, WRANGLER } from '../../scripts/local/bundle.ts';
import { leakIn } from '../support/canary.ts';
import { KEY } from '../support/earshot.ts';
import { comments, movableType } from '../support/feeds.ts';
import { FeedServer } from '../support/feed-server.ts';
import { Receiver, verify } from '../support/receiver.ts';
import { arrival, secretFor } from '../support/worker-harness.ts';
import { remains, waitFor } from '../support/wait.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let feeds: FeedServer;
let receiver: Receiver;
let state: string;

beforeAll(async () => {
  feeds = await FeedServer.open();
  receiver = await Receiver.open();
  state = await mkdtemp(path.join(tmpdir(), 'earshot-dev-'));
});
afterAll(() => Promise.all([feeds.close(), receiver.close(), rm(state, { recursive: true })]));

/** Puts a value of CONFIG as the README has people do, into the local KV. */
async function put(key: string, value: string): Promise<void> {
  const args = ['kv', 'key', 'put', '--local', '--persist-to', state, '--binding', 'CONFIG', key, value];
  await promisify(execFile)(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env: QUIET_ENV });
}

test('npm run dev ticks at once and says how to go on below all else; Ctrl-C leaves nothing behind', async () => {
  feeds.serve('/kites', movableType(comments(1, 2)));
  await put('destination:default', receiver.url);
  await put('feed:kites', feeds.url('/kites'));
  const args = ['scripts/dev.ts', '--port', '0', '--persist-to', state, '--var', `SIGNING_KEY:${KEY}`];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: QUIET_ENV,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => lines.push(line));
  const ended = new Promise((resolve) => child.on('close', resolve));
  const group = child.pid ?? 0;
  try {
    const [message] = await arrival(receiver, 1);
    expect(message).toMatchObject({ type: 'feed.watching', data: { feed: { name: 'kites' }, count: 2 } });
    for (const received of receiver.taken) verify(await secretFor('default'), received);
    // It is logged after the answer, which a Ctrl-C may come before.
    await waitFor('the line', () => lines.some((line) => line.includes('"event":"message.sent"')));
    const ready = lines.findIndex((line) => line.includes('Ready on http'));
    expect(lines.findIndex((line) => line.includes('The cron ticks now'))).toBeGreaterThan(ready);
    expect(ready).toBeGreaterThan(-1);
  } finally {
    // As a terminal does: to the whole group.
    process.kill(-group, 'SIGINT');
  }
  expect(await ended).toBe(0);
  await waitFor('the end of all that was started', () => !remains(group));
  expect(leakIn(lines, [new URL(receiver.url).host])).toBeUndefined();
});
