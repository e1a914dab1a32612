import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { emptyKv, Shard } from '../support/shard.ts';

// Feeds of one destination that are ready at the same time are handed over in one call. The process dies after each single
// step of such a tick.

const FEEDS = ['a', 'b', 'c', 'd'];

let shard: Shard;
/** Feeds of each call of the Outbox. */
let calls: string[][];

async function begin(): Promise<void> {
  await emptyKv();
  shard = new Shard();
  calls = [];
  shard.parts = {
    enqueue: async (name, offers) => {
      // It answers from elsewhere, and meanwhile the other feeds are ready.
      await env.SEEN.get('none');
      calls.push([...new Set(offers.map(({ feed }) => feed))]);
      return shard.box(name).enqueue(offers);
    },
  };
  for (const feed of FEEDS) await shard.configure(feed, { to: 'default' });
}

beforeEach(begin);

const serve = (last: number) => FEEDS.forEach((feed) => shard.serve(feed, last));
const ofFeed = (feed: string) => lines(shard.box().accepted.filter((offer) => offer.feed === feed));

test('feeds that are ready together are handed over together', async () => {
  serve(2);
  await shard.tick();
  expect(calls.length).toBeLessThan(FEEDS.length);
  expect(Math.max(...calls.map((feeds) => feeds.length))).toBeGreaterThan(1);
});

/**
 * Kills the shard after 0, 1, 2 … steps of a tick, until that ends before it is killed. `before` prepares each, `after` goes on
 * and looks. Gives the number of steps of the whole tick.
 */
async function killAfterEachStep(before: () => Promise<void>, after: () => Promise<void>): Promise<number> {
  for (let steps = 0; ; steps++) {
    await begin();
    await before();
    shard.process.revive();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => {});
    const isKilled = shard.process.done === steps;
    shard.process.revive();
    shard.restart();
    await after();
    if (!isKilled) return steps;
  }
}

async function serveTwo(): Promise<void> {
  serve(2);
}

async function serveNews(): Promise<void> {
  serve(2);
  await shard.tick();
  serve(4);
}

test('killed after each step of a tick with news of several feeds: each tells all its own, once and in order', async () => {
  const steps = await killAfterEachStep(serveNews, async () => {
    serve(5);
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    for (const feed of FEEDS) {
      expect(ofFeed(feed)).toEqual([
        'feed.watching',
        'created 1 baseline',
        'created 2 baseline',
        'created 3',
        'created 4',
        'created 5',
      ]);
    }
  });
  expect(steps).toBeGreaterThan(FEEDS.length * 2);
});

test('killed after each step of the first polls of several feeds: each holds what was there, and tells what comes', async () => {
  const steps = await killAfterEachStep(serveTwo, async () => {
    // Of what came between the two polls nothing is news where the first had not begun.
    serve(3);
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    for (const feed of FEEDS) {
      const [watching, first, second, third, ...rest] = ofFeed(feed);
      expect([watching, first, second]).toEqual(['feed.watching', 'created 1 baseline', 'created 2 baseline']);
      expect(['created 3', 'created 3 baseline']).toContain(third);
      expect(rest).toEqual([]);
    }
  });
  expect(steps).toBeGreaterThan(FEEDS.length * 2);
});

test('a feed of which the Outbox takes nothing keeps back none that is handed over with it', async () => {
  serve(2);
  await shard.tick();
  const { enqueue } = shard.parts;
  shard.parts = {
    enqueue: (name, offers) => {
      if (offers.some(({ feed }) => feed === 'b')) return Promise.reject(new Error('refused'));
      return enqueue?.(name, offers) ?? Promise.resolve([]);
    },
  };
  serve(3);
  await shard.tick();
  for (const feed of ['a', 'c', 'd']) expect(ofFeed(feed).at(-1)).toBe('created 3');
  expect(ofFeed('b').at(-1)).toBe('created 2 baseline');
  shard.parts = enqueue === undefined ? {} : { enqueue };
  await shard.tick();
  expect(ofFeed('b').at(-1)).toBe('created 3');
});
