import { tick } from '../../worker/tick.ts';
import { stillEnv } from '../../test/support/still-env.ts';

// CPU time of the cron's own run where CONFIG has so many feeds: names listed, sorted, handed to shards that answer at once.
// Prints the first run's, and the median of the later ones, ms.

const [feeds = 1_000, rounds = 20] = process.argv.slice(2).map(Number);
const env = stillEnv(feeds);
const spent: number[] = [];
for (let round = 0; round <= rounds; round++) {
  const before = process.threadCpuUsage();
  await tick(env, round * 300_000);
  const { user, system } = process.threadCpuUsage(before);
  spent.push((user + system) / 1000);
}
const [first = 0, ...later] = spent;
const median = later.toSorted((one, other) => one - other)[Math.floor(later.length / 2)] ?? 0;
process.stdout.write(`${first.toFixed(1)} ${median.toFixed(1)}`);
