import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import type { HostGate } from '../../worker/hosts/host-gate.ts';

const TICK = 5 * 60_000;
const NOON = Date.UTC(2026, 10, 23, 12, 0);

let stub: DurableObjectStub<HostGate>;

beforeEach(() => {
  stub = env.HOSTS.getByName(crypto.randomUUID());
});

test('of those who ask in the same tick, at once, one is granted', async () => {
  const feeds = Array.from({ length: 20 }, (_, at) => `f${at}`);
  const granted = await Promise.all(feeds.map((feed) => stub.ask(feed, null, NOON)));
  expect(granted.filter(Boolean)).toHaveLength(1);
});

test('places and the last turn outlast the object', async () => {
  expect(await stub.ask('a', null, NOON)).toBe(true);
  expect(await stub.ask('b', 10, NOON)).toBe(false);
  await evictDurableObject(stub);
  expect(await stub.ask('c', null, NOON)).toBe(false);
  await evictDurableObject(stub);
  expect(await stub.ask('b', 10, NOON + TICK)).toBe(false);
  expect(await stub.ask('c', null, NOON + TICK)).toBe(true);
});

test('a Retry-After closes it until then, also after an eviction', async () => {
  await stub.close(NOON + 2 * TICK);
  await evictDurableObject(stub);
  expect(await stub.ask('a', null, NOON + TICK)).toBe(false);
  expect(await stub.ask('a', null, NOON + 2 * TICK)).toBe(true);
});

test('an ask writes one row, a look that is refused none, and nothing wakes the object', async () => {
  const written = () =>
    runInDurableObject(stub, async (_gate, { storage }) => {
      expect(await storage.getAlarm()).toBeNull();
      return storage.sql.exec<{ n: number }>('SELECT total_changes() AS n').one().n;
    });
  await stub.ask('a', null, NOON);
  const before = await written();
  for (const feed of ['b', 'c', 'b']) await stub.ask(feed, 10, NOON);
  expect(await written()).toBe(before + 3);
  await stub.ask(null, null, NOON);
  expect(await written()).toBe(before + 3);
});
