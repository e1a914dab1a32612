import { beforeEach, expect, test } from 'vitest';
import type { Bill } from '../support/simulation/counter.ts';
import { commentsBetween, type KindName, KINDS } from '../support/simulation/feeds.ts';
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

/** `bench:cost` asks what each kind costs. */
const IS_MONTH = Boolean(process.env['MONTH_DAYS']);
/** `bench:cost` takes 30 days, `picture:month` as many. */
const DAYS = Number(process.env['MONTH_DAYS']) || 1;
/** Feeds of each kind: as many as a shard polls at once. */
const FEEDS = Number(process.env['MONTH_FEEDS']) || 1;
/** Feeds of the usual mix. */
const MIXED = Number(process.env['MIX_FEEDS']) || 0;
/** `picture:month` asks for the month of four feeds. */
const IS_DRAWN = process.env['MONTH_PICTURE'] === '1';

beforeEach(emptyKv);

/** Most that a feed of each kind may cost in a day, here where it bears all that its shard does as well. */
const MOST: Readonly<Record<Exclude<KindName, 'silent' | 'resurrected'>, Partial<Bill>>> = {
  paused: { kvReads: 60, kvPuts: 0, rows: 200, fetches: 0 },
  hot: { kvReads: 60, kvPuts: 9, rows: 300, fetches: 290 },
  busy: { kvReads: 60, kvPuts: 6, rows: 300, fetches: 290 },
  quiet: { kvReads: 60, kvPuts: 1, rows: 250, fetches: 170 },
  dying: { kvReads: 60, kvPuts: 2, rows: 250, fetches: 290 },
  changing: { kvReads: 60, kvPuts: 0, rows: 300, fetches: 60 },
  hanging: { kvReads: 60, kvPuts: 0, rows: 500, fetches: 150 },
};

/** Most that a day of eight feeds, one of each kind, may cost together with what all shards do by themselves. */
const MOST_TOGETHER = {
  kvReads: 260,
  kvPuts: 16,
  kvLists: 288 + 24,
  objectRequests: 1_750,
  rows: 770,
  rowsRead: 24_000,
  logLines: 450,
  logBytes: 70_000,
  duration: 1_150_000,
} as const satisfies Partial<Bill>;

test.skipIf(!IS_MONTH).for(Object.entries(MOST))(
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

test('what a day of a feed of each kind in one shard costs has a bound, and each comment is delivered', async () => {
  const feeds = feedsOf({ paused: 1, hot: 1, busy: 1, silent: 1, quiet: 1, dying: 1, changing: 1, hanging: 1 }, true);
  const simulation = new Simulation(feeds);
  const bill = await simulation.live(1);
  const written = feeds.flatMap((feed) => commentsBetween(feed, 0, 1).map(() => feed.name));
  const told = simulation.arrivals.filter(({ type }) => type === 'comment.created');
  expect(told.map(({ feed }) => feed).toSorted()).toEqual(written.toSorted());
  for (const [name, count] of Object.entries(MOST_TOGETHER)) {
    expect.soft(Reflect.get(bill, name), `${name} of a day`).toBeLessThanOrEqual(count);
  }
});

test.skipIf(MIXED === 0)('a day of the usual mix', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf(usualMix(MIXED), false)).live(1);
  expect(task.meta.bill.mostExternal).toBeLessThanOrEqual(50);
});

test.skipIf(MIXED === 0)('a day of the usual mix, and ten that hang', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf({ ...usualMix(MIXED), hanging: 10 }, false)).live(1);
  expect(task.meta.bill.mostExternal).toBeLessThanOrEqual(50);
});

test.skipIf(MIXED === 0)('a day of all shards, with nothing to do', { timeout: 0 }, async ({ task }) => {
  task.meta.bill = await new Simulation(feedsOf({ paused: 96 }, false)).live(1);
  expect(task.meta.bill.fetches).toBe(0);
});

test.skipIf(!IS_DRAWN)('a month of four feeds, to be drawn', { timeout: 0 }, async ({ task }) => {
  const kinds = ['busy', 'quiet', 'dying', 'resurrected'] as const;
  const feeds = feedsOf({ busy: 1, quiet: 1, dying: 1, resurrected: 1 }, true);
  const simulation = new Simulation(
    feeds.map((feed) => ({ ...feed, name: kinds.find((kind) => KINDS[kind] === feed.kind) ?? '' })),
  );
  await simulation.live(DAYS);
  task.meta.month = { polls: simulation.servers.polls, arrivals: simulation.arrivals };
  expect(new Set(simulation.arrivals.map(({ feed }) => feed))).toEqual(new Set(kinds));
});
