import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { readCommandLine } from '../scripts/command-line.ts';

// What a deploy uploads, and what the runtime computes before the Worker takes its first event.

const USAGE = `npm run bench:startup -- [--runs N]

Builds the Worker as a deploy does: its size gzipped, and the CPU time of its start in the local runtime.

  --runs N  starts that are measured; the shortest counts, as it is the least disturbed (default: 5)`;

/** Bounds, KiB gzipped and ms, of a Worker with pages, API and MCP in it: Free takes 3 MB and a second (https://developers.cloudflare.com/workers/platform/limits/). */
const SIZE = 380;
const CPU = 70;

/** A CPU profile of V8, as far as it is read here. Times in µs. */
const profile = v.object({
  nodes: v.array(v.object({ id: v.number(), callFrame: v.object({ functionName: v.string() }) })),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

/** CPU time of one start, ms: all samples but the idle ones. */
function cpuOf(file: string): number {
  const { nodes, samples, timeDeltas } = v.parse(profile, JSON.parse(readFileSync(file, 'utf8')));
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
  const busy = samples.map((id, at) => (idle.has(id) ? 0 : (timeDeltas[at] ?? 0)));
  return busy.reduce((sum, time) => sum + time, 0) / 1000;
}

function wrangler(...args: readonly string[]): void {
  const root = join(import.meta.dirname, '..');
  const file = join(root, 'node_modules/wrangler/bin/wrangler.js');
  execFileSync(process.execPath, [file, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

const values = readCommandLine(USAGE, { runs: { type: 'string', default: '5' } });
const folder = mkdtempSync(join(tmpdir(), 'earshot-startup-'));
try {
  wrangler('deploy', '--dry-run', '--outdir', folder);
  const script = readdirSync(folder).find((name) => name.endsWith('.js'));
  if (script === undefined) throw new Error('wrangler built no script');
  const size = gzipSync(readFileSync(join(folder, script))).byteLength / 1024;
  const starts = Array.from({ length: Number(values.runs) }, (_, run) => {
    const file = join(folder, `${run}.cpuprofile`);
    wrangler('check', 'startup', '--outfile', file);
    return cpuOf(file);
  }).toSorted((one, other) => one - other);
  const [cpu = 0] = starts;
  console.log(`Size: ${size.toFixed(0)} KiB gzipped (bound: ${SIZE})`);
  console.log(
    `Start: ${cpu.toFixed(0)} ms of CPU (bound: ${CPU}); all: ${starts.map((one) => one.toFixed(0)).join(', ')}`,
  );
  process.exitCode = size < SIZE && cpu < CPU ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
