import { describe, expect, test } from 'vitest';
import { freshWatch, type Watch } from '../../worker/rules/watch.ts';
import { comment, DAY, HOUR, MINUTE, olderPages, page, PolledFeed, START, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown. */
const ten = (): PolledFeed => PolledFeed.of(page(30, 21));

const otherwise = (number: number) => olderPages(45)(number).map((one) => ({ ...one, content: `<p>${one.content}` }));

const oldOnes = (count: number) => page(-1000, -1000 - count + 1, (n) => ({ time: timeOf(n) }));

/** A feed of comments 1 to 30, ten shown, for three hours. */
function quiet(first = page(30, 21)): PolledFeed {
  const feed = PolledFeed.of(first);
  feed.poll(first, { at: feed.now + 3 * HOUR });
  return feed;
}

const timeless = (n: number): { time: null; number: number } => ({ time: null, number: n });

const tenBelow = (number: number) => (number === 2 ? page(15, 6) : []);

/** It knew IDs, fingerprints and texts of comments 1 to 30. */
function migrated(since: number | null): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  const known = feed.watch.known.map((one) => ({
    ...one,
    author: null,
    time: null,
    key: null,
    held: false,
    shown: false,
  }));
  const watch: Watch = { ...freshWatch('config'), since, largest: 10, migrated: true, known };
  feed.watch = watch;
  return feed;
}

const knownAndOld = (number: number) => (number === 2 ? [...page(35, 26), comment(5)] : []);

describe('a first poll', () => {
  test('holds what is there and says that the watch begins', () => {
    const feed = new PolledFeed();
    const polled = feed.poll(page(30, 21));
    expect(polled).toMatchObject({ told: [], held: [21, 22, 23, 24, 25, 26, 27, 28, 29, 30], asked: [] });
    expect(polled.plan).toMatchObject({ watching: feed.now, count: 10, learned: true, write: 'now' });
    expect(feed.poll(page(30, 21)).plan).toMatchObject({ watching: null, learned: false });
  });

  test.each([
    [0, []],
    [3, [28, 29, 30]],
    [99, [21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
  ])('with a backfill of %i tells the newest ones, oldest first', (backfill, told) => {
    expect(new PolledFeed().poll(page(30, 21), { backfill }).told).toEqual(told);
    expect(new PolledFeed().poll(page(21, 30), { backfill }).told).toEqual(told);
  });

  test('that is cut is none', () => {
    const feed = new PolledFeed();
    expect(feed.poll(page(30, 28), { kind: 'cut' }).plan).toEqual({ kind: 'failed', reason: 'cut' });
    expect(feed.watch).toEqual(freshWatch('config'));
    expect(feed.poll(page(30, 21)).told).toEqual([]);
  });

  test('is begun before anything of it is offered, and offered again where it broke off, under the same keys', () => {
    const feed = new PolledFeed();
    const first = feed.poll(page(30, 21), { backfill: 2, crash: true });
    expect(feed.watch).toMatchObject({ since: null, begun: feed.now });
    const begun = feed.now;
    const second = feed.poll(page(31, 22), { backfill: 2 });
    expect(second.told).toEqual([29, 30, 31]);
    expect(second.held).toEqual([22, 23, 24, 25, 26, 27, 28]);
    expect(first.keys).toEqual(expect.arrayContaining(second.keys.filter((key) => key !== 'feed i31')));
    expect(second.plan).toMatchObject({ watching: begun });
    expect(feed.watch).toMatchObject({ since: begun, begun: null });
  });
});

describe('an answer that changes nothing', () => {
  test('holds no comment though some are known', () => {
    const feed = ten();
    const before = feed.watch;
    expect(feed.poll([]).plan).toEqual({ kind: 'failed', reason: 'empty' });
    expect(feed.watch).toBe(before);
    expect(feed.poll(page(31, 22)).told).toEqual([31]);
  });

  test('is the same as before: the time of the last whole one is renewed, and nothing has to be written', () => {
    const feed = ten();
    feed.poll(page(30, 21));
    expect(feed.pollAgain().plan).toMatchObject({ write: 'later', learned: false, offers: [] });
    expect(feed.watch.whole).toEqual({ at: feed.now, count: 10 });
  });
});

describe('a cut answer', () => {
  test('tells the comments that are whole, and leaves edge, marks and the last whole answer as they are', () => {
    const feed = ten();
    const { edge, whole, outOfOrder } = feed.watch;
    expect(feed.poll(page(33, 29), { kind: 'cut' })).toMatchObject({ told: [31, 32, 33], asked: [] });
    expect(feed.watch).toMatchObject({ edge, whole, outOfOrder });
    expect(feed.watch.known.filter(({ shown }) => shown)).toHaveLength(10);
  });

  test('with nothing known in it leaves open what lies below, for the next poll', () => {
    const feed = ten();
    expect(feed.poll(page(45, 43), { kind: 'cut' }).gap).toBeNull();
    expect(feed.poll(page(45, 36), { older: olderPages(45) })).toMatchObject({
      told: [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42],
    });
  });

  test('of another address is judged as one from there', () => {
    const feed = ten();
    feed.poll(page(30, 21), { at: feed.now + 3 * HOUR });
    const other = comment(90, { time: timeOf(29) + 1 });
    expect(feed.poll([comment(60), comment(30), other], { kind: 'cut', url: 'blog/all' })).toMatchObject({
      told: [60],
      held: [90],
    });
  });
});

describe('an edit', () => {
  test('is a known comment of page 1 with another text', () => {
    expect(ten().poll(page(30, 21, (n) => (n === 25 ? { content: 'edited' } : {}))).edited).toEqual([25]);
  });

  test('is none where only an older page has shown the comment, or shows another text', () => {
    const feed = ten();
    feed.poll(page(45, 36), { older: otherwise });
    expect(feed.watch.known.find(({ id }) => id === 'i33')?.content).toBeNull();
    const polled = feed.poll(page(36, 27));
    expect(polled).toMatchObject({ told: [], edited: [] });
    expect(feed.poll(page(36, 27, (n) => (n === 33 ? { content: 'edited' } : {}))).edited).toEqual([33]);
  });

  test('is in doubt before it is offered, and offered again where the poll broke off', () => {
    const feed = ten();
    const edited = page(30, 21, (n) => (n === 25 ? { content: 'edited' } : {}));
    expect(feed.poll(edited, { crash: true }).edited).toEqual([25]);
    expect(feed.watch.known.filter(({ content }) => content === '')).toHaveLength(1);
    expect(feed.poll(edited).edited).toEqual([25]);
    expect(feed.poll(edited).edited).toEqual([]);
  });
});

describe('an import', () => {
  test.each([
    [20, 20, 0],
    [21, 0, 21],
  ])('of %i old comments at once: %i are told, %i are held', (count, told, held) => {
    const feed = PolledFeed.of([]);
    feed.poll([comment(300)]);
    const polled = feed.poll([comment(301), comment(300), ...oldOnes(count)]);
    expect(polled.told).toHaveLength(told + 1);
    expect(polled.held).toHaveLength(held);
    expect([polled.imported?.count ?? 0, polled.imported?.kept ?? 0]).toEqual([held, held]);
  });

  test('is what is older than the last whole answer by a day', () => {
    const feed = PolledFeed.of([]);
    feed.poll([comment(300)]);
    const at = feed.now;
    const dated = (ago: number) => page(-1, -21, () => ({ time: at - ago }));
    expect(feed.poll([comment(300), ...dated(DAY)]).told).toHaveLength(21);
    expect(PolledFeed.of([comment(300)], { at }).watch.whole?.at).toBe(at);
  });

  test('is held in all the polls of one look-back, and told once', () => {
    const feed = PolledFeed.of([]);
    feed.poll(page(310, 301), { older: () => 'none' });
    const pages = [oldOnes(15), page(-2000, -2009), page(-3000, -3009)];
    const at = feed.now + DAY;
    const older = (limit: number) => (number: number) =>
      number < limit ? (pages[number - 2] ?? []) : ('limit' as const);
    const [first, second, third] = [3, 4, 9].map((limit, index) =>
      feed.poll(page(310, 301), { older: older(limit), at: at + index * 5 * MINUTE }),
    );
    expect(first).toMatchObject({ imported: null });
    expect(first?.told).toHaveLength(15);
    expect(second).toMatchObject({ told: [], imported: { count: 25 } });
    expect(third).toMatchObject({ told: [], imported: null });
  });
});

test('of what is held the newest 200 are offered, and the rest are counted', () => {
  const feed = PolledFeed.of(page(1000, 701));
  expect(feed.watch.unlisted).toBe(100);
  const { held } = new PolledFeed().poll(page(1000, 701));
  expect(held).toHaveLength(200);
  expect(held[0]).toBe(801);
});

test('offers are oldest first by time, whatever the feed’s order', () => {
  const feed = PolledFeed.of(page(3, 1));
  expect(feed.poll([comment(5), comment(7), comment(3), comment(6), comment(2), comment(4), comment(1)]).told).toEqual([
    4, 5, 6, 7,
  ]);
});

describe('another address', () => {
  test('that shows more: what is dated before the last answer is held', () => {
    const polled = quiet().poll([comment(60), ...page(30, 16)], { url: 'blog/all' });
    expect(polled).toMatchObject({ told: [60], held: [16, 17, 18, 19, 20], gap: null, asked: [] });
  });

  test('tells what is dated after the last answer, or an hour before it', () => {
    const feed = ten();
    const at = feed.now;
    const dated = [
      comment(90, { time: at - HOUR + 1 }),
      comment(91, { time: at - HOUR }),
      comment(92, { time: at + MINUTE }),
    ];
    const polled = feed.poll([...dated, ...page(30, 27)], { url: 'blog/all', at: at + 5 * MINUTE });
    expect(polled).toMatchObject({ told: [90, 92], held: [91] });
  });

  test('without times tells what stands before a known one', () => {
    const feed = PolledFeed.of(page(30, 21, timeless));
    expect(feed.poll(page(32, 13, timeless), { url: 'blog/all' })).toMatchObject({ told: [31, 32] });
  });

  test('does not know late approvals: the exception does not apply', () => {
    expect(quiet(page(29, 25)).poll(page(29, 22), { url: 'blog/all' })).toMatchObject({
      told: [],
      held: [22, 23, 24],
    });
  });

  test('that shows more: what lies behind it is as old, also to the next look-back', () => {
    const feed = quiet([30, 20, 10].map((n) => comment(n)));
    feed.poll(page(30, 16), { url: 'blog/all' });
    expect(feed.watch.edge).toEqual({ time: timeOf(16), by: 'feed i16' });
    expect(feed.poll(page(30, 16), { url: 'blog/all', older: tenBelow, at: feed.now + DAY })).toMatchObject({
      told: [],
      asked: [2],
    });
  });

  test('that shows nothing which has to be held: the edge is what it was', () => {
    const feed = quiet();
    feed.poll(page(30, 24), { url: 'blog/atom' });
    expect(feed.watch.edge).toEqual({ time: timeOf(21), by: 'feed i21' });
  });

  test('and back again is none', () => {
    const feed = ten();
    feed.poll(page(31, 22), { url: 'blog/other' });
    expect(feed.poll(page(31, 22)).plan).toMatchObject({ learned: false });
    expect(feed.poll([...page(31, 22), comment(20, { time: timeOf(22) + 1 })]).told).toEqual([20]);
  });

  test('is one that is not among the last five', () => {
    const feed = ten();
    for (const name of ['a', 'b', 'c', 'd', 'e']) feed.poll(page(30, 21), { url: `blog/${name}` });
    expect(feed.watch.addresses.map(({ page: at }) => at)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `blog/${name}`),
    );
  });

  test('of another host with nothing in common: all is held, and nobody is told that a watch begins', () => {
    const feed = ten();
    feed.watch = { ...feed.watch, shares: true, outOfOrder: true };
    const foreign = page(95, 86, (n) => ({ id: `x${n}`, author: `@${n}`, content: `other ${n}` }));
    const polled = feed.poll(foreign, { url: 'other/feed' });
    expect(polled).toMatchObject({ told: [], gap: null, plan: { watching: null } });
    expect(polled.held).toHaveLength(10);
    expect(feed.watch).toMatchObject({ shares: false, outOfOrder: false, edge: { time: timeOf(86) } });
  });

  test('of the same host with nothing in common goes by dates', () => {
    const feed = quiet();
    const other = page(47, 38, (n) => ({ id: `x${n}`, author: `@${n}`, content: `other ${n}`, link: `/x${n}` }));
    expect(feed.poll(other, { url: 'blog/other' }).told).toEqual([43, 44, 45, 46, 47]);
  });

  test('that answers empty once and then with forty: they are held', () => {
    const feed = ten();
    expect(feed.poll([], { url: 'blog/all' }).plan).toEqual({ kind: 'failed', reason: 'empty' });
    expect(feed.poll(page(30, 1), { url: 'blog/all' }).told).toEqual([]);
  });

  test('nor does it tell them where nothing was known at the old one', () => {
    const feed = PolledFeed.of([], { url: 'blog/typo', at: timeOf(50) });
    expect(feed.poll([], { url: 'blog/right' }).plan).toMatchObject({ kind: 'taken', learned: false });
    expect(feed.poll(page(40, 1), { url: 'blog/right' }).told).toEqual([]);
    expect(feed.poll(page(60, 1), { url: 'blog/right' }).told).toHaveLength(20);
  });
});

describe('the same address', () => {
  test('in the name of another home page, with nothing known: lost, and no older pages are asked for', () => {
    const feed = PolledFeed.of(page(30, 21), { home: 'home' });
    const foreign = page(95, 86, (n) => ({ id: `x${n}`, author: `@${n}`, content: `other ${n}` }));
    expect(feed.poll(foreign, { home: 'other' })).toMatchObject({
      asked: [],
      plan: { kind: 'failed', reason: 'lost' },
    });
    expect(feed.poll(page(31, 22), { home: 'home' }).told).toEqual([31]);
  });

  test('in the name of another home page, with known comments: it has moved', () => {
    const feed = PolledFeed.of(page(30, 21), { home: 'home' });
    expect(feed.poll(page(31, 22), { home: 'other' }).told).toEqual([31]);
    expect(feed.watch.home).toBe('other');
  });
});

describe('resumed without delivery', () => {
  test('what is unknown in the first whole answer is held, and what comes then is news', () => {
    const feed = ten();
    feed.watch = { ...feed.watch, skips: true };
    expect(feed.poll(page(45, 36), { older: olderPages(45) })).toMatchObject({ told: [], gap: null, asked: [] });
    expect(feed.poll(page(46, 37), { older: olderPages(46), at: feed.now + DAY })).toMatchObject({ told: [46] });
  });

  test('a first answer that is the same as before is one, too', () => {
    const feed = ten();
    feed.watch = { ...feed.watch, skips: true };
    feed.pollAgain();
    expect(feed.poll(page(31, 22)).told).toEqual([31]);
  });
});

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
      expect(feed.watch.known.every(({ key, id }) => key === `feed ${id}`)).toBe(true);
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
    expect(feed.watch.known.find(({ author }) => author === 'author 30')?.key).toBe('feed i30');
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
