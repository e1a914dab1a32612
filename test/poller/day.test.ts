import { beforeEach, expect, test } from 'vitest';
import type { Bill } from '../support/simulation/counter.ts';
import { commentsBetween } from '../support/simulation/feeds.ts';
import { feedsOf } from '../support/simulation/population.ts';
import { Simulation } from '../support/simulation/simulation.ts';
import { emptyKv } from '../support/shard.ts';

beforeEach(emptyKv);

/** Most that a day of eight feeds, one of each kind, may cost together with what all shards do by themselves. */
const MOST_TOGETHER = {
  kvReads: 260,
  kvPuts: 16,
  kvLists: 288 + 24,
  objectRequests: 1_750,
  rows: 700,
  rowsRead: 26_000,
  logLines: 450,
  logBytes: 70_000,
  duration: 1_150_000,
  mostExternal: 8,
} as const satisfies Partial<Bill>;

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
