import { beforeEach, describe, expect, test } from 'vitest';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';
import { configureMany } from './many.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const configure = (count: number, prefix = 'a') => configureMany(shard, count, prefix);

/** Measures how long a tick takes, ms. */
const timed = async () => {
  const started = Date.now();
  shard.restart();
  await shard.tick();
  return Date.now() - started;
};

describe('a feed that hung', () => {
  test('gets a third of the time when it is tried again, though the object was evicted', async () => {
    await configure(1);
    shard.parts = { deadline: 3000 };
    await timed();
    shard.pages.set(urlOf('a00'), { hangs: true });
    expect(await timed()).toBeGreaterThan(1900);
    shard.pass(60);
    let took = 0;
    const asked = shard.asked('a00');
    while (shard.asked('a00') === asked) took = await timed();
    expect(took).toBeGreaterThan(600);
    expect(took).toBeLessThan(1500);
  });

  test.each([
    ['has failed for a day', 'timeout', 25 * 60, 1900],
    ['has failed for an hour', 'timeout', 60, 600],
  ])('that %s is given its time accordingly', async (_case, trouble, minutes, least) => {
    await configure(1);
    shard.parts = { deadline: 3000 };
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
    const asked = shard.asked('a00');
    let took = 0;
    for (let tick = 0; tick < 200 && shard.asked('a00') === asked; tick++) took = await timed();
    expect(took).toBeGreaterThan(least);
    expect(took).toBeLessThan(least + 900);
  });

  test('through no fault of its own gets a third and all of it by turns', async () => {
    await configure(1);
    shard.parts = { deadline: 900, seen: kvWith({ get: () => new Promise(() => {}) }) };
    const times: number[] = [];
    for (let tick = 0; tick < 4; tick++) times.push(await timed());
    expect(times.map((time) => (time < 600 ? 'a third' : 'all'))).toEqual(['all', 'a third', 'all', 'a third']);
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
  await configure(90);
  await shard.tick();
  for (let at = 0; at < 90; at++) shard.pages.set(urlOf(`a${String(at).padStart(2, '0')}`), { hangs: true });
  shard.parts = { deadline: 150 };
  const before = shard.requests.length;
  const started = Date.now();
  await shard.tick();
  expect(Date.now() - started).toBeLessThan(9.5 * 150);
  const first = new Set(shard.requests.slice(before).map(({ url }) => url));
  expect(first.size).toBeLessThan(90);
  shard.restart();
  await shard.tick();
  const next = shard.requests.slice(before + first.size).map(({ url }) => url);
  expect(next.slice(0, 90 - first.size).filter((url) => first.has(url))).toEqual([]);
});
