import path from 'node:path';
import { bundle } from '../../scripts/local/bundle.ts';
import { startRuntime } from '../../scripts/local/runtime.ts';
import type { Contender } from './contender.ts';
import { usageOf } from './usage.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START = Date.UTC(2026, 10, 2, 9, 0);
const TICK = 5 * 60_000;

/** Values of CONFIG put at once. */
const AT_ONCE = 50;

/** The Worker in the local runtime; a round is a run of the cron. Its one destination is blocked: what is polled is accepted, not sent. */
export async function startEarshot(urls: readonly string[], folder: string): Promise<Contender> {
  const runtime = await startRuntime({
    root: ROOT,
    script: await bundle(ROOT, path.join(folder, 'bundle')),
    state: path.join(folder, 'state'),
    vars: { ADMIN_TOKEN: 'a-token-for-the-bench-alone', ALLOW_PRIVATE_NETWORK: 'true' },
    onLine: () => {},
  });
  // Without a SIGNING_KEY a webhook is blocked.
  await runtime.configure('destination:default', 'http://127.0.0.1:9/hook');
  const waiting = urls.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [feed, url] of waiting)
        await runtime.configure(`feed:blog-${feed}`, JSON.stringify({ url, every: '5m' }));
    }),
  );
  let ticks = 0;
  return {
    name: 'Earshot',
    poll: async () => {
      const isDone = await runtime.tick(START + ticks * TICK);
      if (!isDone) throw new Error('The Worker broke in a tick.');
      ticks += 1;
    },
    usage: () => usageOf('workerd'),
    stop: runtime.stop,
  };
}
