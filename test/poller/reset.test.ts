import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, EVENING, kvWith, Shard, urlOf } from '../support/shard.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog');
});

const serve = (last: number) =>
  shard.pages.set(urlOf('blog'), { body: movableType(comments(1, last, EVENING)), etag: `"${last}"` });
const reset = () => shard.ask((poller, now) => poller.resetFeed('blog', now));
const resume = (deliver: boolean) => shard.ask((poller, now) => poller.resumeFeed('blog', deliver, now));
const state = async () => (await shard.ask((poller, now) => poller.feedStatuses(['blog'], now)))[0]?.state;
const offered = () => lines(shard.box('blog').offered.splice(0));
const told = () => lines(shard.box('blog').accepted.splice(0)).filter((line) => !line.endsWith('baseline'));

async function known(): Promise<number | null> {
  const [row] = await shard.sql<{ known: string | null }>("SELECT known FROM feed WHERE name = 'blog'");
  return row?.known == null ? null : (JSON.parse(row.known) as unknown[]).length;
}

describe('a feed that is reset', () => {
  beforeEach(async () => {
    serve(3);
    await shard.tick();
    serve(4);
    await shard.tick();
  });

  test('begins anew at the next tick: all that is there is held, and the watch is told', async () => {
    offered();
    await reset();
    expect([await state(), await env.SEEN.get('blog')]).toEqual(['new', null]);
    await shard.tick();
    expect(offered()).toEqual([
      'feed.watching',
      ...[1, 2, 3].map((number) => `created ${number} baseline`),
      'created 4 baseline',
    ]);
    serve(5);
    await shard.tick();
    expect(offered()).toEqual(['created 5']);
    expect(await env.SEEN.get('blog')).not.toBeNull();
  });

  test('does so where SEEN still answers with what it held, and where that cannot be deleted', async () => {
    const before = (await env.SEEN.get('blog')) ?? '';
    const stale = async (keys: readonly string[]) => new Map(keys.map((key) => [key, before]));
    shard.parts = { seen: kvWith({ get: stale, delete: async () => Promise.reject(new Error('429')) }) };
    await reset();
    shard.restart();
    shard.pass(15);
    offered();
    await shard.tick();
    expect(offered()[0]).toBe('feed.watching');
    // It is written over.
    expect(await env.SEEN.get('blog')).not.toBe(before);
  });

  test('does not lose what an Outbox is owed, which comes first', async () => {
    shard.parts = {
      enqueue: async () => {
        throw new Error('away');
      },
    };
    serve(5);
    await shard.tick();
    await reset();
    shard.parts = {};
    offered();
    await shard.tick();
    expect(offered().slice(0, 2)).toEqual(['created 5', 'feed.watching']);
    serve(6);
    await shard.tick();
    expect(offered()).toEqual(['created 6']);
  });

  test('is not polled before its server wants, and tells its recovery to whom its failing was told', async () => {
    shard.pages.set(urlOf('blog'), { status: 503, retryAfter: '3600' });
    await shard.tick();
    const asked = shard.asked('blog');
    await reset();
    for (let tick = 0; tick < 11; tick++) await shard.tick();
    expect(shard.asked('blog')).toBe(asked);
    shard.pages.set(urlOf('blog'), { status: 404 });
    for (let tick = 0; tick < 26 * 12; tick++) await shard.tick();
    await reset();
    offered();
    serve(5);
    await shard.tick();
    expect(offered().slice(0, 2)).toEqual(['feed.recovered', 'feed.watching']);
  });

  test('whose memory cannot be read can be polled again', async () => {
    await shard.sql("UPDATE feed SET head = '{', invalid = 'document'");
    shard.restart();
    expect(await state()).toBe('invalid');
    await reset();
    await shard.tick();
    expect(await state()).toBe('ok');
  });

  test('while it is polled is reset after that', async () => {
    serve(5);
    const gate = { isReached: false, isOpen: false };
    shard.parts = {
      enqueue: async (destination, offers) => {
        gate.isReached = true;
        while (!gate.isOpen) await scheduler.wait(0);
        return shard.box(destination).enqueue(offers);
      },
    };
    const tick = shard.tick({ minutes: 0 });
    while (!gate.isReached) await scheduler.wait(0);
    const resets = reset();
    gate.isOpen = true;
    await Promise.all([tick, resets]);
    expect([await state(), await known()]).toEqual(['new', 0]);
  });

  test.each([0, 1, 2, 3])(
    'is reset or not where the process dies after %i steps of that, and goes on',
    async (steps) => {
      shard.process.revive();
      shard.process.dieAfter(steps);
      await reset().catch(() => {});
      shard.process.revive();
      shard.restart();
      offered();
      serve(5);
      await shard.tick();
      serve(6);
      await shard.tick();
      const all = offered();
      expect(all.at(-1)).toBe('created 6');
      expect(['created 5', 'created 5 baseline']).toContain(all.at(-2));
    },
  );
});

describe('a feed that is resumed', () => {
  beforeEach(async () => {
    serve(3);
    await shard.tick();
    await shard.configure('blog', { paused: true });
    await shard.tick({ minutes: 20 });
    serve(5);
    shard.box('blog').accepted.length = 0;
  });

  test('by CONFIG alone delivers what came meanwhile', async () => {
    await shard.configure('blog');
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(told()).toEqual(['created 4', 'created 5']);
  });

  test('to deliver does so', async () => {
    await resume(true);
    await shard.configure('blog');
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(told()).toEqual(['created 4', 'created 5']);
  });

  test('not to deliver holds it, with the cause, and tells what comes then', async () => {
    await resume(false);
    shard.restart();
    await shard.configure('blog');
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(shard.box('blog').accepted.map(({ hold, cause }) => [hold, cause])).toEqual([
      ['baseline', 'paused'],
      ['baseline', 'paused'],
    ]);
    expect(told()).toEqual([]);
    serve(6);
    await shard.tick();
    expect(told()).toEqual(['created 6']);
  });

  test('not to deliver tells what comes though nothing had come meanwhile, and its server says so', async () => {
    serve(3);
    await resume(false);
    await shard.configure('blog');
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    serve(4);
    await shard.tick();
    expect(told()).toEqual(['created 4']);
  });

  test('not to deliver, and then to deliver after all, does so', async () => {
    await resume(false);
    await resume(true);
    await shard.configure('blog');
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(told()).toEqual(['created 4', 'created 5']);
  });

  test('not to deliver, in a shard that has its memory in SEEN alone, holds it as well', async () => {
    shard = new Shard();
    serve(5);
    shard.pass(30);
    await resume(false);
    await shard.configure('blog');
    await shard.tick();
    const causes = shard.box('blog').accepted.map(({ cause }) => cause);
    expect([causes, told()]).toEqual([['paused', 'paused'], []]);
  });

  test('is not, where its memory cannot be read at the moment', async () => {
    shard = new Shard();
    shard.parts = { seen: kvWith({ get: async () => Promise.reject(new Error('429')) }) };
    await expect(resume(false)).rejects.toThrow('cannot be read');
  });
});
