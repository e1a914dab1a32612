import type { Bill } from '../../test/support/simulation/counter.ts';
import { dollars, fitting, mapUnits, PRICED, type Units, unitsOf } from './bill.ts';
import { type Population, usualMix } from '../../test/support/simulation/population.ts';
import { type Priced, PRICES } from './prices.ts';

/** Bill of so many feeds over so many days. */
export type Measured = { readonly feeds: number; readonly days: number; readonly bill: Bill };

/** Bills by kind; `shards`: all shards with paused feeds alone. */
export type Bills = Readonly<Record<'paused' | 'shards' | keyof typeof KINDS, Measured>>;

/** Reads of a feed's value in CONFIG in a day: one an hour, for its digest stands beside it. */
const READS = 24;
const MONTH = 30;

/** Feeds of the usual mix, and those that hang beside them. */
export const MIXED = 300;
export const HANGING = 10;

/** The kinds of feeds, in words. */
export const KINDS = {
  hot: 'hot: 20 comments a day (600 deliveries)',
  busy: 'busy: 5 comments a day',
  quiet: 'quiet: a comment a week',
  dying: 'dying: ever fewer, then 404 for good',
  changing: 'quiet, another body at every request',
  hanging: 'no answer to every other request',
} as const;

/** Names of the kinds of feeds. */
const KIND_NAMES = Object.keys(KINDS).filter((name): name is keyof typeof KINDS => name in KINDS);

/** A day's units of all shards, without feeds. */
export function fixedDay({ shards }: Bills): Units {
  return withoutReads(shards);
}

/** A day's units of one feed beside others in its shard. */
export function feedDay(bills: Bills, kind: keyof typeof KINDS): Units {
  const { feeds, days, bill } = bills[kind];
  const [all, shard] = [unitsOf(bill), withoutReads(bills.paused)];
  return mapUnits((name) => (all[name] / days - shard[name]) / feeds);
}

/** A day's units without reads of the paused feeds' own values. */
function withoutReads({ feeds, days, bill }: Measured): Units {
  const units = unitsOf({ ...bill, kvReads: bill.kvReads - READS * feeds * days });
  return mapUnits((name) => units[name] / days);
}

/** README's table: a feed's month in dollars, and how many fit into Free. */
export function shortTable(bills: Bills): string {
  const fixed = fixedDay(bills);
  const rows = KIND_NAMES.map((kind) => {
    const day = feedDay(bills, kind);
    const { feeds, first } = fitting(fixed, day);
    return [KINDS[kind], money(dollars(day) * MONTH), `${thousands(feeds)} (${PRICES[first].what})`];
  });
  return table(['feed', 'a month, on the paid plan', 'fit into Free (what ends first)'], rows);
}

/** Units of which a month of a feed of each kind is made. */
export function unitTable(bills: Bills): string {
  const columns = KIND_NAMES.map((kind) => mapUnits((name) => feedDay(bills, kind)[name] * MONTH));
  const rows = PRICED.filter((name) => columns.some((units) => units[name] >= 0.05)).map((name) => [
    `${PRICES[name].what} (${money(PRICES[name].million)} a million)`,
    ...columns.map((units) => amount(units[name])),
  ]);
  return table(
    ['a month of one feed', ...KIND_NAMES],
    [...rows, ['**dollars**', ...columns.map((units) => money(dollars(units)))]],
  );
}

/** A day's units of a population: of all shards, and of its feeds. */
export function populationDay(bills: Bills, population: Population): Units {
  const fixed = fixedDay(bills);
  const days = KIND_NAMES.map((kind) => ({ count: population[kind] ?? 0, day: feedDay(bills, kind) }));
  return mapUnits((name) => days.reduce((sum, { count, day }) => sum + count * day[name], fixed[name]));
}

/** Shares of Free's quotas that a day takes: of no feed, of 300 as the usual mix, and of those with ten that hang. */
export function quotaTable(bills: Bills): string {
  const mix = usualMix(MIXED);
  const days = [fixedDay(bills), populationDay(bills, mix), populationDay(bills, { ...mix, hanging: HANGING })];
  const rows = PRICED.map((name) => [
    `${PRICES[name].what}, ${thousands(PRICES[name].free)}`,
    ...days.map((units) => percent(units, name)),
  ]);
  return table(['quota of a day', 'no feed', `${MIXED} feeds`, 'and ten that hang'], rows);
}

/** The largest share of a quota that a day's units take, 0 … 1. */
export function largestShare(units: Units): { readonly name: Priced; readonly share: number } {
  return PRICED.map((name) => ({ name, share: units[name] / PRICES[name].free })).reduce((most, one) =>
    one.share > most.share ? one : most,
  );
}

/** Dollars, to a thousandth or ten-thousandth. */
export function money(value: number): string {
  return value >= 0.1 ? `$${value.toFixed(2)}` : `$${value.toFixed(4)}`.replace(/0+$/, '');
}

function percent(units: Units, name: Priced): string {
  return `${((units[name] / PRICES[name].free) * 100).toFixed(0)} %`;
}

function amount(value: number): string {
  return value >= 100 ? thousands(Math.round(value)) : Math.max(value, 0).toFixed(value >= 10 ? 0 : 1);
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

/** A table in Markdown, as oxfmt would write it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(({ length }) => length), 3),
  );
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
