import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { readCommandLine } from '../scripts/command-line.ts';
import { FIRST_SHARDS, shardsFor } from '../worker/shards.ts';
import { shardCpu } from './cpu/shards.ts';

// CPU time that one run of the Worker or of an object takes at most. Free has 10 ms for each, the paid plan 30 s.
// https://developers.cloudflare.com/workers/platform/limits/#cpu-time

const USAGE = `npm run bench:cpu -- [--feeds 1000]

Measures the CPU time of single runs: a poll of a feed of 220 KB and of 6 MB with one new comment, the cron's own run, and a
shard's, with so many feeds.`;

const values = readCommandLine(USAGE, { feeds: { type: 'string', default: '1000' } });
const FEEDS = Number(values.feeds);
const ROUNDS = 5;

/** Runs a part in a process of its own, where nothing is compiled yet; gives its first run and the median of later ones, ms. */
function part(script: string, ...args: readonly (string | number)[]): string {
  const file = path.join(import.meta.dirname, 'cpu', script);
  const printed = execFileSync(process.execPath, ['--no-warnings', file, ...args.map(String)], { encoding: 'utf8' });
  const [first, later] = printed.split(' ');
  return `${first} ms the first time, ${later} ms later`;
}

const say = (what: string, text: string): void => console.log(`${what.padEnd(52)}${text}`);

say('a poll of 220 KB, one new comment', part('feed.ts', 220_000));
say('a poll of 6 MB, one new comment', part('feed.ts', 6_000_000, 4));
say(`the cron's own run, ${FEEDS} feeds`, part('tick.ts', FEEDS));
const shards = shardsFor(FEEDS, FIRST_SHARDS);
const shard = await shardCpu(FEEDS, shards, ROUNDS);
say(
  `a shard's run, one of ${shards}: ${(FEEDS / shards).toFixed(0)} feeds that say 304`,
  shard === null ? 'no /proc here' : `${shard.toFixed(1)} ms, mean`,
);
