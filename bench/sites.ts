// npm run bench:sites [-- --seeds N] [--kind NAME]: feeds as real systems serve them under the rules of what is new, in one table.
import { parseArgs } from 'node:util';
import { KINDS } from './sites/kinds/all.ts';
import { run } from './sites/run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '40' },
    kind: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`npm run bench:sites -- [--seeds N] [--kind NAME]…

Runs every kind of site under the rules of what is new, N runs each (40), the same ones every time.
--kind: only the kinds whose names contain this; may be given several times.`);
} else {
  const rows: Record<string, unknown> = {};
  const chosen = Object.entries(KINDS).filter(([name]) => values.kind?.some((part) => name.includes(part)) ?? true);
  for (const [name, kind] of chosen) {
    const start = performance.now();
    rows[name] = run(kind, Number(values.seeds));
    console.error(`${Object.keys(rows).length}/${chosen.length} ${name}: ${Math.round(performance.now() - start)} ms`);
  }
  console.table(rows);
}
