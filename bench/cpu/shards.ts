import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEarshot } from '../poll/earshot.ts';
import { serveFeeds } from '../poll/serve.ts';

/** Rounds until each feed has answered, and has been asked with what it gave. */
const BEFORE = 2;

/** Mean CPU time of a shard's run, ms, where so many feeds are spread over so many shards and nearly each answers 304 (once a day each is asked for all that it has); `null` where there is no /proc. */
export async function shardCpu(feeds: number, shards: number, rounds: number): Promise<number | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-cpu-'));
  const web = await serveFeeds();
  const earshot = await startEarshot(web.urls(false, feeds), folder);
  // Between two rounds lie minutes: connections are closed by then.
  const poll = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round++) {
      await earshot.poll();
      const { asked } = await web.set({});
      if (asked !== feeds) throw new Error(`${asked} requests where ${feeds} were expected`);
    }
  };
  try {
    await poll(BEFORE);
    const before = earshot.usage();
    await poll(rounds);
    const after = earshot.usage();
    return before === null || after === null ? null : (after.cpu - before.cpu) / rounds / shards;
  } finally {
    await earshot.stop();
    web.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
