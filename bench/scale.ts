import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCommandLine } from '../scripts/command-line.ts';
import { serveFeeds, type Web } from './poll/serve.ts';
import { type Figures, playTicks } from './scale/ticks.ts';

// Ten ticks over ever more feeds, of which a hundredth have news each time: if every comment arrives, and what it costs.

const USAGE = `npm run bench:scale -- [--feeds N,N,…]

Polls feeds on loopback, each at an address of its own, over ten ticks in which each hundredth feed has a new comment, and
sends those to a webhook. Fails where a comment does not arrive, arrives twice or later than a tick, where a tick without news
for a feed writes anything for it, or where ten times the feeds cost more than ten times as much (by a fifth).

  --feeds N,N,…  numbers of feeds (default: 100,1000,10000); the first is played with all at one address, too`;

const values = readCommandLine(USAGE, { feeds: { type: 'string', default: '100,1000,10000' } });
const SIZES = values.feeds.split(',').map(Number);

/** Part by which more feeds may cost more, each. */
const GROWTH = 0.2;

/** Feeds from which on the growth is judged: with fewer the shards themselves cost as much as their feeds. */
const MANY = 1_000;

function say(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(12)).join('')}\n`);
}

async function play(web: Web, feeds: number, isOneHost: boolean): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-scale-'));
  try {
    const figures = await playTicks(web, {
      feeds,
      isOneHost,
      folder,
      say: (text) => process.stderr.write(`${text}\n`),
    });
    const { first, rate, cpu, memory, rows, puts, problems } = figures;
    say([feeds, isOneHost ? 'one' : 'own', first, rate, cpu, memory, rows, puts].map((cell) => round(cell)));
    for (const problem of problems) process.stdout.write(`${problem}\n`);
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function round(cell: string | number): string {
  return typeof cell === 'number' ? String(Number(cell.toPrecision(4))) : cell;
}

const web = await serveFeeds();
let isShort = false;
try {
  say(['feeds', 'address', 'first/s', 'polls/s', 'CPU ms', 'MiB', 'rows', 'puts']);
  say(['', '', '', '', 'a poll', '', 'a comment', 'of SEEN']);
  let before: { readonly feeds: number; readonly figures: Figures } | null = null;
  const runs = SIZES.map((feeds) => ({ feeds, isOneHost: false }));
  for (const { feeds, isOneHost } of [...runs.slice(0, 1).map((run) => ({ ...run, isOneHost: true })), ...runs]) {
    const figures = await play(web, feeds, isOneHost);
    isShort ||= figures.problems.length > 0;
    if (before !== null && before.feeds >= MANY) {
      const growth = figures.cpu / before.figures.cpu;
      process.stdout.write(`A poll of ${feeds} feeds costs ${growth.toFixed(2)} of one of ${before.feeds}.\n`);
      isShort ||= growth > 1 + GROWTH;
    }
    before = isOneHost ? null : { feeds, figures };
  }
} finally {
  web.stop();
}
process.exitCode = isShort ? 1 : 0;
