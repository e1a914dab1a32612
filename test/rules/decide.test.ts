import { describe, expect, test } from 'vitest';
import { freshWatch } from '../../worker/rules/watch.ts';
import { comment, HOUR, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown. */
const ten = (): PolledFeed => PolledFeed.of(page(30, 21));

const otherwise = (number: number) => olderPages(45)(number).map((one) => ({ ...one, content: `<p>${one.content}` }));

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

const renamed = (n: number) => ({ id: `https://blog.example/?c=${n}` });

describe('a cut answer', () => {
  test('tells the comments that are whole, and leaves edge, marks and the last whole answer as they are', () => {
    const feed = ten();
    const { edge, whole, outOfOrder } = feed.watch;
    expect(feed.poll(page(33, 29), { kind: 'cut' })).toMatchObject({ told: [31, 32, 33], asked: [] });
    expect(feed.watch).toMatchObject({ edge, whole, outOfOrder });
    expect(feed.watch.remembered.filter(({ shown }) => shown)).toHaveLength(10);
  });

  test('with nothing known in it leaves open what lies below, for the next poll', () => {
    const feed = ten();
    expect(feed.poll(page(45, 43), { kind: 'cut' }).gap).toBeNull();
    expect(feed.poll(page(45, 36), { older: olderPages(45) })).toMatchObject({
      told: [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42],
    });
  });

  test('leaves for a whole one what may be known under another ID, and tells what is new', () => {
    const feed = ten();
    expect(feed.poll(page(30, 30, renamed), { kind: 'cut' })).toMatchObject({ told: [], held: [], edited: [] });
    expect(feed.poll(page(31, 30, renamed), { kind: 'cut' }).told).toEqual([31]);
    expect(feed.poll(page(31, 22, renamed))).toMatchObject({ told: [], held: [] });
    expect(feed.poll(page(32, 23, renamed)).told).toEqual([32]);
  });

  test('leaves nothing where another comment still has its ID: some feeds break off for ever', () => {
    const again = comment(40, { author: 'author 30', content: 'text 30', time: timeOf(30) });
    expect(ten().poll([again, comment(29), comment(28)], { kind: 'cut' }).told).toEqual([40]);
  });

  test('leaves it also where times have no seconds', () => {
    const daily = { time: Date.UTC(2026, 9, 1) };
    const feed = PolledFeed.of(page(2, 1, () => daily));
    expect(
      feed.poll(
        page(2, 2, (n) => ({ ...renamed(n), ...daily })),
        { kind: 'cut' },
      ),
    ).toMatchObject({ told: [], held: [] });
  });

  test('leaves it also where its time was not believed, for it lay after the poll', () => {
    const feed = PolledFeed.of(page(30, 21), { at: timeOf(29) });
    expect(feed.poll(page(30, 30, renamed), { at: timeOf(31), kind: 'cut' })).toMatchObject({ told: [], held: [] });
  });

  test('tells what its author has said before, at another time or in other words', () => {
    const again = comment(31, { author: 'author 30', content: 'text 30' });
    expect(ten().poll([again], { kind: 'cut' }).told).toEqual([31]);
    const atOnce = comment(31, { author: 'author 30', time: timeOf(30) });
    expect(ten().poll([atOnce], { kind: 'cut' }).told).toEqual([31]);
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
    expect(feed.watch.remembered.find(({ id }) => id === 'i33')?.content).toBeNull();
    const polled = feed.poll(page(36, 27));
    expect(polled).toMatchObject({ told: [], edited: [] });
    expect(feed.poll(page(36, 27, (n) => (n === 33 ? { content: 'edited' } : {}))).edited).toEqual([33]);
  });

  test('is in doubt before it is offered, and offered again where the poll broke off', () => {
    const feed = ten();
    const edited = page(30, 21, (n) => (n === 25 ? { content: 'edited' } : {}));
    expect(feed.poll(edited, { crash: true }).edited).toEqual([25]);
    expect(feed.watch.remembered.filter(({ content }) => content === '')).toHaveLength(1);
    expect(feed.poll(edited).edited).toEqual([25]);
    expect(feed.poll(edited).edited).toEqual([]);
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
