import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard } from '../support/shard.ts';
import { stopClock } from '../support/stopped-clock.ts';

const BODY = movableType(comments(1, 2));

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const urlAt = (origin: string, name: string) => `${origin}/${name}.atom`;

/** Puts so many feeds at the origin into CONFIG, each with comments; gives their URLs. */
async function configureAt(origin: string, names: string): Promise<readonly string[]> {
  for (const name of names) {
    await shard.configure(name, { url: urlAt(origin, name) });
    shard.pages.set(urlAt(origin, name), { body: BODY });
  }
  return Array.from(names, (name) => urlAt(origin, name));
}

/** Lets each answer take a turn of the event loop, and counts how many are waited for at once of each origin, at most. */
function countAtOnce(): ReadonlyMap<string, number> {
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  const { fetchFeed } = shard.deps();
  shard.parts = {
    fetchFeed: async (request) => {
      const { origin } = new URL(request.url);
      const count = (running.get(origin) ?? 0) + 1;
      running.set(origin, count);
      most.set(origin, Math.max(most.get(origin) ?? 0, count));
      await scheduler.wait(1);
      running.set(origin, count - 1);
      return fetchFeed(request);
    },
  };
  return most;
}

const askedSince = (before: number) => shard.requests.slice(before).map(({ url }) => url);

describe('a host', () => {
  test('is asked by one feed at a time, name and port, while others are', async () => {
    await configureAt('https://one.example', 'abcde');
    await configureAt('https://one.example:8443', 'fg');
    await configureAt('https://two.example', 'hi');
    const most = countAtOnce();
    let together = 0;
    let running = 0;
    const counted = shard.parts.fetchFeed;
    shard.parts = {
      fetchFeed: async (request) => {
        together = Math.max(together, ++running);
        const answer = await (counted ?? shard.deps().fetchFeed)(request);
        running -= 1;
        return answer;
      },
    };
    await shard.tick();
    expect(shard.requests).toHaveLength(9);
    expect([...most.values()]).toEqual([1, 1, 1]);
    expect(together).toBe(3);
  });

  test('that timed out is asked no more in that tick, nor counts that against its other feeds, which go first in the next', async () => {
    await configureAt('https://slow.example', 'abc');
    const [good = ''] = await configureAt('https://good.example', 'z');
    await shard.tick();
    stopClock();
    for (const name of 'abc') shard.pages.set(urlAt('https://slow.example', name), { hangs: true });
    let before = shard.requests.length;
    await shard.tick();
    const [first = '', ...rest] = askedSince(before).filter((url) => url !== good);
    expect(rest).toEqual([]);
    expect(askedSince(before)).toContain(good);
    const troubled = await shard.sql<{ name: string }>('SELECT name FROM feed WHERE trouble IS NOT NULL');
    expect(troubled).toEqual([{ name: /(\w)\.atom$/.exec(first)?.[1] }]);
    const queued = await shard.sql<{ count: number }>('SELECT count(*) AS count FROM feed WHERE queued_since NOT NULL');
    expect(queued).toEqual([{ count: 2 }]);
    shard.restart();
    for (const name of 'abc') shard.pages.set(urlAt('https://slow.example', name), { body: BODY });
    before = shard.requests.length;
    await shard.tick();
    // The one that timed out waits ten minutes.
    expect(askedSince(before)).toHaveLength(3);
    expect(askedSince(before)[0]).toMatch(/^https:\/\/slow\.example/);
  });

  test('whose feed was found at another host is that other one', async () => {
    await configureAt('https://posts.example', 'a');
    await configureAt('https://comments.example', 'b');
    const found = urlAt('https://comments.example', 'a');
    shard.pages.set(urlAt('https://posts.example', 'a'), {
      body: `<html><head><link rel="alternate" type="application/atom+xml" title="Comments" href="${found}"></head></html>`,
    });
    shard.pages.set(found, { body: BODY });
    await shard.tick();
    const most = countAtOnce();
    await shard.tick();
    expect(shard.requests.at(-1)?.url).toMatch(/^https:\/\/comments\.example/);
    expect([...most]).toEqual([['https://comments.example', 1]]);
  });
});

test.each([
  ['https://blog.example', 'https://BLOG.Example'],
  ['https://blog.example', 'https://blog.example:443'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['http://[2606:4700::1111]:8080', 'http://[2606:4700:0:0:0:0:0:1111]:8080'],
])('%s and %s are one host', async (one, other) => {
  await configureAt(one, 'ab');
  await configureAt(other, 'cd');
  let [running, together] = [0, 0];
  const { fetchFeed } = shard.deps();
  shard.parts = {
    fetchFeed: async (request) => {
      together = Math.max(together, ++running);
      await scheduler.wait(1);
      running -= 1;
      return fetchFeed(request);
    },
  };
  await shard.tick();
  expect([shard.requests.length, together]).toEqual([4, 1]);
});

test('feeds of one host do not take the connections of others while they wait for it', async () => {
  stopClock((waiting) => waiting === 2);
  await configureAt('https://slow.example', 'abcdefgh');
  await configureAt('https://good.example', 'z');
  await shard.tick();
  for (const name of 'abcdefgh') shard.pages.set(urlAt('https://slow.example', name), { hangs: true });
  shard.pages.set(urlAt('https://good.example', 'z'), { hangs: true });
  const before = shard.requests.length;
  // Unless both are asked at the same time, no time goes by.
  await shard.tick();
  expect(askedSince(before)).toHaveLength(2);
});
