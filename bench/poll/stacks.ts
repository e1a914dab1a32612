import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** Samples of stacks a second. */
const FREQUENCY = 1500;

/** Time in which `perf` has begun, ms. */
const BEGINNING = 500;

/** Parts of what workerd does, each with what a frame of its stacks is called; the first that a stack has is its part. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ['collecting garbage', /CollectGarbage|MinorGC|Scavenge|ConcurrentMark|cppgc::internal::.*Sweep/],
  ['compiling JavaScript', /internal::Compiler|Runtime_Compile|maglev|turboshaft|compiler::|baseline::|parsing::/],
  ['digests', /SubtleCrypto|EVP_|SHA256/],
  ['SQLite, that of the local KV among it', /SqlStorage|sqlite3|SqliteDatabase|SyncKv/],
  ['timers and deadlines', /setTimeout|clearTimeout|Timeout|AbortController|AbortSignal|EventTarget/],
  ['the local runtime’s own Workers: KV, and the way out to the web', /ServiceWorkerGlobalScope::request/],
  ['the request: fetch, headers, body', /fetchImpl|GlobalScope::fetch|api::(?:Headers|Response|Request|Body|Readable)/],
  ['JavaScript', /Builtins_|v8::internal/],
  ['calls between objects', /[Rr]pc/],
];

/** All else: what no JavaScript waits in. */
const REST = 'sockets, HTTP and the event loop';

/** Does `act`, and gives the parts of the process's time in it, of 1; `null`: there is no `perf`. */
export async function partsOf(
  pid: number,
  file: string,
  act: () => Promise<void>,
): Promise<ReadonlyMap<string, number> | null> {
  const args = ['record', '-q', '-F', String(FREQUENCY), '--call-graph', 'fp', '-p', String(pid), '-o', file];
  const recorder = spawn('perf', args, { stdio: 'ignore' });
  const failed = once(recorder, 'error').then(() => true);
  const ended = once(recorder, 'close');
  if (await Promise.race([failed, setTimeout(BEGINNING, false)])) return null;
  await act();
  recorder.kill('SIGINT');
  await ended;
  return count(file);
}

async function count(file: string): Promise<ReadonlyMap<string, number>> {
  const reader = spawn('perf', ['script', '-i', file, '-F', 'comm,ip,sym'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const counts = new Map<string, number>();
  let stack = '';
  let total = 0;
  // A line names the thread, those that are indented a frame each; an empty one ends the sample.
  for await (const line of createInterface(reader.stdout)) {
    if (line !== '') {
      stack += `${line}\n`;
      continue;
    }
    const part = PARTS.find(([, frame]) => frame.test(stack))?.[0] ?? REST;
    counts.set(part, (counts.get(part) ?? 0) + 1);
    total += 1;
    stack = '';
  }
  return new Map([...counts].map(([part, samples]) => [part, samples / total]));
}
