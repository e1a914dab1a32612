import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import { lookBackDay } from '../../worker/rules/schedule.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard, urlOf } from '../support/shard.ts';
import { configureMany } from './many.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const configure = (count: number, more: object = {}) => configureMany(shard, count, 'a', more);

const feedOf = (request: FeedRequest) => new URL(request.url).host.split('.')[0] ?? '';

/** A platform that allows so many requests in a tick, each poll making so many; counts the polls. */
function limited(perTick: number, perPoll: (name: string) => number) {
  const polls = new Map<string, number>();
  const tries: string[] = [];
  let left = 0;
  shard.parts = {
    fetchFeed: async (request) => {
      const name = feedOf(request);
      tries.push(name);
      const requests = perPoll(name);
      if (left < requests) {
        left = 0;
        return { ok: false, reason: 'limit', detail: '', status: null, retryAfter: null };
      }
      left -= requests;
      polls.set(name, (polls.get(name) ?? 0) + 1);
      return {
        ok: true,
        value: {
          kind: 'body',
          status: 200,
          bytes: new TextEncoder().encode(movableType(comments(1, 2))),
          cut: null,
          contentType: null,
          link: null,
          url: request.url,
          movedTo: null,
          validators: { etag: null, lastModified: null },
          maxAge: null,
        },
      };
    },
  };
  const tick = async (): Promise<readonly string[]> => {
    left = perTick;
    tries.length = 0;
    shard.restart();
    await shard.tick();
    return [...tries];
  };
  return { polls, tick };
}

describe('where the platform’s requests run out', () => {
  test.each(['5m', '15m', '1h'])(
    'all of fifty feeds (every %s) of two requests each are polled within three ticks',
    async (every) => {
      const names = await configure(50, { every });
      const { polls, tick } = limited(50, () => 2);
      for (let count = 0; count < 3; count++) await tick();
      expect(names.filter((name) => !polls.has(name))).toEqual([]);
    },
  );

  test('who was polled and who was not take turns for ever', async () => {
    const names = await configure(50);
    const { polls, tick } = limited(50, () => 2);
    for (let count = 0; count < 20; count++) await tick();
    const counts = names.map((name) => polls.get(name) ?? 0);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...counts)).toBeLessThanOrEqual(11);
  });

  test('the rest is not tried in that tick, and goes first in the next', async () => {
    const names = await configure(50);
    await shard.tick();
    const { polls, tick } = limited(50, () => 2);
    const first = await tick();
    expect(first.length).toBeLessThanOrEqual(25 + 6);
    const polled = new Set(polls.keys());
    const second = await tick();
    expect(second.slice(0, 25).filter((name) => polled.has(name))).toEqual([]);
    expect(names.filter((name) => !polls.has(name))).toEqual([]);
  });

  test('one that alone takes more than there are does not keep the others from theirs', async () => {
    const names = await configure(20);
    const { polls, tick } = limited(50, (name) => (name === 'a07' ? 60 : 2));
    for (let count = 0; count < 12; count++) await tick();
    const others = names.filter((name) => name !== 'a07').map((name) => polls.get(name) ?? 0);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(4);
  });

  test('only feeds that have to wait cost a row, and where they do not, none does', async () => {
    const names = await configure(50);
    const { tick } = limited(120, () => 2);
    await tick();
    const [rows, began] = [await shard.written(), shard.now(-5)];
    for (let count = 0; count < 5; count++) await tick();
    // A look-back is noted, once a day.
    const days = names.filter((name) => lookBackDay(name, began) !== lookBackDay(name, shard.now(-5)));
    expect(await shard.written()).toBe(rows + days.length);
  });
});

describe('the log', () => {
  const logged = vi.spyOn(console, 'log');

  const lines = () =>
    logged.mock.calls.flatMap(([line]) => {
      const facts = JSON.parse(String(line)) as Record<string, unknown>;
      return facts['event'] === 'feed.polled' || facts['event'] === 'shard.ticked' ? [facts] : [];
    });

  test('has one line for all polls of a tick that found nothing, and one each for those that did, or failed', async () => {
    await configure(10);
    await shard.tick();
    logged.mockClear();
    shard.pages.set(urlOf('a01'), { body: movableType(comments(1, 3)) });
    shard.pages.set(urlOf('a02'), { status: 500 });
    // Another body, of the same comments.
    shard.pages.set(urlOf('a03'), { body: movableType(comments(1, 2)).replace('2026-10-30', '2026-10-31') });
    await shard.tick();
    const said = lines().map(({ event, feed = '' }) => `${String(event)} ${String(feed)}`);
    expect(said.toSorted()).toEqual(['feed.polled a01', 'feed.polled a02', 'shard.ticked ']);
    expect(lines().at(-1)).toMatchObject({ polled: 10, unchanged: 8, news: 1, edits: 0, failed: 1, postponed: 0 });
  });

  test('has no line of a tick in which nothing was due', async () => {
    await shard.configure('blog', { paused: true });
    await shard.tick();
    logged.mockClear();
    await shard.tick();
    expect(lines()).toEqual([]);
  });
});
