import { beforeEach, expect, test } from 'vitest';
import type { Dependencies } from '../../worker/poller/dependencies.ts';
import type { Shard } from '../support/shard.ts';
import { leap, stopClock } from '../support/stopped-clock.ts';
import { numbers, serve as serveOn, shardOfTwo } from './two.ts';

let shard: Shard;

beforeEach(async () => {
  shard = await shardOfTwo();
});

const serve = (last: number) => serveOn(shard, last);

test('an Outbox that hangs is given up, and what it does later is remembered by nobody', async () => {
  stopClock();
  serve(3);
  await shard.tick();
  serve(5);
  const [one, two] = [shard.box('one'), shard.box('two')];
  const released = Promise.withResolvers<void>();
  shard.parts = {
    enqueue: async (name, offers) => {
      // Both are asked at once, and have the same deadline.
      if (name === 'one') void leap();
      await released.promise;
      return (name === 'one' ? one : two).enqueue(offers);
    },
  };
  await shard.tick();
  const before = await shard.sql<{ head: string }>('SELECT head FROM feed');
  released.resolve();
  expect(await shard.sql('SELECT head FROM feed')).toEqual(before);
  shard.parts = {};
  await shard.tick();
  expect(numbers(shard.box('two').accepted)).toEqual([1, 2, 3, 4, 5]);
});

test('a destination that hangs does not keep from the others what comes meanwhile', async () => {
  stopClock();
  const hangs: Dependencies['enqueue'] = async (name, offers) => {
    if (name !== 'one') return shard.box(name).enqueue(offers);
    await leap();
    return new Promise<never>(() => {});
  };
  shard.parts = { enqueue: hangs };
  for (const last of [3, 4]) {
    serve(last);
    await shard.tick();
  }
  shard.parts = {};
  await shard.tick();
  for (const name of ['one', 'two']) {
    expect(numbers(shard.box(name).accepted.filter(({ hold }) => hold === null))).toEqual([3, 4]);
  }
});
