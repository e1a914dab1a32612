import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Contender } from './contender.ts';
import { usageOf } from './usage.ts';

/** Starts a Worker that only fetches, in the local runtime. */
export async function startFetching(urls: readonly string[]): Promise<Contender> {
  const { convertV4MiniflareOptions, Miniflare } = await import('miniflare');
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'fetching',
      modules: true,
      script: readFileSync(path.join(import.meta.dirname, 'fetching-worker.js'), 'utf8'),
      compatibilityDate: '2026-10-01',
      durableObjects: { FETCHER: { className: 'Fetcher', useSQLite: true } },
      telemetry: { enabled: false },
    }),
  );
  await miniflare.ready;
  const body = JSON.stringify(urls);
  return {
    name: 'Worker that only fetches',
    poll: async () => {
      await (await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body })).text();
    },
    usage: () => usageOf('workerd'),
    stop: () => miniflare.dispose(),
  };
}
