import { describe, expect, test } from 'vitest';
import { formerShard, shardNamed, shardName, shardOf, shardsFor } from '../worker/shards.ts';

describe('the number of shards', () => {
  test.each([
    [0, 32, 32],
    [3_200, 32, 32],
    [3_201, 32, 64],
    [100_000, 32, 1_024],
    [10, 64, 64],
    [10_000_000, 32, 4_096],
  ])('for %d feeds, where there are %d, is %d', (feeds, shards, then) => {
    expect(shardsFor(feeds, shards)).toBe(then);
  });

  test('tells of each shard, whatever it has grown to, which one had its feeds before it came to be', () => {
    for (let at = 0; at < 2_000; at++) {
      for (const shards of [64, 128, 1_024]) {
        let shard = shardOf(`feed-${at}`, shards);
        const way = [shard];
        for (let former = formerShard(shard); former !== null; former = formerShard(shard)) {
          expect(shardOf(`feed-${at}`, former.shards)).toBe(shard);
          ({ shard } = former);
          way.push(shard);
        }
        expect([way.at(-1), way.length <= Math.log2(shards / 32) + 1]).toEqual([shardOf(`feed-${at}`, 32), true]);
      }
    }
  });

  test('is in no object’s name but a shard’s', () => {
    expect([shardNamed(shardName(100)), shardNamed('other'), shardNamed(undefined)]).toEqual([100, null, null]);
  });
});
