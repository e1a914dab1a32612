import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { movableType, type Said } from '../support/feeds.ts';
import { emptyKv, Shard, urlOf } from '../support/shard.ts';
import { leap, stopClock } from '../support/stopped-clock.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

let shard: Shard;
/** Names of the Outboxes that refuse, and how often each was called in vain. */
let refusing: Set<string>;
let calls: Map<string, number>;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  refusing = new Set();
  calls = new Map();
  shard.parts = {
    enqueue: async (name, offers) => {
      if (!refusing.has(name)) return shard.box(name).enqueue(offers);
      calls.set(name, (calls.get(name) ?? 0) + 1);
      throw new Error('It refuses.');
    },
  };
});

/** The feed holds the ten comments up to `last`, each written a minute before it is first served. */
const times = new Map<number, number>();
function serve(last: number, name = 'blog', html?: string) {
  const said = Array.from({ length: 10 }, (_, index): Said => {
    const number = last - 9 + index;
    const at = times.get(number) ?? shard.now() - 60_000 - (last - number);
    times.set(number, at);
    return { number, from: at - number * 60_000, ...(html === undefined ? {} : { html }) };
  });
  shard.pages.set(urlOf(name), { body: movableType(said) });
}

beforeEach(() => times.clear());

/** The feed is polled hourly, `count` times, each time with a comment more, evicted in between. */
async function hours(count: number, from: number, name = 'blog'): Promise<number> {
  for (let at = 0; at < count; at++) {
    serve(from + at, name);
    if (at % 5 === 0) shard.restart();
    await shard.tick({ minutes: HOUR });
  }
  return from + count;
}

const news = (name: string) =>
  lines(shard.box(name).accepted).flatMap((line) => (/^created \d+$/.test(line) ? [Number(line.slice(8))] : []));
const notices = (name: string) => lines(shard.box(name).accepted).filter((line) => line.startsWith('feed.'));
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe('while one Outbox of two refuses for three days', () => {
  test('the window rolls on, the other one is told all at once, and it gets everything in the end, in order', async () => {
    await shard.configure('blog', { to: ['one', 'two'] });
    await hours(1, 100);
    refusing.add('two');
    for (let last = 101; last <= 172; last++) {
      await hours(1, last);
      expect(news('one').at(-1)).toBe(last);
    }
    refusing.clear();
    await hours(2, 173);
    expect(news('one')).toEqual(range(101, 174));
    expect(news('two')).toEqual(range(101, 174));
    expect(await shard.sql('SELECT * FROM owed')).toEqual([]);
  });

  test('what is owed goes before what is newer, edits in their place', async () => {
    await shard.configure('blog', { to: ['one', 'two'] });
    await hours(1, 100);
    refusing.add('two');
    await hours(1, 101);
    serve(101, 'blog', '<p>Edited</p>');
    await shard.tick();
    refusing.clear();
    serve(102, 'blog', '<p>Edited</p>');
    await shard.tick();
    const expected = ['created 101', ...range(92, 101).map((number) => `updated ${number}`), 'created 102'];
    for (const name of ['one', 'two']) expect(lines(shard.box(name).accepted).slice(11)).toEqual(expected);
  });

  test('that is told after 24 hours, by name, once, and its end once, to both', async () => {
    await shard.configure('blog', { to: ['one', 'two'] });
    await hours(1, 100);
    refusing.add('two');
    const since = new Date(shard.now()).toISOString();
    await hours(24, 101);
    expect(notices('one')).toEqual(['feed.watching']);
    await hours(48, 125);
    expect(notices('one')).toEqual(['feed.watching', 'feed.failing']);
    refusing.clear();
    await hours(3, 173);
    for (const name of ['one', 'two']) {
      expect(notices(name)).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
      const failing = shard.box(name).accepted.find(({ event }) => event.type === 'feed.failing');
      expect(failing?.event.data).toMatchObject({ since, reason: expect.stringContaining('two') });
    }
  });

  test('that is told of a feed without news, too, and the feed is no less often polled', async () => {
    await shard.configure('blog', { to: ['one', 'two'] });
    await hours(1, 100);
    refusing.add('two');
    await hours(1, 101);
    const asked = shard.asked('blog');
    for (let tick = 0; tick < 26; tick++) await shard.tick({ minutes: HOUR });
    expect(shard.asked('blog') - asked).toBe(26);
    expect(notices('one')).toEqual(['feed.watching', 'feed.failing']);
  });

  test('it is called once a tick, however many feeds it is to be told of', async () => {
    for (const name of ['blog', 'club', 'diary']) {
      await shard.configure(name, { to: ['one', 'two'] });
      serve(100, name);
    }
    await shard.tick();
    refusing.add('two');
    await hours(1, 101);
    calls.clear();
    for (let last = 102; last <= 106; last++) {
      for (const name of ['blog', 'club', 'diary']) serve(last, name);
      await shard.tick();
    }
    expect(calls.get('two')).toBe(5);
    refusing.clear();
    await shard.tick();
    for (const name of ['blog', 'club', 'diary']) {
      const its = shard.box('two').accepted.filter(({ feed, hold }) => feed === name && hold === null);
      expect(lines(its).slice(1)).toEqual(range(101, 106).map((number) => `created ${number}`));
    }
  });
});

test('an Outbox that hangs keeps a tick for a third of the deadline, once', async () => {
  stopClock();
  await shard.configure('blog', { to: ['one', 'two'] });
  await shard.configure('club', { to: ['one', 'two'] });
  serve(100);
  serve(100, 'club');
  await shard.tick();
  const deadline = 900;
  const { enqueue } = shard.parts;
  shard.parts = {
    deadline,
    enqueue: async (name, offers) => {
      if (name !== 'two' && enqueue !== undefined) return enqueue(name, offers);
      await leap();
      return new Promise(() => {});
    },
  };
  serve(101);
  await shard.tick();
  serve(102);
  serve(102, 'club');
  const started = Date.now();
  await shard.tick();
  expect(Date.now() - started).toBe(deadline / 3);
  expect(news('one')).toContain(102);
});

test('a feed that is polled rarely is not told of as failing once all that was owed is taken over', async () => {
  await shard.configure('blog', { to: ['one', 'two'], every: '7d' });
  refusing.add('two');
  serve(100);
  await shard.tick();
  await shard.tick();
  refusing.clear();
  for (let tick = 0; tick < 2 * 24; tick++) await shard.tick({ minutes: HOUR });
  expect(notices('one')).toEqual(['feed.watching']);
  expect(notices('two')).toEqual(['feed.watching']);
});

test('a notice of a feed’s own failing that is owed as well is told before its end', async () => {
  await shard.configure('blog', { to: ['one', 'two'] });
  await hours(1, 100);
  refusing.add('two');
  shard.pages.set(urlOf('blog'), { status: 410 });
  await shard.tick({ minutes: 2 * DAY });
  for (let tick = 0; tick < 2; tick++) await hours(1, 101);
  refusing.clear();
  await hours(2, 102);
  expect(notices('two')).toEqual(['feed.watching', 'feed.failing', 'feed.recovered']);
});

test('what was kept for an Outbox and cannot be read back is no reason to keep the rest', async () => {
  await shard.configure('blog', { to: ['one'] });
  await hours(1, 100);
  refusing.add('one');
  const last = await hours(3, 101);
  await shard.sql("UPDATE owed SET offer = '{' WHERE seq = 1");
  refusing.delete('one');
  await hours(1, last);
  expect(news('one')).toEqual(range(102, last));
});
