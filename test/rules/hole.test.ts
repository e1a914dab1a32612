import { describe, expect, test } from 'vitest';
import type { PagesEnd, SeenPage } from '../../worker/rules/watch.ts';
import { comment, DAY, MINUTE, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown, whose look-back of today is done. */
function ten(): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  feed.poll(page(30, 21), { older: olderPages(30) });
  return feed;
}

/** Comments from one number to another. */
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

const failing = (): PagesEnd => 'failed';

const threePages = (number: number): SeenPage | PagesEnd => (number < 4 ? olderPages(75)(number) : 'failed');

/** Page 11 over again, then one that was read before. */
function readBefore(number: number): SeenPage | PagesEnd {
  return number === 11 ? olderPages(400)(11) : number === 12 ? page(310, 305) : 'failed';
}

describe('a hole', () => {
  test.each(['failed', 'limit'] as const)(
    'is left by a page that cannot be read (%s), and read at the next poll',
    (end) => {
      const feed = ten();
      const broken = feed.poll(page(55, 46), { older: () => end });
      expect(broken).toMatchObject({ told: numbers(46, 55), gap: null });
      expect(feed.watch.hole).toMatchObject({ known: 10, page: 1, lower: timeOf(30) });
      expect(feed.pollAgain({ older: olderPages(55) })).toMatchObject({
        told: numbers(31, 45),
        gap: null,
      });
      expect(feed.watch.hole).toBeNull();
    },
  );

  test('is read on where it was, also after polls in which none of its pages can be read', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: threePages, olderUrl: 'page-3' });
    const { page: last, url } = feed.watch.hole ?? {};
    for (let poll = 0; poll < 3; poll++) feed.pollAgain({ older: failing });
    expect(feed.watch.hole).toMatchObject({ page: last, url });
    expect(url).toBe('page-3');
  });

  test('is stored before its first comments are offered', () => {
    const { plan } = ten().poll(page(55, 46), { older: failing });
    expect(plan).toMatchObject({ before: { hole: { page: 1 } } });
  });

  test('is read on with the last page that was read', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: (number) => (number < 4 ? olderPages(75)(number) : 'failed') });
    expect(feed.watch.hole).toMatchObject({ page: 3 });
    expect(feed.poll(page(75, 66), { older: olderPages(75) })).toMatchObject({
      asked: [3, 4, 5],
      told: numbers(31, 45),
      gap: null,
    });
  });

  test('at its address, where each page names the next one', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: threePages, olderUrl: 'page-3' });
    expect(feed.poll(page(75, 66), { older: olderPages(75) }).askedUrl).toBe('page-3');
  });

  test('is made larger by a later burst, which is read from its top', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll(page(75, 66), { older: olderPages(75) })).toMatchObject({
      told: [...numbers(31, 45), ...numbers(56, 75)],
      asked: [2, 3, 4, 5],
      gap: null,
    });
  });

  test('is read from its new top also where nothing could be read when the burst came', () => {
    const feed = ten();
    feed.poll(page(75, 66), { older: threePages });
    feed.poll(page(95, 86), { older: failing });
    const { told } = feed.pollAgain({ older: olderPages(95) });
    expect(told).toEqual([...numbers(31, 45), ...numbers(76, 85)]);
    expect(feed.watch.hole).toBeNull();
  });

  test('holds news that is days old when it is read, and no import', () => {
    const feed = ten();
    feed.poll(page(400, 391), { older: failing });
    const told = [feed.pollAgain({ older: olderPages(400) }), feed.pollAgain({ older: olderPages(400) })];
    expect(told[0]?.told).toEqual(numbers(291, 390));
    expect(told[1]).toMatchObject({ told: numbers(201, 290), imported: null });
  });

  test.each<[string, (n: number) => { readonly time?: null }]>([
    ['none states a time', () => ({ time: null })],
    ['those of its middle state none', (n) => (n > 50 && n <= 230 ? { time: null } : {})],
  ])('is told whole where %s, and not of what was there before', (_, timing) => {
    const pages = (newest: number) => (number: number) =>
      page(newest - (number - 1) * 10, newest - (number - 1) * 10 - 9, timing);
    const feed = PolledFeed.of(page(30, 21, timing));
    feed.poll(page(31, 22, timing), { older: pages(31) });
    const told = [feed.poll(page(250, 241, timing), { older: pages(250) })];
    for (let poll = 0; poll < 2; poll++) told.push(feed.pollAgain({ older: pages(250) }));
    expect(told.flatMap((polled) => polled.told).toSorted((one, other) => one - other)).toEqual(numbers(32, 250));
    expect(feed.watch.hole).toBeNull();
  });

  test('does not count as barren what the burst pushed down', () => {
    const feed = ten();
    feed.poll(page(250, 241), { older: olderPages(250) });
    expect(feed.poll(page(260, 251), { older: olderPages(260) })).toMatchObject({ asked: numbers(2, 11), gap: null });
    expect(feed.watch.hole).not.toBeNull();
  });

  test('is closed by what is not newer than its lower end, though nothing is known there any more', () => {
    const feed = ten();
    const late = comment(900, { time: timeOf(29) + 1 });
    const older = (number: number): SeenPage | PagesEnd => (number === 2 ? [...page(45, 37), late] : 'failed');
    expect(feed.poll(page(55, 46), { older: failing })).toMatchObject({ gap: null });
    expect(feed.poll(page(55, 46), { older })).toMatchObject({ asked: [2], gap: null });
    expect(feed.watch.hole).toBeNull();
  });

  test('is closed by a page 1 that shows what was known before it', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll([...page(55, 53), ...page(32, 28)])).toMatchObject({ asked: [], gap: null });
    expect(feed.watch.hole).toBeNull();
  });

  test('is not asked for before the server wants it, nor given up meanwhile', () => {
    const feed = PolledFeed.of(page(30, 21));
    const until = feed.now + 2 * DAY;
    feed.poll(page(75, 66), { older: failing, olderUntil: until });
    expect(feed.pollAgain({ older: threePages }).asked).toEqual([]);
    expect(feed.poll(page(76, 67), { older: threePages, at: until - MINUTE })).toMatchObject({ asked: [], gap: null });
    expect(feed.poll(page(76, 67), { older: olderPages(76), at: until }).told).toContain(31);
  });

  test('is given up after a day, with the last answer before it as `since`', () => {
    const feed = ten();
    const [since, opened] = [feed.now, timeOf(55) + MINUTE];
    feed.poll(page(55, 46), { older: failing, at: opened });
    expect(feed.poll(page(55, 46), { older: failing, at: opened + DAY - 1 }).gap).toBeNull();
    expect(feed.poll(page(55, 46), { older: failing, at: opened + DAY }).gap).toEqual({ since, missed: null });
    expect(feed.watch.hole).toBeNull();
  });

  test.each([
    [8, false],
    [9, true],
  ])('is given up after ten pages in a row that show nothing unknown: with %i before, %s', (barren, isGivenUp) => {
    const feed = ten();
    feed.poll(page(400, 391), { older: olderPages(400) });
    const hole = feed.watch.hole;
    feed.watch = { ...feed.watch, hole: hole && { ...hole, barren } };
    expect(feed.pollAgain({ older: readBefore }).gap !== null).toBe(isGivenUp);
  });

  test('is given up where there are no more pages', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: failing });
    expect(feed.poll(page(55, 46), { older: () => 'none' }).gap).not.toBeNull();
  });
});
