import { describe, expect, test } from 'vitest';
import { freshWatch, type Watch } from '../../worker/rules/watch.ts';
import { comment, MINUTE, olderPages, page, PolledFeed, type PollOptions, START, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown. */
const ten = (): PolledFeed => PolledFeed.of(page(30, 21));

/** It knew IDs, fingerprints and texts of comments 1 to 30. */
function migrated(since: number | null): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  const known = feed.watch.remembered.map((one) => ({
    ...one,
    author: null,
    time: null,
    key: null,
    held: false,
    shown: false,
  }));
  const watch: Watch = { ...freshWatch('config'), since, largest: 10, migrated: true, remembered: known };
  feed.watch = watch;
  return feed;
}

const knownAndOld = (number: number) => (number === 2 ? [...page(35, 26), comment(5)] : []);

describe('a document of version 1', () => {
  test.each([START, null])(
    'tells what stands above its oldest known one, holds the rest, and keeps its keys (since %s)',
    (since) => {
      const feed = migrated(since);
      expect(feed.poll(page(32, 18))).toMatchObject({ told: [31, 32], held: [18, 19, 20], edited: [] });
      expect(feed.watch).toMatchObject({
        migrated: false,
        direction: 'newest-first',
        edge: { time: timeOf(18), by: 'feed i18' },
      });
      expect(feed.watch.remembered.every(({ key, id }) => key === `feed ${id}`)).toBe(true);
      expect(feed.poll(page(33, 19)).told).toEqual([33]);
    },
  );

  test('reads older pages after a burst, and ignores what is old there', () => {
    const feed = migrated(START);
    expect(feed.poll(page(45, 36), { older: knownAndOld })).toMatchObject({
      told: [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45],
      held: [],
    });
  });

  test('keeps the key of a comment whose ID turns out to be shared', () => {
    const feed = migrated(START);
    const reply = comment(31, { id: 'i30' });
    expect(feed.poll([reply, ...page(30, 22)]).keys).toEqual([`feed i30 author 31 ${timeOf(31)}`]);
    expect(feed.watch.remembered.find(({ author }) => author === 'author 30')?.key).toBe('feed i30');
  });

  test('tells an edit', () => {
    expect(migrated(START).poll(page(30, 21, (n) => (n === 25 ? { content: 'edited' } : {}))).edited).toEqual([25]);
  });

  test('whose `url` has changed is one of another address', () => {
    expect(migrated(START).poll(page(32, 13), { source: 'changed' }).asked).toEqual([]);
  });
});

describe('to be written', () => {
  test('at once: news, an edit, a hole, that something vanished', () => {
    const feed = ten();
    feed.poll(page(30, 21));
    expect(feed.poll(page(31, 22)).plan).toMatchObject({ write: 'now', learned: true });
    expect(feed.poll(page(31, 22).filter(({ id }) => id !== 'i28')).plan).toMatchObject({
      write: 'now',
      learned: false,
    });
  });

  test('at once also where one that was known before stands in its place', () => {
    const feed = ten();
    feed.poll(page(31, 22));
    const shown = page(31, 21).filter(({ id }) => id !== 'i28');
    expect(feed.poll(shown).plan).toMatchObject({ write: 'now', learned: false });
  });

  test('not at once: another order of a feed that is in none', () => {
    const votes = [25, 21, 29, 23, 30, 22, 26].map((n) => comment(n));
    const feed = PolledFeed.of(votes);
    const sorted = votes.toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0));
    feed.poll(sorted);
    expect(feed.poll(sorted.toReversed()).plan).toMatchObject({ write: 'later' });
  });

  test('hourly: names that changed, but for the ID', () => {
    const feed = ten();
    feed.poll(page(30, 21));
    expect(feed.poll(page(30, 21, () => ({ link: '/elsewhere' }))).plan).toMatchObject({
      write: 'hourly',
      learned: false,
    });
    expect(feed.poll(page(30, 21, (n) => ({ id: `x${n}`, link: '/elsewhere' }))).plan).toMatchObject({
      write: 'now',
      learned: true,
    });
  });

  test('with the next write: nothing', () => {
    const feed = ten();
    feed.poll(page(30, 21));
    expect(feed.poll(page(30, 21)).plan).toMatchObject({ write: 'later', learned: false });
  });

  test('not at once where all times are those of the request', () => {
    const feed = PolledFeed.of(page(30, 21, () => ({ time: START })));
    feed.poll(page(30, 21, () => ({ time: START + 5 * MINUTE })));
    expect(feed.poll(page(30, 21, () => ({ time: START + 10 * MINUTE }))).plan).toMatchObject({ write: 'hourly' });
  });
});

test.each<[string, (turn: number) => PollOptions]>([
  ['addresses', (turn) => ({ url: `${turn % 2 === 0 ? 'a' : 'b'}/feed` })],
  ['home pages', (turn) => ({ home: turn % 2 === 0 ? 'a' : 'b' })],
])('%s by turns are not written for that', (_what, by) => {
  const feed = PolledFeed.of(page(30, 21), by(0));
  feed.pollAgain(by(1));
  const writes = [2, 3, 4, 5].map((turn) => feed.pollAgain(by(turn)).plan).map((plan) => 'write' in plan && plan.write);
  expect(writes).toEqual(Array(4).fill('later'));
});

test('an order that is another one at every answer is not written for that', () => {
  const feed = ten();
  for (const shown of [page(21, 30), page(30, 21), page(21, 30)])
    expect(feed.poll(shown, { older: olderPages(30) }).plan).toMatchObject({ write: expect.not.stringMatching('now') });
});
