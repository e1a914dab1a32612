import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { readCommandLine } from '../scripts/command-line.ts';
import type { Contender, Start } from './poll/contender.ts';
import { startEarshot } from './poll/earshot.ts';
import { BARE, startBare, startFeedsmith, startRssParser } from './poll/loop.ts';
import { startNewsboat, startRss2email } from './poll/reader.ts';
import { type Counts, serveFeeds, type Web } from './poll/serve.ts';
import { markdownOf, type Row } from './poll/table.ts';

// Many small feeds on loopback, polled by Earshot in the local runtime and by what people use instead, one after another.

const USAGE = `npm run bench:poll -- [--feeds N] [--host own|one|both] [--only NAME]

Polls many small feeds on loopback with Earshot, and with other readers as far as they are installed: feeds a second for
first polls, 304s, answers that are the same without a 304, and one new comment in each hundredth feed. At the end all of it
is printed as a Markdown table: feeds a second (and as a part of the bare loop's, which runs right before), CPU of a poll, memory.

The local runtime writes what a first poll commits, and SEEN, through to the disk: with TMPDIR=/dev/shm that is left out.

  --feeds N    feeds (default: 500)
  --host H     each feed at an address of its own (own), all at one (one), or one after the other (both, the default)
  --only NAME  the bare loop and those whose name contains NAME`;

const values = readCommandLine(USAGE, {
  feeds: { type: 'string', default: '500' },
  host: { type: 'string', default: 'both' },
  only: { type: 'string', default: '' },
});
const FEEDS = Number(values.feeds);

/** Parts of the bare loop's rate that Earshot is meant to reach. */
const GOALS: Readonly<Record<string, number>> = { first: 0.25, '304': 0.75 };

/** Rounds, in this order; `times`: each is played, for what runs the first time is compiled then. The median counts. */
const ROUNDS = [
  { round: 'first', title: 'first polls', times: 1 },
  { round: '304', title: '304s', times: 3 },
  { round: 'same', title: 'unchanged 200s', times: 3 },
  { round: 'news', title: 'one new comment in 100', times: 3 },
] as const;

const CONTENDERS: readonly (readonly [string, Start])[] = [
  ['Earshot', startEarshot],
  ['feedsmith loop', startFeedsmith],
  ['rss-parser loop', startRssParser],
  ['newsboat', startNewsboat],
  ['rss2email', startRss2email],
];

type Measured = Pick<Row, 'rate' | 'cpu' | 'memory'>;
type Played = { readonly own: Measured; readonly reference: Measured; readonly part: number; readonly counts: Counts };

/** Plays all rounds for one of them, each right after the bare loop's, and prints a line for each. */
async function play(web: Web, contender: Contender, bare: Contender, isOneHost: boolean): Promise<readonly Row[]> {
  const rows: Row[] = [];
  await web.set({ validators: true, fresh: 0 });
  for (const { round, times } of ROUNDS) {
    const played: Played[] = [];
    for (let time = 1; time <= times; time++) {
      await web.set({ validators: round !== 'same', ...(round === 'news' && { fresh: time }) });
      played.push(await playOnce(web, contender, bare));
    }
    const middle = played.toSorted((one, other) => one.part - other.part)[Math.floor(times / 2)];
    if (middle === undefined) continue;
    const { own, reference, part, counts } = middle;
    rows.push({ isOneHost, round, name: bare.name, part: 1, ...reference });
    rows.push({ isOneHost, round, name: contender.name, part, ...own });
    say([
      contender.name,
      round,
      own.rate.toFixed(0),
      reference.rate.toFixed(0),
      part.toFixed(2),
      own.cpu?.toFixed(2) ?? '-',
      own.memory?.toFixed(0) ?? '-',
      seen(counts),
    ]);
  }
  return rows;
}

/** Has the bare loop poll, and then the other: what else the machine does slows both. */
async function playOnce(web: Web, contender: Contender, bare: Contender): Promise<Played> {
  const reference = await measure(bare);
  await web.set({});
  const own = await measure(contender);
  return { own, reference, part: own.rate / reference.rate, counts: await web.set({}) };
}

/** Measures a round. */
async function measure(contender: Contender): Promise<Measured> {
  const before = contender.usage();
  const started = performance.now();
  await contender.poll();
  const rate = (FEEDS / (performance.now() - started)) * 1000;
  const after = contender.usage();
  if (before === null || after === null) return { rate, cpu: null, memory: null };
  return { rate, cpu: (after.cpu - before.cpu) / FEEDS, memory: after.memory };
}

/** Gives the requests that the server has seen, where it is not one for each feed, and the 304s among them. */
function seen({ asked, unmodified }: Counts): string {
  return `${asked === FEEDS ? '' : `${asked} requests, `}${unmodified} × 304`;
}

function say(cells: readonly string[]): void {
  const [name = '', round = '', ...rest] = cells;
  process.stdout.write(`${name.padEnd(16)} ${round.padEnd(6)} ${rest.map((cell) => cell.padStart(9)).join(' ')}\n`);
}

/** Has each of them poll the feeds; gives the rates. */
async function compare(web: Web, isOneHost: boolean): Promise<readonly Row[]> {
  const urls = web.urls(isOneHost, FEEDS);
  const rows: Row[] = [];
  // Its code is compiled by then, as that of the programs is.
  await (await startBare(urls)).poll();
  process.stdout.write(`\n${FEEDS} feeds, ${isOneHost ? 'all at one address' : 'each at an address of its own'}\n`);
  say(['', 'round', 'feeds/s', 'bare loop', 'of it', 'CPU ms', 'MiB', 'seen']);
  for (const [name, start] of CONTENDERS) {
    if (!name.includes(values.only)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), 'earshot-poll-'));
    const contender = await start(urls, folder);
    try {
      if (contender === null) process.stdout.write(`${name}: not installed\n`);
      else rows.push(...(await play(web, contender, await startBare(urls), isOneHost)));
    } finally {
      await contender?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

/** Says for each round if Earshot is ahead of the others, and where it stands to its goal; `true`: it falls short. */
function judge(rows: readonly Row[]): boolean {
  let isShort = false;
  for (const { round } of ROUNDS) {
    const own = rows.find((row) => row.round === round && row.name === 'Earshot');
    if (own === undefined) continue;
    const others = rows.filter((row) => row.round === round && row.name !== BARE);
    const ahead = others.filter(({ part }) => part > own.part);
    const goal = GOALS[round] ?? 0;
    isShort ||= own.part < goal || ahead.length > 0;
    const behind = ahead.map(({ name, part }) => `${(own.part / part).toFixed(2)} of ${name}`).join(', ');
    const text = behind === '' ? 'ahead of the others' : behind;
    const wanted = goal === 0 ? '' : `; goal ${goal} of the bare loop${own.part < goal ? ', missed' : ''}`;
    process.stdout.write(`${round.padEnd(6)} ${own.part.toFixed(2)} of the bare loop; ${text}${wanted}\n`);
  }
  return isShort;
}

const web = await serveFeeds();
try {
  process.stdout.write(`${availableParallelism()} cores; the server of the feeds is a process of its own on them.\n`);
  const all: Row[] = [];
  let isShort = false;
  for (const isOneHost of [false, true]) {
    if (values.host === (isOneHost ? 'own' : 'one')) continue;
    const rows = await compare(web, isOneHost);
    all.push(...rows);
    isShort = judge(rows) || isShort;
  }
  process.stdout.write(`\n${markdownOf(all, ROUNDS)}`);
  process.exitCode = isShort ? 1 : 0;
} finally {
  web.stop();
}
