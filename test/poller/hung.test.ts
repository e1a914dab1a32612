import { beforeEach, describe, expect, test } from 'vitest';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';
import { leap, stopClock } from '../support/stopped-clock.ts';
import { configureMany } from './many.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const configure = (count: number, prefix = 'a') => configureMany(shard, count, prefix);

/** The deadline of each poll, by the stopped clock: the web gets two thirds of it. */
const DEADLINE = 9000;
const WEB = 6000;

/** Measures how long the poll of a tick takes by the stopped clock, ms; `null`: there was none. */
const timed = async () => {
  let took: number | null = null;
  shard.parts = { ...shard.parts, deadline: DEADLINE, report: (_feed, _ended, duration) => (took = duration) };
  shard.restart();
  await shard.tick();
  return took;
};

/** Measures how long the next poll takes by the stopped clock, ms, in whichever tick that is. */
const nextPoll = async () => {
  for (let tick = 0; tick < 200; tick++) {
    const took = await timed();
    if (took !== null) return took;
  }
  return null;
};

/** Hangs until the deadlines of the web and of the poll have passed, and after. */
async function hangForPoll(): Promise<never> {
  for (let timer = 0; timer < 2; timer++) await leap();
  return new Promise(() => {});
}

describe('a feed that hung', () => {
  test('gets a third of the time when it is tried again, though the object was evicted', async () => {
    stopClock();
    await configure(1);
    await timed();
    shard.pages.set(urlOf('a00'), { hangs: true });
    expect(await timed()).toBe(WEB);
    shard.pass(60);
    expect(await nextPoll()).toBe(WEB / 3);
  });

  test.each([
    ['has failed for a day', 'timeout', 25 * 60, WEB],
    ['has failed for an hour', 'timeout', 60, WEB / 3],
  ])('that %s is given its time accordingly', async (_case, trouble, minutes, time) => {
    stopClock();
    await configure(1);
    await timed();
    const since = new Date(shard.now()).toISOString();
    const failing = { since, from: since, reason: 'It hung.', told: ['a00'] };
    await shard.sql(
      "UPDATE feed SET trouble = ?, head = json_set(head, '$.failing', json(?))",
      trouble,
      JSON.stringify(failing),
    );
    shard.pages.set(urlOf('a00'), { hangs: true });
    shard.pass(minutes);
    expect(await nextPoll()).toBe(time);
  });

  test('through no fault of its own gets a third and all of it by turns', async () => {
    stopClock();
    await configure(1);
    shard.parts = { seen: kvWith({ get: hangForPoll }) };
    const times: (number | null)[] = [];
    for (let tick = 0; tick < 4; tick++) times.push(await timed());
    expect(times).toEqual([DEADLINE, DEADLINE / 3, DEADLINE, DEADLINE / 3]);
  });

  test('gets all of it again once it has answered', async () => {
    await configure(1);
    await shard.tick();
    await shard.sql("UPDATE feed SET trouble = 'timeout'");
    await shard.tick();
    expect(await shard.sql('SELECT trouble FROM feed')).toEqual([{ trouble: null }]);
  });

  test('is polled after those that answer', async () => {
    await configure(30);
    const good = await configure(6, 'z');
    await shard.tick();
    await shard.sql("UPDATE feed SET trouble = 'timeout' WHERE name < 'z'");
    const before = shard.requests.length;
    await shard.tick();
    expect(
      shard.requests
        .slice(before, before + 6)
        .map(({ url }) => url)
        .toSorted(),
    ).toEqual(good.map(urlOf));
  });
});

test('a tick whose feeds hang begins no polls after eight deadlines, and the next one begins with what was left', async () => {
  // Six polls at once: time goes on when none of them does anything any more.
  stopClock((waiting) => waiting === 6);
  await configure(90);
  await shard.tick();
  for (let at = 0; at < 90; at++) shard.pages.set(urlOf(`a${String(at).padStart(2, '0')}`), { hangs: true });
  shard.parts = { deadline: 150 };
  const before = shard.requests.length;
  const started = Date.now();
  await shard.tick();
  expect(Date.now() - started).toBeLessThanOrEqual(9 * 150);
  const first = new Set(shard.requests.slice(before).map(({ url }) => url));
  expect(first.size).toBeLessThan(90);
  shard.restart();
  await shard.tick();
  const next = shard.requests.slice(before + first.size).map(({ url }) => url);
  expect(next.slice(0, 90 - first.size).filter((url) => first.has(url))).toEqual([]);
});
