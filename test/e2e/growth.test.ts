import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIRST_SHARDS, shardOf } from '../../worker/shards.ts';
import { comments, movableType } from '../support/feeds.ts';
import type { Receiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait.ts';
import { arrival, created, WorkerHarness } from '../support/worker-harness.ts';

/** Feeds that are polled: about half of them move. */
const FEEDS = Array.from({ length: 12 }, (_, at) => `blog-${at}`);

/** Feeds more than the first shards have room for; nobody polls them. */
const PAUSED = Array.from({ length: 3_200 }, (_, at) => `paused-${at}`);

const AT_ONCE = 50;

let harness: WorkerHarness;
let receiver: Receiver;

beforeAll(async () => {
  harness = await WorkerHarness.open();
  receiver = await harness.destination('default', { events: ['comment.created'], pace: '9999/s' });
});

afterAll(() => harness.close());

/** Has each feed's page show the comments up to `last`, and lets them be read. */
async function say(last: number): Promise<void> {
  for (const name of FEEDS) harness.feeds.serve(`/${name}`, movableType(comments(1, last)));
  await harness.earshot.tick();
}

async function fill(): Promise<void> {
  const waiting = PAUSED.values();
  const work = async (): Promise<void> => {
    for (const name of waiting)
      await harness.earshot.configure(`feed:${name}`, { url: harness.feeds.url('/paused'), paused: true });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

test(
  'where feeds become too many for the shards, and the process is killed as they move, each comment is told once',
  { timeout: 240_000 },
  async () => {
    expect(new Set(FEEDS.map((name) => shardOf(name, 2 * FIRST_SHARDS) >= FIRST_SHARDS)).size).toBe(2);
    await Promise.all(FEEDS.map((name) => harness.watch(name)));
    await say(3);
    await say(4);
    await arrival(receiver, FEEDS.length);
    await fill();
    const grown = say(5).catch(() => {});
    await waitFor('growth', () => harness.earshot.logged('shards.grown').length > 0);
    await harness.earshot.kill();
    await grown;
    await harness.earshot.restart();
    await say(6);
    await say(6);
    const ids = () => new Set(receiver.messages.map(({ id }) => id));
    await waitFor('every comment', () => ids().size >= 3 * FEEDS.length);
    expect(harness.earshot.logged('shards.grown')).toMatchObject([{ from: 32, to: 64 }]);
    const told = new Set(created(receiver.messages).map(({ feed, comment }) => `${feed.name} ${comment.id}`));
    expect([told.size, ids().size]).toEqual([3 * FEEDS.length, 3 * FEEDS.length]);
  },
);
