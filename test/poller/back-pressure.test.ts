import { afterEach, expect, test, vi } from 'vitest';
import { emptyKv, Shard } from '../support/shard.ts';

afterEach(emptyKv);

test('a tick that finds the one before at work queues nothing again, and is over while that goes on', async () => {
  const shard = new Shard();
  const names = Array.from({ length: 12 }, (_, at) => `feed-${at}`);
  for (const name of names) {
    await shard.configure(name);
    shard.serve(name, 2);
  }
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const { fetchFeed } = shard.deps();
  let asked = 0;
  shard.parts = { fetchFeed: async (request) => ((asked += 1), await answered, fetchFeed(request)) };
  const first = shard.tick();
  await vi.waitFor(() => expect(asked).toBe(6));
  await shard.tick();
  await shard.tick();
  expect(asked).toBe(6);
  answer();
  await first;
  expect(names.map((name) => shard.asked(name))).toEqual(names.map(() => 1));
});
