// npm run bench:sites [-- --seeds N] [--kind NAME]: feeds as real systems serve them, under the rules of what is new, in one table.
import { readCommandLine } from '../scripts/command-line.ts';
import { KINDS } from './sites/kinds/all.ts';
import { run } from './sites/run.ts';

const HELP = `npm run bench:sites -- [--seeds N] [--kind NAME]…

Runs every kind of site under the rules of what is new, each N times (40). The same number gives the same runs.
--kind: only the kinds whose name contains this; may be given several times.

want        comments that people should have been told of
lost        of those, told to nobody though they are still there, or a page that was read showed them
  shown     … a page that was read showed them
  silent    … no feed.gap covers them
  held      … held by mistake
repeat      told under a second key, or once more
old         told though they were there before the watch began
imported    told of those that came in bulk from another system
falseEdits  edits told where nothing was edited, or of another comment; lostEdits: not told
trueGaps    gaps told where comments were missing; falseGaps: where none were
older       requests for older pages
now, hourly documents written at once and hourly; learned: of these the ones that SEEN is due`;

const values = readCommandLine(HELP, {
  seeds: { type: 'string', default: '40' },
  kind: { type: 'string', multiple: true },
});

printTable(Number(values.seeds), values.kind ?? ['']);

function printTable(seeds: number, parts: readonly string[]): void {
  const chosen = Object.entries(KINDS).filter(([name]) => parts.some((part) => name.includes(part)));
  const rows: Record<string, Readonly<Record<string, number>>> = {};
  for (const [name, kind] of chosen) {
    const start = performance.now();
    rows[name] = run(kind, seeds);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.error(`${Object.keys(rows).length} of ${chosen.length}: ${name}, ${seconds} s`);
  }
  console.table(rows);
}
