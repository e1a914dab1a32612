import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

/** Ticks, evicted before each as idle objects are, until the feed is asked again; gives how long that took, minutes. */
async function untilAsked(most: number): Promise<number> {
  const before = shard.asked('blog');
  let minutes = 0;
  for (; shard.asked('blog') === before && minutes < most; minutes += 5) {
    shard.restart();
    await shard.tick();
  }
  return minutes;
}

describe('a poll', () => {
  test.each([
    ['2d', 2 * DAY],
    ['1d', DAY],
    ['6h', 6 * HOUR],
    ['1h', HOUR],
  ])(
    'every %s whose tick never came is made up for by the next one, and the one after has its old time',
    async (every, interval) => {
      await shard.configure('blog', { every });
      shard.serve('blog', 2);
      await shard.tick();
      await untilAsked(2 * interval);
      // The next slot is so long after the tick that asked.
      shard.restart();
      shard.pass(interval - 10);
      await shard.tick();
      shard.pass(5);
      expect(await untilAsked(2 * interval)).toBe(5);
      expect(await untilAsked(2 * interval)).toBe(interval - 5);
    },
  );

  test('in the middle of which the object was reset is repeated at the next tick', async () => {
    await shard.configure('blog', { every: '1d' });
    shard.serve('blog', 2);
    await shard.tick();
    await untilAsked(2 * DAY);
    shard.restart();
    shard.pass(DAY - 5);
    type Written = { last_poll: number; head: string; known: string };
    const [before] = await shard.sql<Written>('SELECT last_poll, head, known FROM feed');
    shard.serve('blog', 3);
    await shard.tick();
    // Nothing lasts that was written in it.
    await shard.sql(
      'UPDATE feed SET last_poll = ?, head = ?, known = ?',
      `${before?.last_poll}`,
      before?.head ?? '',
      before?.known ?? '',
    );
    expect(await untilAsked(2 * DAY)).toBe(5);
  });

  test('that is hourly writes one row, and none in between', async () => {
    await shard.configure('blog', { every: '1h' });
    shard.serve('blog', 2);
    await shard.tick();
    await untilAsked(DAY);
    const rows = await shard.written();
    for (let minute = 0; minute < 6 * HOUR; minute += 5) await shard.tick();
    // And CONFIG was looked at.
    expect((await shard.written()) - rows).toBe(6 + 6 * 4);
    const ended = await shard.sql<{ last_poll: number }>('SELECT last_poll FROM feed');
    expect(ended).toEqual([{ last_poll: shard.now(-5) }]);
  });

  test('more often than hourly costs none', async () => {
    await shard.configure('blog', { every: '30m' });
    shard.serve('blog', 2);
    await shard.tick();
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(await shard.sql('SELECT last_poll FROM feed')).toEqual([{ last_poll: null }]);
  });
});

describe('a feed that fails', () => {
  beforeEach(async () => {
    await shard.configure('blog');
    shard.serve('blog', 2);
    await shard.tick();
  });

  test('is tried again at the first tick after one that never came', async () => {
    shard.pages.set(urlOf('blog'), { status: 500 });
    for (let tries = 0; tries < 9; tries++) await untilAsked(DAY);
    const backoff = await untilAsked(DAY);
    expect(backoff).toBe(6 * HOUR);
    shard.restart();
    shard.pass(6 * HOUR - 5);
    // The tick at which it was due is lost.
    shard.pass(5);
    expect(await untilAsked(DAY)).toBe(5);
    expect(await untilAsked(DAY)).toBe(6 * HOUR - 5);
  });

  test('with 410 is tried again once a day', async () => {
    shard.pages.set(urlOf('blog'), { status: 410 });
    await shard.tick();
    expect(await untilAsked(3 * DAY)).toBeGreaterThanOrEqual(DAY - 5);
    expect(await untilAsked(3 * DAY)).toBe(DAY);
  });

  test('starts without the old backoff where its value in CONFIG is another one', async () => {
    shard.pages.set(urlOf('blog'), { status: 404 });
    for (let minute = 0; minute < 5 * DAY; minute += HOUR) await shard.tick({ minutes: HOUR });
    const there = 'https://right.example/feed';
    await shard.configure('blog', { url: there });
    shard.pages.set(there, { status: 503 });
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    shard.pages.set(there, { body: movableType(comments(1, 3)) });
    const asked = () => shard.requests.filter(({ url }) => url === there).length;
    const before = asked();
    let waited = 0;
    for (; asked() === before && waited < DAY; waited += 5) {
      shard.restart();
      await shard.tick();
    }
    expect(waited).toBeLessThanOrEqual(30);
  });
});

describe('CONFIG', () => {
  const reads: string[] = [];

  beforeEach(async () => {
    await shard.configure('blog', { every: '7d' });
    shard.serve('blog', 2);
    await shard.tick();
    reads.length = 0;
    shard.parts = {
      config: kvWith({
        getWithMetadata: (keys: readonly string[]) => (reads.push(...keys), env.CONFIG.getWithMetadata([...keys])),
      }),
    };
  });

  test('is looked at every quarter of an hour, and not more often, where the object is evicted between all ticks', async () => {
    for (let tick = 0; tick < 12; tick++) {
      shard.restart();
      await shard.tick();
    }
    expect(reads).toHaveLength(4);
  });

  test('is looked at by the tick after one that never came', async () => {
    for (let tick = 0; tick < 2; tick++) {
      shard.restart();
      await shard.tick();
    }
    shard.restart();
    shard.pass(5);
    reads.length = 0;
    await shard.tick();
    expect(reads).toHaveLength(1);
  });

  test('is looked at again by the next tick where KV did not answer', async () => {
    shard.pass(10);
    shard.parts = { config: kvWith({ getWithMetadata: async () => Promise.reject(new Error('429')) }) };
    await shard.tick();
    await shard.configure('blog', { every: '6d' });
    shard.parts = {};
    shard.restart();
    await shard.tick();
    expect(await shard.sql('SELECT config FROM feed')).toEqual([{ config: expect.stringContaining('6d') }]);
  });

  test('of feeds that are polled in every tick is read with them, and nothing is written', async () => {
    await shard.configure('blog');
    await shard.tick({ minutes: 15 });
    await shard.tick();
    const rows = await shard.written();
    for (let tick = 0; tick < 24; tick++) {
      shard.restart();
      await shard.tick();
    }
    expect(await shard.written()).toBe(rows);
  });
});
