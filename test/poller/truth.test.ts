import { beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../worker/poller/world.ts';
import { kvWith, type Shard } from '../support/shard.ts';
import { crash, numbers, serve as serveOn, shardOfTwo } from './two.ts';

let shard: Shard;

beforeEach(async () => {
  shard = await shardOfTwo();
});

const serve = (last: number, changed = 0) => serveOn(shard, last, changed);

/** Parts of the world in which the process dies at a step of the order of truth. */
const crashes: readonly (readonly [string, (whole: Shard) => Partial<World>])[] = [
  ['while CONFIG is read', () => ({ config: kvWith({ get: crash }) })],
  ['while the feed is fetched', () => ({ fetchFeed: crash })],
  ['before an Outbox accepts', () => ({ enqueue: crash })],
  [
    'between two Outboxes',
    (whole) => ({ enqueue: async (name, offers) => (name === 'one' ? whole.box(name).enqueue(offers) : crash()) }),
  ],
  [
    'after the Outboxes have accepted, before it is remembered',
    (whole) => ({
      enqueue: async (name, offers) => {
        whole.box(name).enqueue(offers);
        return crash();
      },
    }),
  ],
  ['after it is remembered, before SEEN has it', () => ({ seen: kvWith({ put: crash }) })],
];

describe.each(crashes)('killed %s', (_step, parts) => {
  test('at the first poll: what was there is told once, what comes is news', async () => {
    serve(3);
    shard.parts = parts(shard);
    await shard.tick();
    shard.restart();
    shard.parts = {};
    await shard.tick();
    serve(5);
    await shard.tick({ minutes: 20 });
    for (const name of ['one', 'two']) {
      const { accepted } = shard.box(name);
      expect(accepted.filter(({ happening }) => happening.type === 'feed.watching')).toHaveLength(1);
      expect(numbers(accepted)).toEqual([1, 2, 3, 4, 5]);
      expect(accepted.flatMap(({ hold, happening }) => (hold === null ? [happening.type] : []))).toHaveLength(4);
    }
  });

  test('at a later poll: nothing is lost, repeats have the same key, edits are found', async () => {
    serve(3);
    await shard.tick();
    serve(5);
    shard.parts = parts(shard);
    await shard.tick();
    shard.restart();
    shard.parts = {};
    serve(6, 4);
    await shard.tick();
    await shard.tick();
    for (const name of ['one', 'two']) {
      expect(numbers(shard.box(name).accepted)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(numbers(shard.box(name).accepted, 'comment.updated').toSorted()).toEqual(
        // The fourth one was first seen in its new form, where nothing had accepted the old one.
        contentsOf(name).get(4) === 1 ? [1, 2, 3] : [1, 2, 3, 4],
      );
    }
  });
});

/** How many contents each comment was accepted with. */
function contentsOf(name: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const offer of shard.box(name).accepted) {
    for (const type of ['comment.created', 'comment.updated']) {
      for (const number of numbers([offer], type)) counts.set(number, (counts.get(number) ?? 0) + 1);
    }
  }
  return counts;
}

test('an edit that falls into a crash is still found', async () => {
  serve(3);
  await shard.tick();
  serve(4);
  shard.parts = crashes[4]?.[1](shard) ?? {};
  await shard.tick();
  shard.restart();
  shard.parts = {};
  // All four are other texts now; the fourth was accepted with the first one.
  serve(4, 4);
  await shard.tick();
  expect(numbers(shard.box('one').accepted, 'comment.updated')).toEqual([1, 2, 3]);
  await shard.tick();
  expect(numbers(shard.box('one').accepted, 'comment.updated')).toEqual([1, 2, 3, 4]);
  await shard.tick();
  expect(numbers(shard.box('one').accepted, 'comment.updated')).toEqual([1, 2, 3, 4]);
  expect(shard.requests.map(({ etag }) => etag)).toEqual([null, 'e3-0', 'e3-0', null, 'e4-4']);
});
