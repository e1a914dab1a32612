// npm run bench:feeds [-- --corpus DIR]: pass rates (DIR: a corpus with its run.mjs) and speed of feed readers, in one table.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { readCommandLine } from '../scripts/command-line.ts';
import { COMMENT_FEEDS } from './comment-feeds.ts';
import type { Reader } from './readers/reader.ts';

/** Each is loaded by itself, so that a first parse is one. */
const READERS: Readonly<Record<string, () => Promise<Reader>>> = {
  earshot: () => import('./readers/earshot.ts'),
  feedsmith: () => import('./readers/feedsmith.ts'),
  'rss-parser': () => import('./readers/rss-parser.ts'),
  rowanmanning: () => import('./readers/rowanmanning.ts'),
  feedparser: () => import('./readers/feedparser.ts'),
};
/** The part of a corpus's result that is read here. */
const Counts = v.object({ pass: v.number(), all: v.number() });
const FORMATS = ['Atom', 'RSS'] as const;
const COLD_RUNS = 15;
/** In ms, before a first parse: what compiles in the background after loading would take part of its time. */
const SETTLING = 300;
const WARM_RUNS = 100;
/** Rounds before warm runs are timed: the engine has compiled by then what it will. */
const WARM_UP = 60;

const USAGE = `npm run bench:feeds -- [--corpus DIR]

Times of the first parse and of a warm one, of Earshot's reader and four others, in one table.

  --corpus DIR  adds pass rates: a folder of cases with its run.mjs
  --cold NAME   one first parse alone, in ms, as the table takes it: "earshot Atom"`;

const { corpus, cold } = readCommandLine(USAGE, { corpus: { type: 'string' }, cold: { type: 'string' } });

if (cold === undefined) await printTable();
else await printFirstParse(cold);

async function printTable(): Promise<void> {
  const first = coldTimes();
  const warm = await warmTimes();
  const rows = Object.keys(READERS).map((name) => ({
    reader: name,
    ...(corpus === undefined ? {} : { cases: passRate(name, corpus) }),
    ...Object.fromEntries(
      FORMATS.flatMap((format) => [
        [`${format} cold, ms`, round(median(first.get(`${name} ${format}`) ?? []))],
        [`${format} warm, ms`, round(median(warm.get(`${name} ${format}`) ?? []))],
      ]),
    ),
  }));
  console.table(rows);
}

/** Readers take turns, so that whatever else the machine does hits all of them. */
async function warmTimes(): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, number[]>();
  const readers = await Promise.all(Object.keys(READERS).map(async (name) => ({ name, ...(await load(name)) })));
  for (let turn = 0; turn < WARM_UP + WARM_RUNS; turn++) {
    for (const format of FORMATS) {
      for (const { name, parse } of readers) {
        const start = performance.now();
        await parse(COMMENT_FEEDS[format]);
        const taken = times.get(`${name} ${format}`) ?? [];
        times.set(`${name} ${format}`, turn < WARM_UP ? taken : [...taken, performance.now() - start]);
      }
    }
  }
  return times;
}

/** The first parse of a process, without the time to load the reader. Here too readers take turns. */
function coldTimes(): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (let turn = 0; turn < COLD_RUNS; turn++) {
    for (const what of FORMATS.flatMap((format) => Object.keys(READERS).map((name) => `${name} ${format}`))) {
      const printed = execFileSync(process.execPath, [import.meta.filename, '--cold', what], { encoding: 'utf8' });
      times.set(what, [...(times.get(what) ?? []), Number(printed)]);
    }
  }
  return times;
}

async function printFirstParse(what: string): Promise<void> {
  const [name = '', format] = what.split(' ');
  const { parse } = await load(name);
  const body = COMMENT_FEEDS[format === 'RSS' ? 'RSS' : 'Atom'];
  await sleep(SETTLING);
  const start = performance.now();
  await parse(body);
  console.log(performance.now() - start);
}

function passRate(name: string, folder: string): string {
  const result = join(mkdtempSync(join(tmpdir(), 'feeds-')), 'result.json');
  const adapter = join(import.meta.dirname, 'readers', `${name}.ts`);
  spawnSync(process.execPath, [join(folder, 'run.mjs'), adapter, '--json', result]);
  const { pass, all } = v.parse(Counts, JSON.parse(readFileSync(result, 'utf8')));
  return `${((100 * pass) / all).toFixed(1)} %`;
}

async function load(name: string): Promise<Reader> {
  const reader = await READERS[name]?.();
  if (reader === undefined) throw new Error(`There is no reader ${name}`);
  return reader;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
