import { describe, expect, test } from 'vitest';
import { comment, DAY, HOUR, MINUTE, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown. */
const ten = (): PolledFeed => PolledFeed.of(page(30, 21));

/** A feed of comments 1 to 30, ten shown, for three hours. */
function quiet(first = page(30, 21)): PolledFeed {
  const feed = PolledFeed.of(first);
  feed.poll(first, { at: feed.now + 3 * HOUR });
  return feed;
}

const timeless = (n: number): { time: null; number: number } => ({ time: null, number: n });

const tenBelow = (number: number) => (number === 2 ? page(15, 6) : []);

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

  test('where most is new, in other ids and names of authors: what was told in the hour before is told by its text', () => {
    const feed = ten();
    const at = feed.now;
    const last = comment(31, { time: at + MINUTE });
    expect(feed.poll([last, ...page(30, 22)], { at: at + 2 * MINUTE }).told).toEqual([31]);
    const foreign = { id: 'x31', author: 'Somebody', link: '/new/31' };
    const since = page(39, 32, (n) => ({ id: `x${n}`, link: `/new/${n}`, time: at + DAY + n * MINUTE }));
    const polled = feed.poll([...since, { ...last, ...foreign }], { url: 'blog/new', at: at + 2 * DAY });
    expect(polled).toMatchObject({ told: [32, 33, 34, 35, 36, 37, 38, 39], held: [], edited: [] });
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

  test('that a person puts back, though nothing of it is known any more: it is read on', () => {
    const feed = PolledFeed.of(page(30, 21), { url: 'blog/mine', home: 'mine' });
    const foreign = page(35, 31, (n) => ({ id: `x${n}`, author: `@${n}`, content: `other ${n}` }));
    feed.poll(foreign, { url: 'other/site', source: 'site', home: 'other' });
    const back = page(60, 51);
    expect(feed.poll(back, { url: 'blog/mine', home: 'mine', older: () => 'none' }).told).toHaveLength(10);
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
