import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readCommandLine } from '../scripts/command-line.ts';

// Long feeds are polled by one shard at once: the least memory in which that goes through. V8 is given ever less of it,
// until it fails. An object has 128 MB. https://developers.cloudflare.com/durable-objects/platform/limits/

const USAGE = `npm run bench:memory -- [--feeds 6] [--megabytes 6] [--together]

Finds the least memory in which one shard polls so many feeds of so many megabytes.

  --together  polls them all at once, to show what one at a time saves`;

const values = readCommandLine(USAGE, {
  feeds: { type: 'string', default: '6' },
  megabytes: { type: 'string', default: '6' },
  together: { type: 'boolean', default: false },
});

const MEGABYTE = 1024 * 1024;
const LIMIT = 128;

/** Limits the heap to so many megabytes. */
const STEP = 4;
const MOST = 1024;

/** Polls with a heap of so many megabytes; gives the peak size of array buffers beside it, `null` where it is too small. */
function pollIn(heap: number): number | null {
  const args = [values.feeds, String(Number(values.megabytes) * MEGABYTE), values.together ? '1' : '0'];
  const flags = [`--max-old-space-size=${heap}`, '--max-semi-space-size=1', '--no-warnings'];
  const child = spawnSync(process.execPath, [...flags, join(import.meta.dirname, 'memory/polls.ts'), ...args], {
    encoding: 'utf8',
  });
  process.stdout.write(`  a heap of ${heap} MB: ${child.status === 0 ? 'enough' : 'too small'}\n`);
  return child.status === 0 ? Number(child.stdout) / MEGABYTE : null;
}

let [low, high] = [0, MOST];
let buffers = pollIn(high);
if (buffers === null) throw new Error('The polls fail, however much memory there is.');
while (high - low > STEP) {
  const heap = Math.ceil((low + high) / 2 / STEP) * STEP;
  if (heap === high) break;
  const held = pollIn(heap);
  if (held === null) low = heap;
  else [high, buffers] = [heap, held];
}
const total = high + buffers;
process.stdout.write(
  `${values.feeds} feeds of ${values.megabytes} MB, ${values.together ? 'all at once' : 'as a shard polls them'}: ${high} MB of heap and ${buffers.toFixed(0)} MB of buffers suffice, together ${total.toFixed(0)} of an object's ${LIMIT}\n`,
);
process.exitCode = total < LIMIT ? 0 : 1;
