import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Found } from '../../test/support/simulation/run.ts';
import type { Bills, Measured } from './table.ts';

/** The counts of the last run. */
export const BILLS_FILE = path.join(import.meta.dirname, 'bills.json');

const Bill = v.object({
  kvReads: v.number(),
  kvPuts: v.number(),
  kvLists: v.number(),
  objectRequests: v.number(),
  duration: v.number(),
  rows: v.number(),
  rowsRead: v.number(),
  ticks: v.number(),
  fetches: v.number(),
  delivered: v.number(),
  logLines: v.number(),
  logBytes: v.number(),
  mostExternal: v.number(),
  mostInternal: v.number(),
});

const Entry = v.object({ feeds: v.number(), days: v.number(), bill: Bill });

const All = v.object({
  paused: Entry,
  shards: Entry,
  hot: Entry,
  busy: Entry,
  quiet: Entry,
  dying: Entry,
  changing: Entry,
  hanging: Entry,
});

/** Reads the counts; throws where some are missing. */
export function readBills(): Bills {
  return v.parse(All, JSON.parse(readFileSync(BILLS_FILE, 'utf8')));
}

/** Takes what one simulation found. */
export function measuredOf(feeds: number, days: number, found: readonly Found[]): Measured {
  return { feeds, days, bill: v.parse(Bill, found[0]?.meta['bill']) };
}

/** Text of the file with one more entry, or another in its place. */
export function withMeasured(name: string, measured: Measured): string {
  const before: unknown = existsSync(BILLS_FILE) ? JSON.parse(readFileSync(BILLS_FILE, 'utf8')) : {};
  return `${JSON.stringify({ ...v.parse(v.record(v.string(), v.unknown()), before), [name]: measured }, null, 2)}\n`;
}
