import { env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MovesRpc } from '../../../worker/rpc/moves.ts';
import { shardOf } from '../../../worker/shards.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

/** A feed of the upper half: it moves to shard 32 + `before` where 32 become 64. */
const NAME = 'blog';
const NOW = shardOf(NAME, 64);
const DAY = 24 * 60;

let [before, after] = [new Shard(), new Shard()];

/** Has `newer` take over what `older` has for it; `change` replaces some of what that answers. */
function link(older: Shard, newer: Shard, change: Partial<MovesRpc> = {}, [own, shards] = [NOW, 64]): void {
  const object: MovesRpc = { ...older.moves, ...change };
  newer.parts = { ...newer.parts, former: { own, shard: own - shards / 2, shards, object } };
}

/** The feed's page has the comments up to `last`, for both shards, which tell one Outbox. */
function serve(last: number): void {
  for (const shard of [before, after]) shard.serve(NAME, last);
}

const dies = async (): Promise<never> => {
  throw new Error('the object was reset');
};

const told = (shard: Shard) => shard.told(NAME).filter((type) => type === 'comment.created').length;

beforeEach(async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  [before, after] = [new Shard(), new Shard()];
  link(before, after);
  await before.configure(NAME);
  serve(3);
  await before.tick();
  serve(4);
  await before.tick();
  after.pass(10);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await emptyKv();
});

describe('a feed that another shard has by now', () => {
  test('goes on there from what was remembered, though SEEN knows less', async () => {
    await env.SEEN.delete(NAME);
    serve(5);
    await after.tick();
    expect([told(before), told(after)]).toEqual([1, 1]);
    await after.tick();
    expect([after.asked(NAME), told(after)]).toEqual([2, 1]);
  });

  test('is not begun from SEEN where the shard before does not answer: it waits for the next tick', async () => {
    link(before, after, { release: dies });
    serve(5);
    await after.tick();
    expect(after.asked(NAME)).toBe(0);
    link(before, after);
    await after.tick();
    expect([after.asked(NAME), told(after)]).toEqual([1, 1]);
  });

  test('is polled no more by the shard that had it, whatever list that is given, and is not gone there', async () => {
    await after.tick();
    const asked = before.asked(NAME);
    serve(5);
    await before.tick({ names: [NAME] });
    await before.tick({ names: null });
    await expect(before.ask((poller, now) => poller.pollNow(NAME, now))).rejects.toThrow('another shard');
    expect([before.asked(NAME), told(before)]).toEqual([asked, 1]);
    before.pass(40 * DAY);
    await before.tick({ names: [] });
    expect(await env.SEEN.get(NAME)).not.toBeNull();
    await after.tick();
    expect(told(after)).toBe(1);
  });

  test('is not written any more by who has read that it is there', async () => {
    await before.ask((poller) => poller.release(NAME, 1));
    await expect(before.sql('INSERT INTO feed (name) VALUES (?)', NAME)).rejects.toThrow('another shard has the feed');
  });

  test.each(['release', 'letGo'] as const)(
    'loses and repeats nothing where %s is done and its answer is lost',
    async (step) => {
      link(before, after, {
        [step]: async (name: string, part: number) => {
          await (step === 'release' ? before.moves.release(name, part) : before.moves.letGo(name));
          return dies();
        },
      });
      serve(5);
      await after.tick();
      after.restart();
      link(before, after);
      await after.tick();
      await after.tick();
      expect(told(after)).toBe(1);
      expect(await before.sql('SELECT part FROM moved')).toEqual([{ part: 0 }]);
    },
  );

  test('loses and repeats nothing wherever the process of the new shard ends', async () => {
    serve(5);
    for (let steps = 0; steps < 12; steps++) {
      after.process.dieAfter(steps);
      await after.tick({ minutes: 0 }).catch(() => null);
      after.process.revive();
      after.restart();
    }
    await after.tick();
    await after.tick();
    const ids = new Set(after.box(NAME).accepted.map(({ key }) => key));
    expect([told(after), ids.size]).toEqual([1, after.box(NAME).accepted.filter(({ hold }) => hold === null).length]);
  });

  test('waits while it is polled: it never has two owners', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { fetchFeed } = before.deps();
    let isAsked = false;
    before.parts = { fetchFeed: async (request) => ((isAsked = true), await answered, fetchFeed(request)) };
    serve(5);
    const polling = before.tick();
    await vi.waitFor(() => expect(isAsked).toBe(true));
    expect(await before.ask((poller) => poller.release(NAME, 1))).toEqual({ outcome: 'busy' });
    link(before, after, { release: async () => ({ outcome: 'busy' }) });
    await after.tick();
    expect(after.asked(NAME)).toBe(0);
    link(before, after);
    answer();
    await polling;
    await after.tick();
    expect([told(before), told(after)]).toEqual([2, 0]);
  });

  test('takes with it what an Outbox is owed, and what was handed over', async () => {
    before.parts = { enqueue: dies };
    serve(6);
    await before.tick();
    const value = JSON.stringify({ url: `https://${NAME}.example/comments.atom`, to: NAME, paused: true });
    await before.ask((poller, now) => poller.handFeed(NAME, { value, at: now }));
    after.pass(5);
    await after.tick();
    expect([told(before), told(after), after.asked(NAME)]).toEqual([1, 2, 0]);
    expect(await before.sql('SELECT seq FROM owed')).toEqual([]);
  });

  test('comes whole, however much is remembered of it', async () => {
    const padded = `[${' '.repeat(1_200_000)}]`;
    await before.sql('INSERT INTO known (feed, part, value) VALUES (?, 1, ?)', NAME, padded);
    await after.ask((poller, now) => poller.feedStatuses([NAME], now));
    expect(await after.sql('SELECT length(value) AS length FROM known')).toEqual([{ length: padded.length }]);
    serve(5);
    await after.tick();
    expect(told(after)).toBe(1);
  });

  test('is found by who asks the new shard before its first tick, and a reset there is one of what was remembered', async () => {
    const [status] = await after.ask((poller, now) => poller.feedStatuses([NAME], now));
    expect(status?.state).toBe('ok');
    await after.ask((poller, now) => poller.resetFeed(NAME, now));
    serve(5);
    await after.tick();
    expect(told(after)).toBe(0);
    serve(6);
    await after.tick();
    expect(told(after)).toBe(1);
  });

  test('is not changed by who asks for it while the shard before does not answer', async () => {
    link(before, after, { release: dies });
    const value = 'https://other.example/';
    await expect(after.ask((poller, now) => poller.handFeed(NAME, { value, at: now }))).rejects.toThrow(
      'another shard',
    );
    await expect(after.ask((poller, now) => poller.resetFeed(NAME, now))).rejects.toThrow('another shard');
  });

  test('is forgotten where it was gone from CONFIG before, with what SEEN has', async () => {
    const name = ['gone-a', 'gone-b', 'gone-c', 'gone-d'].find((one) => shardOf(one, 64) >= 32) ?? 'gone';
    await before.configure(name);
    before.serve(name, 2);
    await before.tick({ names: [NAME, name] });
    await env.CONFIG.delete(`feed:${name}`);
    await before.tick({ names: [NAME] });
    await env.SEEN.put(name, 'kept');
    link(before, after, {}, [shardOf(name, 64), 64]);
    await after.tick({ names: [] });
    expect(await before.sql('SELECT name FROM feed WHERE name = ?', name)).toEqual([]);
    after.pass(31 * DAY);
    await after.tick({ names: [] });
    expect([await env.SEEN.get(name), await after.sql('SELECT name FROM feed WHERE name = ?', name)]).toEqual([
      null,
      [],
    ]);
  });

  test('comes through all shards that would have had it, of which the one between was never called', async () => {
    const name = Array.from({ length: 100 }, (_, at) => `chain-${at}`).find((one) => shardOf(one, 128) >= 96) ?? '';
    const [own, shards] = [shardOf(name, 128), 128];
    const [first, between, last] = [own - 96, own - 64, own].map((shard) => new Shard(`shard-${shard}`));
    if (!first || !between || !last) throw new RangeError('three shards');
    await first.configure(name);
    first.serve(name, 3);
    await first.tick({ names: [name], shards: 32 });
    await env.SEEN.delete(name);
    for (const shard of [between, last]) shard.serve(name, 4);
    last.pass(10);
    link(between, last, {}, [own, shards]);
    await last.tick({ names: [name], shards });
    expect([last.asked(name), last.told(name)]).toEqual([1, ['comment.created']]);
    await between.tick({ names: [name], shards });
    expect([between.asked(name), await between.sql('SELECT name FROM feed WHERE name = ?', name)]).toEqual([0, []]);
  });

  test('costs nothing in the ticks after it has moved', async () => {
    await after.tick();
    await after.tick();
    const calls: string[] = [];
    const note = (name: string) => async () => (calls.push(name), dies());
    link(before, after, { release: note('release'), letGo: note('letGo'), leaving: note('leaving') });
    await after.tick();
    await after.tick();
    expect(calls).toEqual([]);
  });
});
