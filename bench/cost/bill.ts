import type { Bill } from '../../test/support/simulation/counter.ts';
import { GIGABYTES, LOG_ENVELOPE, type Priced, PRICES } from './prices.ts';

/** Units that have a price. */
export type Units = Readonly<Record<Priced, number>>;

/** Names of the units. */
export const PRICED = Object.keys(PRICES).filter((name): name is Priced => name in PRICES);

/** Converts a bill to what is billed. */
export function unitsOf(bill: Bill): Units {
  const { kvReads, kvPuts, kvLists, objectRequests, rows, rowsRead, ticks } = bill;
  const logged = bill.logBytes + LOG_ENVELOPE * (bill.logLines + objectRequests + ticks);
  return {
    kvReads,
    kvPuts,
    kvLists,
    objectRequests,
    gigabyteSeconds: (bill.duration / 1000) * GIGABYTES,
    rows,
    rowsRead,
    ticks,
    logMegabytes: logged / 1_000_000,
  };
}

/** Calculates units from others, one by one. */
export function mapUnits(act: (name: Priced) => number): Units {
  return {
    kvReads: act('kvReads'),
    kvPuts: act('kvPuts'),
    kvLists: act('kvLists'),
    objectRequests: act('objectRequests'),
    gigabyteSeconds: act('gigabyteSeconds'),
    rows: act('rows'),
    rowsRead: act('rowsRead'),
    ticks: act('ticks'),
    logMegabytes: act('logMegabytes'),
  };
}

/** Gives what units cost, dollars, where the plan includes none of them any more. */
export function dollars(units: Units): number {
  return PRICED.reduce((sum, name) => sum + (units[name] * PRICES[name].million) / 1_000_000, 0);
}

/**
 * Gives how many feeds fit into Free, and what ends first. `fixed`: a day's units of no feed; `feed`: of one feed. KV's writes
 * do not end it: Earshot stops before the quota, and writes the rest the next day.
 */
export function fitting(fixed: Units, feed: Units): { readonly feeds: number; readonly first: Priced } {
  let [feeds, first]: [number, Priced] = [Number.POSITIVE_INFINITY, 'kvReads'];
  for (const name of PRICED) {
    const fit =
      name === 'kvPuts' || feed[name] <= 0 ? Number.POSITIVE_INFINITY : (PRICES[name].free - fixed[name]) / feed[name];
    if (fit < feeds) [feeds, first] = [Math.floor(fit), name];
  }
  return { feeds, first };
}
