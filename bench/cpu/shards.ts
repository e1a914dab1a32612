import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from '../../scripts/local/bundle.ts';
import { startRuntime } from '../../scripts/local/runtime.ts';
import { usageOf } from '../poll/usage.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START = Date.UTC(2026, 10, 2, 9, 0);
const TICK = 5 * 60_000;
const AT_ONCE = 50;

/** Mean CPU time of a shard's run, ms, where so many feeds are spread over so many shards and each answers 304; `null` where there is no /proc. */
export async function shardCpu(feeds: number, shards: number, rounds: number): Promise<number | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-cpu-'));
  const server = createServer((request, response) => {
    if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304).end();
    response.writeHead(200, { etag: '"1"', 'content-type': 'application/atom+xml' }).end(feedOf(request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const runtime = await startRuntime({
    root: ROOT,
    script: await bundle(ROOT, path.join(folder, 'bundle')),
    state: path.join(folder, 'state'),
    vars: { ALLOW_PRIVATE_NETWORK: 'true' },
    onLine: () => {},
  });
  try {
    await runtime.configure('destination:default', 'http://127.0.0.1:9/hook');
    const waiting = Array.from({ length: feeds }, (_, number) => number).values();
    const configure = async (): Promise<void> => {
      for (const number of waiting) {
        const url = `http://127.0.0.1:${port}/${number}`;
        await runtime.configure(`feed:blog-${number}`, JSON.stringify({ url, every: '5m' }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, configure));
    for (let round = 0; round < 2; round++) await runtime.tick(START + round * TICK);
    const before = usageOf('workerd');
    for (let round = 2; round < rounds + 2; round++) await runtime.tick(START + round * TICK);
    const after = usageOf('workerd');
    return before === null || after === null ? null : (after.cpu - before.cpu) / rounds / shards;
  } finally {
    await runtime.stop();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function feedOf(name: string): string {
  const entries = Array.from(
    { length: 10 },
    (_, number) =>
      `<entry><id>tag:blog.example,2026:${name}-${number}</id><title>One</title><updated>2026-11-01T08:00:0${number}Z</updated><content>Thought ${number}</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>${name}</title><updated>2026-11-01T08:00:00Z</updated>${entries.join('')}</feed>`;
}
