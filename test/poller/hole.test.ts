import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { emptyKv, Shard } from '../support/shard.ts';
import type { Page } from '../support/scripted-web.ts';
import { stopClock } from '../support/stopped-clock.ts';
import { configurePaged, PAGED } from './paged.ts';

const HOUR = 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const told = () => lines(shard.box().accepted);
const created = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => `created ${first + at}`);

describe.each(PAGED)('a feed that %s, and gets more at once than it shows', (_case, paged) => {
  beforeEach(async () => {
    await configurePaged(paged);
    paged.serve(shard, 20);
    await shard.tick();
    await shard.tick();
    shard.box().accepted.length = 0;
    shard.requests.length = 0;
  });

  const older = () => shard.requests.filter(({ url }) => paged.isOlder(url)).length;

  test('is read back to what is known: what lay between is told in order, and no more is read than that', async () => {
    paged.serve(shard, 47);
    await shard.tick();
    expect(told()).toEqual(created(21, 47));
    const read = older();
    expect(read).toBeLessThanOrEqual(2);
    paged.serve(shard, 48);
    await shard.tick();
    expect(told()).toEqual(created(21, 48));
    expect(older()).toBe(read);
  });

  test('is asked no more than once for a page two that says Retry-After: an hour, and read on after it', async () => {
    paged.serve(shard, 47);
    shard.pages.set(paged.second, { status: 429, retryAfter: '3600' });
    for (let tick = 0; tick < 11; tick++) {
      shard.restart();
      await shard.tick();
    }
    expect(older()).toBe(1);
    paged.serve(shard, 47);
    await shard.tick({ minutes: 10 });
    await shard.tick();
    expect(told().toSorted()).toEqual(created(21, 47).toSorted());
  });

  test.each<[string, Page]>([
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['with a wall against robots', { status: 403, wall: true }],
    ['nothing in time', { hangs: true }],
    ['half a page', { body: '[{"id": 3, "link": "https://blog' }],
  ])('is read on at the next tick where page two answers %s once', async (_answer, page) => {
    stopClock();
    paged.serve(shard, 47);
    shard.pages.set(paged.second, page);
    await shard.tick();
    expect(told()).toEqual(created(38, 47));
    paged.serve(shard, 47);
    shard.restart();
    await shard.tick();
    expect(told()).toEqual([...created(38, 47), ...created(21, 37)]);
    const read = older();
    await shard.tick();
    expect({ read: older(), told: told().length }).toEqual({ read, told: 27 });
  });

  test('is read on at the next tick where page two came to its end too early', async () => {
    paged.serve(shard, 47);
    shard.pages.set(paged.second, { ...shard.pages.get(paged.second), cut: 'It broke off.' });
    await shard.tick();
    expect(told()).toEqual(created(38, 47));
    paged.serve(shard, 47);
    await shard.tick();
    expect(told()).toEqual([...created(38, 47), ...created(21, 37)]);
  });

  test('is read on though its server says 304 by then', async () => {
    paged.serve(shard, 47, 'same');
    shard.pages.set(paged.second, { status: 503 });
    await shard.tick();
    paged.serve(shard, 47, 'same');
    await shard.tick();
    expect(told()).toEqual([...created(38, 47), ...created(21, 37)]);
    await shard.tick();
    expect(shard.requests.at(-1)).toEqual({ url: paged.url, etag: 'same' });
  });

  test('is read on from above where more has come on top of that', async () => {
    paged.serve(shard, 40);
    shard.pages.set(paged.second, { status: 503 });
    await shard.tick();
    paged.serve(shard, 60);
    await shard.tick();
    await shard.tick();
    expect(told().toSorted()).toEqual(created(21, 60).toSorted());
  });

  test('is given up after a day in which page two failed: a gap since the last whole answer is told, once', async () => {
    paged.serve(shard, 47);
    shard.pages.set(paged.second, { status: 503 });
    for (let tick = 0; tick < 24; tick++) await shard.tick({ minutes: HOUR });
    expect(told()).toEqual(created(38, 47));
    for (let tick = 0; tick < 6; tick++) await shard.tick({ minutes: HOUR });
    expect(told()).toEqual([...created(38, 47), 'feed.gap']);
    expect(shard.box().accepted.at(-1)?.event.data).toMatchObject({ since: '2026-11-02T00:00:00.000Z' });
  });

  test('and has no older pages any more tells what there is, and a gap, at once', async () => {
    paged.serve(shard, 47);
    for (const url of shard.pages.keys()) if (paged.isOlder(url)) shard.pages.delete(url);
    await shard.tick();
    expect(told()).toEqual(['feed.gap', ...created(38, 47)]);
    expect(shard.box().accepted[0]?.event).toMatchObject({ data: { missed: 17 } });
    paged.serve(shard, 48);
    await shard.tick();
    expect(told()).toHaveLength(12);
  });

  test('and whose requests run out in the middle is read on at the next tick', async () => {
    paged.serve(shard, 47);
    let isSpent = false;
    shard.parts = {
      fetchFeed: async (request) => {
        isSpent ||= paged.isOlder(request.url);
        if (isSpent) return { ok: false, reason: 'limit', detail: '', status: null, retryAfter: null };
        return shard.deps().fetchFeed(request);
      },
    };
    await shard.tick();
    expect(told()).toEqual(created(38, 47));
    shard.parts = {};
    await shard.tick();
    expect(told()).toEqual([...created(38, 47), ...created(21, 37)]);
  });
});
