import { readCommandLine } from '../scripts/command-line.ts';
import { syncsOfFirstPolls, type Syncs } from './commits/first-polls.ts';

// Times that the local runtime waits for the disk in first polls: that, not the network, bounds them on a disk.

const USAGE = `npm run bench:commits -- [--feeds 200]

Counts how often the local runtime waits for the disk (fsync) in first polls of so many feeds, each in a tick of its own and all
in one. Needs Linux and strace.

  --feeds N  number of feeds (default: 200)`;

const { feeds } = readCommandLine(USAGE, { feeds: { type: 'string', default: '200' } });
const count = Number(feeds);

try {
  const [alone, together] = [await syncsOfFirstPolls(count, 1), await syncsOfFirstPolls(count, count)];
  const row = (what: string, of: keyof Syncs): void =>
    console.log(`${what.padEnd(24)}${String(alone[of]).padStart(20)}${String(together[of]).padStart(14)}`);
  console.log(
    `${`syncs of ${count} first polls`.padEnd(24)}${'each by itself'.padStart(20)}${'together'.padStart(14)}`,
  );
  row('all Pollers', 'pollers');
  row('the Outbox', 'outbox');
  row('SEEN (one put a feed)', 'seen');
} catch (why) {
  console.error(why instanceof Error ? why.message : String(why));
  process.exitCode = 1;
}
