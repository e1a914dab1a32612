import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCommandLine } from '../scripts/command-line.ts';
import { usualMix } from '../test/support/simulation/population.ts';
import { simulate } from '../test/support/simulation/run.ts';
import { dollars, unitsOf } from './cost/bill.ts';
import { BILLS_FILE, measuredOf, readBills, withMeasured } from './cost/bills.ts';
import { PAGES, withTables } from './cost/pages.ts';
import { PRICES } from './cost/prices.ts';
import {
  feedDay,
  fixedDay,
  HANGING,
  largestShare,
  MIXED,
  money,
  populationDay,
  quotaTable,
  shortTable,
  unitTable,
} from './cost/table.ts';

// What feeds cost: the real objects over days of ticks by a simulated clock, all that Cloudflare bills counted, and the
// tables of README and docs/cost.md written from it.

const USAGE = `npm run bench:cost -- [--feeds 6] [--days 3] [--tables | --mix]

Simulates feeds of each kind, counts what Cloudflare bills, and writes the tables of README.md and
docs/cost.md. Kinds whose days are alike are simulated for some days, and scaled to a month; quiet ones for a week, dying ones
for all of it.

  --feeds N  feeds of each kind, in one shard (default: 6, as many as are polled at once)
  --days N   days of the kinds whose days are alike (default: 3)
  --tables   writes the tables from the counts of the last run
  --mix      simulates a day of the usual mix and of ten that hang instead, in all shards, to be held against the tables' sums`;

const ROOT = path.join(import.meta.dirname, '..');
const MONTH = 30;
const WEEK = 7;

const values = readCommandLine(USAGE, {
  feeds: { type: 'string', default: '6' },
  days: { type: 'string', default: '3' },
  tables: { type: 'boolean', default: false },
  mix: { type: 'boolean', default: false },
});

async function measure(): Promise<void> {
  const [feeds, days] = [Number(values.feeds), Number(values.days)];
  const alike = { MONTH_FEEDS: values.feeds, MONTH_DAYS: values.days };
  const week = { MONTH_FEEDS: values.feeds, MONTH_DAYS: String(WEEK) };
  const whole = { MONTH_FEEDS: values.feeds, MONTH_DAYS: String(MONTH) };
  for (const kind of ['paused', 'hot', 'busy', 'changing', 'hanging'] as const)
    keep(kind, kind === 'paused' ? 1 : feeds, days, await simulate(`is ${kind} costs`, alike));
  keep('quiet', feeds, WEEK, await simulate('is quiet costs', week));
  keep('dying', feeds, MONTH, await simulate('is dying costs', whole));
  keep('shards', 96, 1, await simulate('nothing to do', { MIX_FEEDS: String(MIXED) }));
}

function keep(name: string, feeds: number, days: number, found: Parameters<typeof measuredOf>[2]): void {
  writeFileSync(BILLS_FILE, withMeasured(name, measuredOf(feeds, days, found)));
  console.log(`${name}: counted`);
}

/** Share of a quota, in words. */
function said({ name, share }: ReturnType<typeof largestShare>): string {
  return `${(share * 100).toFixed(0)} % of ${PRICES[name].what}`;
}

if (values.mix) {
  for (const found of await simulate('a day of the usual mix', { MIX_FEEDS: String(MIXED) })) {
    const { bill } = measuredOf(MIXED, 1, [found]);
    console.log(`${found.title}: takes most of a quota, ${said(largestShare(unitsOf(bill)))}`);
  }
  process.exit();
}
if (!values.tables) await measure();
const bills = readBills();
for (const page of PAGES) {
  const file = path.join(ROOT, page);
  writeFileSync(file, withTables(page, readFileSync(file, 'utf8'), bills));
}
const hot = dollars(feedDay(bills, 'hot')) * MONTH;
const mix = usualMix(MIXED);
const shares = [mix, { ...mix, hanging: HANGING }].map((of) => largestShare(populationDay(bills, of)));
console.log([shortTable(bills), unitTable(bills), quotaTable(bills)].join('\n\n'));
console.log(`\nAll shards without feeds: ${money(dollars(fixedDay(bills)) * MONTH)} a month`);
console.log(`A hot feed's month: ${money(hot)}; the goal is $0.01`);
for (const share of shares) console.log(`The mix takes most of a quota, ${said(share)}; the goal is 50 %`);
