import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dollars, fitting, mapUnits, unitsOf } from '../../bench/cost/bill.ts';
import { readBills } from '../../bench/cost/bills.ts';
import { PAGES, withTables } from '../../bench/cost/pages.ts';
import { PRICES } from '../../bench/cost/prices.ts';
import { largestShare, populationDay } from '../../bench/cost/table.ts';

import { usualMix } from '../support/simulation/population.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const none = mapUnits(() => 0);

test.each(PAGES)(
  '%s says what was counted and what the prices make of it: else npm run bench:cost -- --tables',
  (page) => {
    const text = readFileSync(path.join(ROOT, page), 'utf8');
    expect(withTables(page, text, readBills())).toBe(text);
  },
);

test('300 feeds of the usual mix leave half of every quota of Free, also with ten that hang', () => {
  const mix = usualMix(300);
  for (const population of [mix, { ...mix, hanging: 10 }]) {
    expect(largestShare(populationDay(readBills(), population)).share).toBeLessThanOrEqual(0.5);
  }
});

test('a unit costs its price, and an object its 128 MB for each second', () => {
  expect(dollars({ ...none, kvPuts: 1_000, rows: 5_000 })).toBeCloseTo(0.01);
  expect(unitsOf({ ...readBills().hot.bill, duration: 1_000 }).gigabyteSeconds).toBeCloseTo(0.128);
});

test('as many feeds fit as the quota that ends first has room for, beside what is used anyway; KV writes are no end', () => {
  const fixed = { ...none, kvReads: 10_000 };
  expect(fitting(fixed, { ...none, kvReads: 90, rows: 50, kvPuts: 1_000 })).toEqual({ feeds: 1_000, first: 'kvReads' });
  expect(fitting(fixed, { ...none, kvReads: 9, rows: 50 })).toEqual({ feeds: 2_000, first: 'rows' });
});

test('each price names the page that says it', () => {
  for (const { source } of Object.values(PRICES))
    expect(source).toMatch(/^https:\/\/developers\.cloudflare\.com\/.+\/$/);
});
