import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { Box, lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, EVENING, Shard } from '../support/shard.ts';

// Its comments' ids are another host's, so that their keys begin with the feed's name.
const URL = 'https://feeds.example/comments.atom';
const VALUE = JSON.stringify({ url: URL, every: '5m', to: 'default' });
const MINUTE = 60_000;

let [before, after]: readonly [Shard, Shard] = [new Shard(), new Shard()];
let box: Box;
let isRefusing: boolean;

/** Two shards: the feed's, and that of its name to be. Both offer to one Outbox. */
async function begin(): Promise<void> {
  await emptyKv();
  [before, after, box, isRefusing] = [new Shard(), new Shard(), new Box(), false];
  for (const shard of [before, after]) {
    shard.parts = {
      enqueue: async (_destination, offers) => {
        if (isRefusing) throw new Error('away');
        return box.enqueue(offers);
      },
    };
  }
  await env.CONFIG.put('feed:old', VALUE);
  serve(3);
  await tick();
  serve(4);
  await tick();
}

beforeEach(begin);

function serve(last: number): void {
  for (const shard of [before, after]) shard.pages.set(URL, { body: movableType(comments(1, last, EVENING)) });
}

async function tick(minutes = 5): Promise<void> {
  const { keys } = await env.CONFIG.list({ prefix: 'feed:' });
  const names = keys.map(({ name }) => name.slice('feed:'.length));
  await before.tick({ names: names.filter((name) => name === 'old'), minutes });
  await after.tick({ names: names.filter((name) => name !== 'old'), minutes });
}

/** Steps of a rename, as whoever calls the objects does it. */
function* steps(from: Shard, to: Shard, [old, name]: readonly [string, string]): Generator<() => Promise<unknown>> {
  let copy: string | null = null;
  yield async () => {
    copy = (await from.ask((poller) => poller.copyFeed(old)))?.document ?? null;
  };
  yield () => to.ask((poller, now) => poller.adoptFeed(name, { document: copy ?? '' }, now));
  yield () => env.CONFIG.put(`feed:${name}`, VALUE);
  yield () => to.ask((poller, now) => poller.handFeed(name, { value: VALUE, at: now }));
  yield () => env.CONFIG.delete(`feed:${old}`);
  yield () => from.ask((poller, now) => poller.handFeed(old, { value: null, at: now }));
}

async function rename(
  count = 6,
  from = before,
  to = after,
  names: readonly [string, string] = ['old', 'new'],
): Promise<void> {
  let done = 0;
  for (const step of steps(from, to, names)) if (done++ < count) await step();
}

const news = () => lines(box.accepted).filter((line) => /^(?:created|updated) \d+$/.test(line));
const notices = () => lines(box.accepted).filter((line) => line.startsWith('feed.'));

describe('a feed that is renamed', () => {
  test('keeps its memory: nothing is told again, and what comes is told under its new name', async () => {
    await rename();
    serve(5);
    await tick();
    expect(news()).toEqual(['created 4', 'created 5']);
    expect(notices()).toEqual(['feed.watching']);
    expect(box.accepted.at(-1)?.feed).toBe('new');
    expect(await env.SEEN.get('new')).not.toBeNull();
  });

  test('finds edits of what was told under its old name, under the keys that it gave', async () => {
    await rename();
    const said = comments(1, 4, EVENING).map((one) => (one.number === 4 ? { ...one, html: '<p>Edited</p>' } : one));
    after.pages.set(URL, { body: movableType(said) });
    await tick();
    expect(news()).toEqual(['created 4', 'updated 4']);
    expect(box.accepted.at(-1)?.key).toBe('old tag:blog.example,2026://1.77-comment:4');
  });

  test('names by its new name what comes a day later', async () => {
    await rename();
    await tick(25 * 60);
    serve(5);
    await tick();
    expect(box.accepted.at(-1)?.key).toBe('new tag:blog.example,2026://1.77-comment:5');
  });

  test('keeps its edge, its failing and its schedule', async () => {
    for (const shard of [before, after]) shard.pages.set(URL, { status: 410 });
    await tick();
    const [then] = await before.ask((poller, now) => poller.feedStatuses(['old'], now));
    await rename();
    const [status] = await after.ask((poller, now) => poller.feedStatuses(['new'], now));
    expect(status).toMatchObject({
      state: 'failing',
      since: then?.since,
      reason: then?.reason,
      lastPoll: then?.lastPoll,
    });
    expect((status?.next ?? 0) - after.now()).toBeGreaterThan(20 * 60 * MINUTE);
    serve(4);
    for (let day = 0; day < 2 * 288; day++) await after.tick({ names: ['new'] });
    expect(notices()).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
  });

  test('has what an Outbox is owed of its old name offered from there', async () => {
    isRefusing = true;
    serve(5);
    await tick();
    isRefusing = false;
    await rename();
    serve(6);
    await tick();
    expect(news().toSorted()).toEqual(['created 4', 'created 5', 'created 6']);
  });

  test('and back again at once, goes on where it was', async () => {
    await rename();
    serve(5);
    await tick();
    await rename(6, after, before, ['new', 'old']);
    serve(6);
    await tick();
    await tick();
    expect(news()).toEqual(['created 4', 'created 5', 'created 6']);
    expect(notices()).toEqual(['feed.watching']);
  });

  test('to a name in the same shard keeps its memory as well', async () => {
    await rename(6, before, before);
    serve(5);
    await before.tick({ names: ['new'] });
    expect(news()).toEqual(['created 4', 'created 5']);
    expect(notices()).toEqual(['feed.watching']);
  });

  test('to the name of a feed that is watched changes nothing there', async () => {
    await env.CONFIG.put('feed:new', VALUE);
    await tick();
    const [row] = await after.sql<{ head: string }>("SELECT head FROM feed WHERE name = 'new'");
    const copy = await before.ask((poller) => poller.copyFeed('old'));
    expect(await after.ask((poller, now) => poller.adoptFeed('new', copy ?? { document: '' }, now))).toBe(false);
    expect(await after.sql("SELECT head FROM feed WHERE name = 'new'")).toEqual([row]);
  });

  test('to a name whose memory was reset keeps its own', async () => {
    await after.ask((poller, now) => poller.resetFeed('new', now));
    await rename();
    serve(5);
    await tick();
    expect([news(), notices()]).toEqual([['created 4', 'created 5'], ['feed.watching']]);
  });

  test('of which nothing is remembered has nothing to take along', async () => {
    expect(await before.ask((poller) => poller.copyFeed('nobody'))).toBeNull();
  });
});

describe('a rename that is cut off', () => {
  test.each([0, 1, 2, 3, 4, 5])(
    'after step %i loses nothing and tells nothing twice, also once it is repeated',
    async (count) => {
      await rename(count);
      serve(5);
      await tick();
      serve(6);
      await tick();
      expect(news()).toEqual(['created 4', 'created 5', 'created 6']);
      await rename();
      serve(7);
      await tick();
      await tick();
      expect(news()).toEqual(['created 4', 'created 5', 'created 6', 'created 7']);
      expect(notices()).toEqual(['feed.watching']);
    },
  );

  test('before CONFIG has the new name has that polled by nobody, also where CONFIG cannot be listed', async () => {
    await rename(2);
    await after.tick({ names: null });
    await after.tick({ names: null });
    expect(after.requests).toEqual([]);
  });

  test('anywhere in the object that takes over does neither', async () => {
    for (let most = 0; most < 6; most++) {
      await begin();
      await after.tick({ names: [], minutes: 0 });
      after.process.revive();
      after.process.dieAfter(most);
      await rename().catch(() => {});
      after.process.revive();
      after.restart();
      serve(5);
      await tick();
      await rename();
      serve(6);
      await tick();
      await tick();
      expect([most, news()]).toEqual([most, ['created 4', 'created 5', 'created 6']]);
      expect(notices()).toEqual(['feed.watching']);
    }
  });

  test('loses and repeats nothing of a poll that was cut off right before it, between its offer and its document', async () => {
    serve(5);
    for (let most = 0; news().length < 2; most++) {
      before.process.revive();
      before.process.dieAfter(most);
      before.restart();
      await before.tick({ names: ['old'], minutes: 0 }).catch(() => {});
    }
    before.process.revive();
    before.restart();
    await rename();
    serve(6);
    await tick();
    expect(news()).toEqual(['created 4', 'created 5', 'created 6']);
  });
});
