import { beforeEach, expect, test } from 'vitest';
import type { Bill } from '../support/simulation/counter.ts';
import { type KindName, KINDS } from '../support/simulation/feeds.ts';
import { feedsOf, usualMix } from '../support/simulation/population.ts';
import { type Arrival, Simulation } from '../support/simulation/simulation.ts';
import type { Poll } from '../support/simulation/servers.ts';
import { emptyKv } from '../support/shard.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Bill of a population, for `npm run bench:cost`. */
    bill?: Bill;
    /** Polls and messages, for `npm run picture:month`. */
    month?: { polls: readonly Poll[]; arrivals: readonly Arrival[] };
  }
}

// What `bench:cost` counts and `picture:month` draws: simulations that take minutes, run by these commands alone.

/** Days of a simulation. */
const DAYS = Number(process.env['MONTH_DAYS']) || 1;
/** Feeds of each kind. */
const FEEDS = Number(process.env['MONTH_FEEDS']) || 1;
/** Feeds of the usual mix. */
const MIXED = Number(process.env['MIX_FEEDS']) || 10;

beforeEach(emptyKv);

/** Most that a feed of each kind may cost in a day, here where it bears all that its shard does as well. */
const MOST: Readonly<Record<Exclude<KindName, 'silent' | 'resurrected'>, Partial<Bill>>> = {
  paused: { kvReads: 60, kvPuts: 0, rows: 200, fetches: 0 },
  hot: { kvReads: 60, kvPuts: 9, rows: 240, fetches: 290 },
  busy: { kvReads: 60, kvPuts: 6, rows: 300, fetches: 290 },
  quiet: { kvReads: 60, kvPuts: 1, rows: 250, fetches: 170 },
  dying: { kvReads: 60, kvPuts: 2, rows: 250, fetches: 290 },
  changing: { kvReads: 60, kvPuts: 0, rows: 300, fetches: 60 },
  hanging: { kvReads: 60, kvPuts: 0, rows: 500, fetches: 150 },
};

test.for(Object.entries(MOST))(
  'what a day of a feed that is %s costs has a bound',
  { timeout: 0 },
  async ([kind, most], { task }) => {
    const feeds = kind === 'paused' ? 1 : FEEDS;
    const bill = await new Simulation(feedsOf({ [kind]: feeds }, true)).live(DAYS);
    task.meta.bill = bill;
    for (const [name, count] of Object.entries(most)) {
      expect.soft(Reflect.get(bill, name), `${name} of a day`).toBeLessThanOrEqual(count * DAYS * feeds);
    }
  },
);

test('a day of the usual mix', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf(usualMix(MIXED), false)).live(1);
  expect(task.meta.bill.mostExternal).toBeLessThanOrEqual(50);
});

test('a day of the usual mix, and ten that hang', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf({ ...usualMix(MIXED), hanging: 10 }, false)).live(1);
  expect(task.meta.bill.mostExternal).toBeLessThanOrEqual(50);
});

test('a day of all shards, with nothing to do', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf({ paused: 96 }, false)).live(1);
  expect(task.meta.bill.fetches).toBe(0);
});

test('a month of four feeds, to be drawn', { timeout: 0 }, async ({ task }) => {
  const kinds = ['busy', 'quiet', 'dying', 'resurrected'] as const;
  const feeds = feedsOf({ busy: 1, quiet: 1, dying: 1, resurrected: 1 }, true);
  const simulation = new Simulation(
    feeds.map((feed) => ({ ...feed, name: kinds.find((kind) => KINDS[kind] === feed.kind) ?? '' })),
  );
  await simulation.live(DAYS);
  task.meta.month = { polls: simulation.servers.polls, arrivals: simulation.arrivals };
  expect(new Set(simulation.arrivals.map(({ feed }) => feed))).toEqual(new Set(kinds));
});
