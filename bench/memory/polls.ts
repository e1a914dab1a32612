import { Lock } from '../../worker/poller/concurrency.ts';
import { freshWatch, type Watch } from '../../worker/rules/watch.ts';
import { longFeed, pollLong } from './long-poll.ts';

// Polls long feeds at once as one shard does, twice, the second time with one comment more. Prints the peak size of array
// buffers, in bytes.

const [feeds = 6, size = 6_000_000, lockless = 0] = process.argv.slice(2).map(Number);

const lock = new Lock();
let buffers = 0;
const look = (): void => void (buffers = Math.max(buffers, process.memoryUsage().arrayBuffers));

const poll = (number: number, watch: Watch, newest: number): Promise<Watch> =>
  pollLong(number, watch, newest, {
    bodyAt: (host, of) => longFeed(size, host, of),
    lock,
    lockless: lockless !== 0,
    look,
  });

const numbers = Array.from({ length: feeds }, (_, number) => number);
const watches = await Promise.all(numbers.map((number) => poll(number, freshWatch('x'), 60_000)));
await Promise.all(watches.map((watch, number) => poll(number, watch, 60_001)));
process.stdout.write(String(buffers));
