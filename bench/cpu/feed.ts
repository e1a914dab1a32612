import { Lock } from '../../worker/poller/concurrency.ts';
import { freshWatch } from '../../worker/rules/watch.ts';
import { longFeed, pollLong } from '../memory/long-poll.ts';

// CPU time of polls of a feed of so many bytes, each with one comment more, without storage and network. Prints the first
// poll's, and the median of the later ones, ms.

const [bytes = 220_000, rounds = 10] = process.argv.slice(2).map(Number);
const FIRST = 60_000;

const bodies = new Map<number, Uint8Array>();
for (let round = 0; round <= rounds; round++)
  bodies.set(FIRST + round, longFeed(bytes, 'long-0.example', FIRST + round));

const around = {
  bodyAt: (_host: string, newest: number) => bodies.get(newest) ?? new Uint8Array(),
  lock: new Lock(),
  lockless: false,
  look: (): void => {},
};
const spent: number[] = [];
let watch = freshWatch('x');
for (let newest = FIRST; newest <= FIRST + rounds; newest++) {
  const before = process.threadCpuUsage();
  watch = await pollLong(0, watch, newest, around);
  const { user, system } = process.threadCpuUsage(before);
  spent.push((user + system) / 1000);
}
const [first = 0, ...later] = spent;
const median = later.toSorted((one, other) => one - other)[Math.floor(later.length / 2)] ?? 0;
process.stdout.write(`${first.toFixed(1)} ${median.toFixed(1)}`);
