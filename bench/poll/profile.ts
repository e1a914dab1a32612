import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCommandLine } from '../../scripts/command-line.ts';
import type { Contender } from './contender.ts';
import { startEarshot } from './earshot.ts';
import { startFetching } from './fetching.ts';
import { startBare } from './loop.ts';
import { serveFeeds, type Web } from './serve.ts';
import { partsOf } from './stacks.ts';
import { idsOf } from './usage.ts';

// Where the time of a first poll and of a 304 goes: beside loops that only fetch, and by the stacks of the local runtime.

const USAGE = `npm exec -- node bench/poll/profile.ts [--feeds N] [--rounds N]

Prints the CPU and the time of a poll of a bare loop of Node's fetch, of a Worker that only fetches, and of Earshot, and then the
parts of the local runtime's time in Earshot's first polls and 304s. The parts need \`perf\` (Debian: linux-perf).

  --feeds N   feeds, each at an address of its own (default: 500)
  --rounds N  rounds of 304s (default: 10); the median counts`;

const values = readCommandLine(USAGE, {
  feeds: { type: 'string', default: '500' },
  rounds: { type: 'string', default: '10' },
});
const [FEEDS, ROUNDS] = [Number(values.feeds), Number(values.rounds)];

/** Rounds in which what is polled is compiled. */
const WARM = 2;

type Costs = { readonly cpu: number; readonly time: number };

/** Costs of a poll in one round, ms. */
async function costsOf(contender: Contender): Promise<Costs> {
  const [before, started] = [contender.usage(), performance.now()];
  await contender.poll();
  const time = performance.now() - started;
  const cpu = (contender.usage()?.cpu ?? 0) - (before?.cpu ?? 0);
  return { cpu: cpu / FEEDS, time: time / FEEDS };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

function say(what: string, costs: readonly Costs[]): void {
  const [cpu, time] = [median(costs.map((one) => one.cpu)), median(costs.map((one) => one.time))];
  process.stdout.write(`${what.padEnd(44)} ${cpu.toFixed(2)} ms of CPU, ${time.toFixed(2)} ms\n`);
}

/** Measures 304s of one that was started; none other runs meanwhile. */
async function measure(web: Web, contender: Contender): Promise<void> {
  say(`${contender.name}, first round`, [await costsOf(contender)]);
  const costs: Costs[] = [];
  for (let round = 0; round < ROUNDS + WARM; round++) {
    await web.set({});
    const one = await costsOf(contender);
    if (round >= WARM) costs.push(one);
  }
  say(`${contender.name}, 304s`, costs);
}

type Parts = ReadonlyMap<string, number>;

/** Gives the parts of the runtime's time while `act` runs; `null`: there is no perf. */
async function profile(folder: string, act: () => Promise<void>): Promise<Parts | null> {
  const [pid] = idsOf('workerd');
  return pid === undefined ? null : partsOf(pid, path.join(folder, 'perf.data'), act);
}

/** Prints the parts of both as one Markdown table. */
function print(first: Parts | null, unchanged: Parts | null): void {
  if (first === null || unchanged === null) return void process.stdout.write('There is no perf.\n');
  const percent = (parts: Parts, part: string): string => `${((parts.get(part) ?? 0) * 100).toFixed(0)} %`;
  const names = [...first.keys()].toSorted((one, other) => (first.get(other) ?? 0) - (first.get(one) ?? 0));
  const lines = names.map((part) => `| ${part} | ${percent(first, part)} | ${percent(unchanged, part)} |\n`);
  process.stdout.write(`\n| part of workerd’s time | a first poll | a 304 |\n| --- | ---: | ---: |\n${lines.join('')}`);
}

const web = await serveFeeds();
const folder = mkdtempSync(path.join(tmpdir(), 'earshot-profile-'));
const urls = web.urls(false, FEEDS);
try {
  await web.set({ validators: true, fresh: 0 });
  for (const start of [startBare, startFetching, () => startEarshot(urls, path.join(folder, 'measured'))]) {
    const contender = await start(urls);
    await measure(web, contender);
    await contender.stop();
  }
  const earshot = await startEarshot(urls, path.join(folder, 'profiled'));
  const first = await profile(folder, earshot.poll);
  for (let round = 0; round < WARM; round++) await earshot.poll();
  const unchanged = await profile(folder, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await web.set({});
      await earshot.poll();
    }
  });
  print(first, unchanged);
  await earshot.stop();
} finally {
  web.stop();
  rmSync(folder, { recursive: true, force: true });
}
