import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readCommandLine } from '../scripts/command-line.ts';
import { bundle } from '../scripts/local/bundle.ts';
import { type Runtime, startRuntime } from '../scripts/local/runtime.ts';
import { waitFor } from '../test/support/wait.ts';
import { FIRST_SHARDS, shardOf, shardsFor } from '../worker/shards.ts';
import { serveFeeds } from './poll/serve.ts';

// Feeds become too many for the shards that there are, while comments come: how long the run takes in which the number of
// shards grows, and whether each comment is told once. The real Worker in the local runtime; feeds and webhook on loopback.

const USAGE = `npm run bench:growth -- [--feeds N]

Polls 3,200 feeds, as many as 32 shards have, then adds more, while comments go on coming: how long the run of the cron
takes in which the number of shards grows, those before and after, and whether each comment was told once.

  --feeds N  feeds after growth (default: 3300)`;

const values = readCommandLine(USAGE, { feeds: { type: 'string', default: '3300' } });
const FEEDS = Number(values.feeds);

/** Most feeds for the first number of shards. */
const BEFORE = Math.min(FEEDS, 3_200);

const ROOT = path.resolve(import.meta.dirname, '..');
const START = Date.UTC(2026, 10, 2, 9, 0);
const TICK = 5 * 60_000;

/** Runs of the cron with news, before those in which feeds have been added, and after. */
const [ROUNDS_BEFORE, ROUNDS_AFTER] = [2, 3];

/** One feed in so many has a comment in each run: bench/poll/web.ts. */
const NEWS_EVERY = 100;

const say = (what: string, says: string): void => void process.stdout.write(`${what.padEnd(28)}${says}\n`);
const nameOf = (feed: number): string => `blog-${feed}`;

/** Deliveries of each comment, by its feed's name and its ID. */
const told = new Map<string, number>();
const receiver = createServer(async (request, response) => {
  const { type, feed, data } = JSON.parse(await text(request));
  if (type === 'comment.created') {
    const key = `${feed?.name ?? feed} ${data?.comment?.id}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  response.end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const address = receiver.address();
const hook = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`;

const folder = mkdtempSync(path.join(tmpdir(), 'earshot-growth-'));
const web = await serveFeeds();
const urls = web.urls(false, FEEDS);
const grown: string[] = [];
const runtime: Runtime = await startRuntime({
  root: ROOT,
  script: await bundle(ROOT, path.join(folder, 'bundle')),
  state: path.join(folder, 'state'),
  vars: { ALLOW_PRIVATE_NETWORK: 'true', SIGNING_KEY: 'k'.repeat(32) },
  onLine: (line) => void (/shards\.grown|shard\.waits|failed"/.test(line) && grown.push(line)),
});

let ticks = 0;
/** Runs the cron, and gives how long that took, s. */
async function run(): Promise<string> {
  const started = performance.now();
  await runtime.tick(START + ticks * TICK);
  ticks += 1;
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

async function configure(from: number, to: number): Promise<void> {
  const waiting = Array.from({ length: to - from }, (_, at) => from + at).values();
  const work = async (): Promise<void> => {
    for (const feed of waiting)
      await runtime.configure(`feed:${nameOf(feed)}`, JSON.stringify({ url: urls[feed], every: '5m' }));
  };
  await Promise.all(Array.from({ length: 50 }, work));
}

/** Number of comments of so many rounds of news that feeds with a number below `feeds` have. */
const commentsOf = (feeds: number, rounds: number): number => Math.ceil(feeds / NEWS_EVERY) * rounds;

try {
  await runtime.configure('destination:default', JSON.stringify({ url: hook, pace: '9999/s' }));
  await configure(0, BEFORE);
  say(`${BEFORE} first polls`, await run());
  let fresh = 0;
  for (; fresh < ROUNDS_BEFORE; ) {
    await web.set({ fresh: ++fresh });
    say('1 % with news', await run());
  }
  await configure(BEFORE, FEEDS);
  for (const what of ['the run that sees more', ...Array.from({ length: ROUNDS_AFTER - 1 }, () => '1 % with news')]) {
    await web.set({ fresh: ++fresh });
    say(what, await run());
  }
  // A feed's first poll takes what there is then as known.
  const expected = commentsOf(BEFORE, fresh) + (commentsOf(FEEDS, ROUNDS_AFTER - 1) - commentsOf(BEFORE, ROUNDS_AFTER - 1));
  await waitFor('all comments', () => told.size >= expected, 60_000).catch(() => {});
  const repeated = [...told.values()].filter((count) => count > 1).length;
  const shards = shardsFor(FEEDS, FIRST_SHARDS);
  const names = Array.from({ length: BEFORE }, (_, feed) => nameOf(feed));
  const moved = names.filter((name) => shardOf(name, shards) !== shardOf(name, FIRST_SHARDS)).length;
  say('moved', `${moved} feeds, from ${FIRST_SHARDS} shards to ${shards}`);
  say('comments', `${told.size} of ${expected} told, ${repeated} of them more than once`);
  for (const line of new Set(grown)) say('logged', line);
  process.exitCode = told.size === expected && repeated === 0 ? 0 : 1;
} finally {
  await runtime.stop();
  web.stop();
  receiver.close();
  receiver.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
