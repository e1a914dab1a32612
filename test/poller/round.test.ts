import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import { lookBackDay } from '../../worker/rules/due.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard, urlOf } from '../support/shard.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

/** So many feeds of a shard, the first one `a00`. */
async function configure(count: number, prefix = 'a', more: object = {}): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(2, '0')}`);
  await Promise.all(names.map((name) => shard.configure(name, more)));
  for (const name of names) shard.serve(name, 2);
  return names;
}

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
      const names = await configure(50, 'a', { every });
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

/** How long a tick takes, ms. */
const timed = async () => {
  const started = Date.now();
  shard.restart();
  await shard.tick();
  return Date.now() - started;
};

describe('a feed that hung', () => {
  test('gets a third of the time when it is tried again, though the object was evicted', async () => {
    await configure(1);
    shard.parts = { deadline: 3000 };
    await timed();
    shard.pages.set(urlOf('a00'), { hangs: true });
    expect(await timed()).toBeGreaterThan(1900);
    shard.pass(60);
    let took = 0;
    const asked = shard.asked('a00');
    while (shard.asked('a00') === asked) took = await timed();
    expect(took).toBeGreaterThan(600);
    expect(took).toBeLessThan(1500);
  });

  test.each([
    ['has failed for a day', 'timeout', 25 * 60, 1900],
    ['has failed for an hour', 'timeout', 60, 600],
  ])('that %s is given its time accordingly', async (_case, trouble, minutes, least) => {
    await configure(1);
    shard.parts = { deadline: 3000 };
    await timed();
    const since = new Date(shard.now()).toISOString();
    const failing = { since, from: since, reason: 'It hung.', told: ['a00'] };
    await shard.sql(
      "UPDATE feed SET trouble = ?, head = json_set(head, '$.failing', json(?))",
      trouble,
      JSON.stringify(failing),
    );
    shard.pages.set(urlOf('a00'), { hangs: true });
    shard.pass(minutes);
    const asked = shard.asked('a00');
    let took = 0;
    for (let tick = 0; tick < 200 && shard.asked('a00') === asked; tick++) took = await timed();
    expect(took).toBeGreaterThan(least);
    expect(took).toBeLessThan(least + 900);
  });

  test('through no fault of its own gets a third and all of it by turns', async () => {
    await configure(1);
    shard.parts = { deadline: 900, seen: kvWith({ get: () => new Promise(() => {}) }) };
    const times: number[] = [];
    for (let tick = 0; tick < 4; tick++) times.push(await timed());
    expect(times.map((time) => (time < 600 ? 'a third' : 'all'))).toEqual(['all', 'a third', 'all', 'a third']);
  });

  test('gets all of it again once it has answered', async () => {
    await configure(1);
    await shard.tick();
    await shard.sql("UPDATE feed SET trouble = 'timeout'");
    await shard.tick();
    expect(await shard.sql('SELECT trouble FROM feed')).toEqual([{ trouble: null }]);
  });

  test('is polled after those that answer', async () => {
    await configure(30);
    const good = await configure(6, 'z');
    await shard.tick();
    await shard.sql("UPDATE feed SET trouble = 'timeout' WHERE name < 'z'");
    const before = shard.requests.length;
    await shard.tick();
    expect(
      shard.requests
        .slice(before, before + 6)
        .map(({ url }) => url)
        .toSorted(),
    ).toEqual(good.map(urlOf));
  });
});

test('a tick whose feeds hang begins no polls after eight deadlines, and the next one begins with what was left', async () => {
  await configure(90);
  await shard.tick();
  for (let at = 0; at < 90; at++) shard.pages.set(urlOf(`a${String(at).padStart(2, '0')}`), { hangs: true });
  shard.parts = { deadline: 150 };
  const before = shard.requests.length;
  const started = Date.now();
  await shard.tick();
  expect(Date.now() - started).toBeLessThan(9.5 * 150);
  const first = new Set(shard.requests.slice(before).map(({ url }) => url));
  expect(first.size).toBeLessThan(90);
  shard.restart();
  await shard.tick();
  const next = shard.requests.slice(before + first.size).map(({ url }) => url);
  expect(next.slice(0, 90 - first.size).filter((url) => first.has(url))).toEqual([]);
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
