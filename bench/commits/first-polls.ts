import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from '../../scripts/local/bundle.ts';
import { startRuntime } from '../../scripts/local/runtime.ts';
import { serveFeeds } from '../poll/serve.ts';
import { idsOf } from '../poll/usage.ts';
import { traceSyncs } from './trace.ts';

/** Syncs of the disk by what they are of. */
export type Syncs = { readonly pollers: number; readonly outbox: number; readonly seen: number };

const ROOT = path.resolve(import.meta.dirname, '../..');
const START = Date.UTC(2026, 10, 2, 9, 0);
const TICK = 5 * 60_000;

/** Counts the syncs of first polls of so many feeds, `together` in each tick. What a first tick of all makes anew is not among them. */
export async function syncsOfFirstPolls(feeds: number, together: number): Promise<Syncs> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-commits-'));
  const web = await serveFeeds();
  const runtime = await startRuntime({
    root: ROOT,
    script: await bundle(ROOT, path.join(folder, 'bundle')),
    state: path.join(folder, 'state'),
    vars: { ALLOW_PRIVATE_NETWORK: 'true' },
    onLine: () => {},
  });
  const stop = async (): Promise<void> => {
    await runtime.stop();
    web.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const [pid] = idsOf('workerd');
  const trace = await traceSyncs(pid ?? 0, path.join(folder, 'trace')).catch(async (why: unknown) => {
    await stop();
    throw why;
  });
  let ticks = 0;
  const poll = async (urls: ReadonlyMap<string, string>): Promise<void> => {
    // Each is polled once, and not again in the ticks of the others.
    for (const [name, url] of urls) await runtime.configure(`feed:${name}`, JSON.stringify({ url, every: '7d' }));
    if (!(await runtime.tick(START + ticks * TICK))) throw new Error('The Worker broke in a tick.');
    ticks += 1;
  };
  try {
    // Without a SIGNING_KEY it is blocked: what is polled is accepted, not sent.
    await runtime.configure('destination:default', 'http://127.0.0.1:9/hook');
    const [config = ''] = await trace.files();
    const [first = '', ...others] = web.urls(false, feeds + 1);
    await poll(new Map([['first', first]]));
    const before = await trace.files();
    for (let at = 0; at < feeds; at += together) {
      await poll(new Map(others.slice(at, at + together).map((url, place) => [`blog-${at + place}`, url])));
    }
    const synced = (await trace.files()).slice(before.length);
    const count = (part: string): number => synced.filter((file) => file.includes(part)).length;
    const ofConfig = synced.filter((file) => databaseOf(file) === databaseOf(config)).length;
    return { pollers: count('-Poller/'), outbox: count('-Outbox/'), seen: count('/kv/') - ofConfig };
  } finally {
    await trace.stop();
    await stop();
  }
}

/** The database that a file belongs to, by its name alone: a journal and a log stand beside it. */
function databaseOf(file: string): string {
  return path.basename(file).replace(/\.sqlite.*$/, '');
}
