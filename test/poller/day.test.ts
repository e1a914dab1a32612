import { beforeEach, expect, test } from 'vitest';
import type { Bill } from '../support/simulation/counter.ts';
import { type KindName, KINDS } from '../support/simulation/feeds.ts';
import { Simulation } from '../support/simulation/simulation.ts';
import { emptyKv } from '../support/shard.ts';

/** Feeds in each day: `npm run bench:day` takes 300. */
const FEEDS = Number(process.env['DAY_FEEDS']) || 2;

/** The Free plan's, a day. https://developers.cloudflare.com/workers/platform/limits/, …/kv/platform/pricing/ */
const FREE: Partial<Bill> = { kvReads: 100_000, kvPuts: 1_000, kvLists: 1_000, objectRequests: 100_000, rows: 100_000 };

/** Rows of a day that do not depend on the feeds: of each shard its looks at CONFIG and at the hour, of the Outbox its hours. */
const ROWS = 32 * (96 + 24) + 24 * 3;

/** Comments of the day before that are found in this one, and of this one that are found in the next. */
const BORDER = FEEDS / 50;

beforeEach(emptyKv);

async function bill(kind: KindName): Promise<Bill> {
  const feeds = Array.from({ length: FEEDS }, (_, number) => ({
    name: `${kind}-${number}`,
    kind: KINDS[kind],
    phase: ((number * 37) % 288) / 288,
  }));
  const counted = await new Simulation(feeds).live(1);
  const parts = Object.entries(counted).map(([name, count]) => {
    const free = Reflect.get(FREE, name);
    return `${name} ${count}${typeof free === 'number' ? ` (${((count / free) * 100).toFixed(1)} % of Free)` : ''}`;
  });
  if (process.env['DAY_FEEDS']) console.log(`${FEEDS} feeds, ${kind}: ${parts.join(', ')}`);
  return counted;
}

test('a day of quiet feeds puts nothing, and writes a few rows a shard and feed', { timeout: 0 }, async () => {
  const { kvPuts, kvLists, rows, delivered, logBytes } = await bill('silent');
  expect(delivered).toBe(0);
  expect(kvPuts).toBe(0);
  expect(kvLists).toBeLessThanOrEqual(288 + 24);
  // A look-back a feed.
  expect(rows).toBeLessThan(2 * FEEDS + ROWS);
  expect(logBytes).toBeLessThan(288 * 32 * 200);
});

test(
  'a day of feeds whose bodies change without news puts nothing, and writes at most hourly',
  { timeout: 0 },
  async () => {
    const { kvPuts, rows, delivered } = await bill('changing');
    expect(delivered).toBe(0);
    expect(kvPuts).toBe(0);
    expect(rows).toBeLessThan(26 * FEEDS + ROWS);
  },
);

test(
  'a day of five comments a feed delivers each, at some rows and at most one put a comment',
  { timeout: 0 },
  async () => {
    const { kvPuts, rows, delivered } = await bill('busy');
    expect(Math.abs(delivered - 5 * FEEDS)).toBeLessThanOrEqual(BORDER);
    expect(kvPuts).toBeLessThanOrEqual(5 * FEEDS + BORDER);
    expect(rows).toBeLessThan(20 * delivered + ROWS);
  },
);
