import { describe, expect, test } from 'vitest';
import { comment, DAY, HOUR, MINUTE, NOTHING_SAID, page, PolledFeed, timeOf } from '../support/watch.ts';

/** Every name of a comment is another one: a blog that moved to another system. */
const moved = (n: number): { id: string; link: string } => ({ id: `x${n}`, link: `/new/${n}` });

const buyNow = (): { content: string } => ({ content: 'Buy now' });

/** Times have no seconds. */
const toTheMinute = (n: number): { time: number } => ({ time: Math.floor(timeOf(n) / MINUTE) * MINUTE });

const plusOne = (): { content: string; author: string } => ({ content: '+1', author: 'Ada' });

const saysNothing = (): { content: string } => ({ content: NOTHING_SAID });

/** One of many says what many say. */
const thanks = (n: number): object => (n === 32 ? { content: 'Thanks!' } : {});

const ofAda = (): { author: string; time: number; link: string } => ({
  author: 'Ada',
  time: timeOf(5),
  link: '/post',
});

describe('a known comment is found', () => {
  test.each([
    ['by its ID alone', { author: null, time: null, link: null }],
    ['by its ID, under another author', { author: 'renamed' }],
    ['by its ID, at another time', { time: timeOf(5) + HOUR }],
    ['by its ID, under another permalink', { link: '/elsewhere' }],
  ])('%s', (_how, fields) => {
    const feed = PolledFeed.of(page(8, 1));
    expect(feed.poll(page(8, 1, (n) => (n === 5 ? fields : {})))).toMatchObject({ told: [], held: [], edited: [] });
  });

  test('and keeps the key under which it was first offered', () => {
    const feed = PolledFeed.of(page(8, 1));
    feed.poll(page(9, 2));
    feed.poll(page(9, 2, moved));
    expect(feed.poll(page(9, 2, (n) => ({ ...moved(n), content: `edited ${n}` }))).keys).toContain('feed i9');
    expect(feed.watch.remembered.map(({ id }) => id)).toContain('x9');
  });
});

describe('all IDs change at once', () => {
  test.each([
    ['IDs and permalinks', moved],
    ['IDs alone', (n: number) => ({ id: `https:${n}` })],
    ['IDs, permalinks and all times by two hours', (n: number) => ({ ...moved(n), time: timeOf(n) - 2 * HOUR })],
    ['IDs, permalinks and names of authors', (n: number) => ({ ...moved(n), author: `@${n}` })],
  ])('%s: nothing is told, nothing is a gap', (_what, as) => {
    const feed = PolledFeed.of(page(18, 9));
    expect(feed.poll(page(19, 10, as))).toMatchObject({ told: [19], edited: [], gap: null });
    expect(feed.poll(page(20, 11, as))).toMatchObject({ told: [20], edited: [], gap: null });
  });

  test.each([
    ['three of five: weaker names are tried', page(8, 4), ['i8', 'i7', 'i6'], []],
    ['half of them: they are news', page(8, 5), ['i8', 'i7'], [7, 8]],
    ['one alone: it is news', page(8, 8), ['i8'], [8]],
  ])('new IDs of %s', (_how, shown, changed, told) => {
    const feed = PolledFeed.of(page(8, 1));
    const now = shown.map((one) =>
      changed.includes(one.id) ? comment(Number(one.id.slice(1)), { id: `x${one.id}` }) : one,
    );
    expect(feed.poll(now).told).toEqual(told);
  });

  test.each([
    ['more than half of the new ones are known by weaker names: a change', 3, [921, 922]],
    ['half of them are: none, and they are told', 2, [9, 10, 921, 922]],
  ])('%s', (_what, paired, told) => {
    const feed = PolledFeed.of(page(10, 1));
    const late = [922, 921].map((n) => comment(n, { time: timeOf(9) + n }));
    const { told: got } = feed.poll([comment(10, moved(10)), ...late, ...page(9, 11 - paired, moved)]);
    expect(got.toSorted((a, b) => a - b)).toEqual(told);
  });

  test.each([
    ['five', 135, undefined],
    ['seven', 147, undefined],
    ['seven, and older pages show what was there before the watch', 147, 100],
  ])('what is new beside them says nothing: %s of ten', (_many, newest, size) => {
    const feed = PolledFeed.of(page(130, 121));
    const before = newest === 135 ? 130 : 140;
    for (let n = 131; n <= before; n++) feed.poll(page(n, n - 9));
    const all = page(newest, 1, moved);
    const older = (number: number) =>
      size === undefined ? 'none' : all.slice((number - 2) * size, (number - 1) * size);
    const { told } = feed.poll(page(newest, newest - 9, moved), { older });
    expect(told).toEqual(page(before + 1, newest).map((_, at) => before + 1 + at));
  });

  test.each([
    ['of the change', 34],
    ['later, where IDs go to and fro', 36],
  ])('in the poll %s a new one that says what an old one said is new', (_when, last) => {
    const says = (n: number): object => (n === 22 || n === last ? { content: 'Thanks!' } : {});
    const feed = PolledFeed.of(page(30, 21, says));
    feed.poll(page(33, 24, says));
    for (let n = 34; n < last; n++)
      feed.poll(page(n, n - 9, (k) => ({ ...says(k), ...(n % 2 === 0 ? moved(k) : {}) })));
    expect(feed.poll(page(last, last - 9, (n) => ({ ...says(n), ...moved(n) }))).told).toEqual([last]);
  });

  test('one that is approved late then, and says what one said that had left the page, is new where times tell nothing', () => {
    const feed = PolledFeed.of(page(40, 31, (n) => ({ ...thanks(n), ...toTheMinute(n) })));
    feed.poll(page(45, 36, toTheMinute));
    const late = comment(905, { ...toTheMinute(42), author: 'other', content: 'Thanks!', id: 'x905' });
    const said = (n: number): object => ({ ...toTheMinute(n), ...moved(n) });
    expect(feed.poll([...page(45, 43, said), late, ...page(42, 37, said)]).told).toEqual([905]);
  });

  test('months later one from before it that is approved late, and says what another one said, is new', () => {
    const late = comment(905, { time: timeOf(38) + MINUTE, author: 'other', content: 'Thanks!', id: 'x905' });
    const feed = PolledFeed.of(page(30, 21));
    for (let n = 31; n <= 45; n++) feed.poll(page(n, n - 9, thanks));
    feed.poll(page(45, 36, moved));
    expect(feed.poll([...page(45, 39, moved), late, ...page(38, 37, moved)]).told).toEqual([905]);
    const older = (number: number) => (number === 2 ? page(36, 1, (n) => ({ ...thanks(n), ...moved(n) })) : 'none');
    const shown = [...page(45, 39, moved), late, ...page(38, 37, moved)];
    expect(feed.poll(shown, { at: feed.now + 2 * DAY, older }).told).toEqual([]);
  });

  test('from then on older pages know what is older than the change by author and time, what is newer by ID alone', () => {
    const feed = PolledFeed.of(page(30, 21));
    for (const top of [35, 40, 45]) feed.poll(page(top, top - 9));
    feed.poll(page(45, 36, moved));
    feed.poll(page(50, 41, moved));
    const older = (number: number) => (number === 2 ? page(55, 26, moved) : 'none');
    expect(feed.poll(page(65, 56, moved), { older }).told).toEqual([
      51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65,
    ]);
  });

  test('what is newer than the change is known by its ID alone', () => {
    const feed = PolledFeed.of(page(30, 21));
    feed.poll(page(30, 21, moved));
    feed.poll(page(31, 22, moved));
    feed.poll(page(40, 31, moved));
    feed.poll(page(48, 39, moved));
    const twin = comment(31, { id: 'twin', link: '/new/31' });
    expect(feed.poll([...page(48, 40, moved), twin], { older: () => 'none' }).told).toEqual([31]);
  });

  test('behind a burst that fills page 1: older pages tell', () => {
    const feed = PolledFeed.of(page(30, 21));
    const older = (number: number) => (number === 2 ? page(32, 23, moved) : 'none');
    expect(feed.poll(page(42, 33, moved), { older })).toMatchObject({
      told: [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42],
      gap: null,
    });
  });

  test('where times have no seconds and the newest came after the tick of the last answer that showed it', () => {
    const feed = PolledFeed.of(page(9, 8, toTheMinute));
    feed.poll(page(10, 8, toTheMinute), { at: timeOf(10) - 2 * MINUTE });
    expect(
      feed.poll(
        page(11, 9, (n) => ({ ...toTheMinute(n), id: `x${n}` })),
        { older: () => 'none' },
      ),
    ).toMatchObject({
      told: [11],
      gap: null,
    });
  });

  test('of a feed that never held more than one', () => {
    const feed = PolledFeed.of(page(1, 1));
    feed.poll(page(2, 2));
    expect(feed.poll(page(2, 2, moved))).toMatchObject({ told: [], gap: null });
    expect(feed.poll(page(3, 3, moved))).toMatchObject({ told: [3], gap: null });
  });

  test('a burst of comments that all say the same is no change', () => {
    const feed = PolledFeed.of(page(30, 21, buyNow));
    expect(feed.poll(page(40, 31, buyNow), { older: () => 'none' }).told).toHaveLength(10);
  });

  test('nor are new ones by others that say what those before them said', () => {
    const feed = PolledFeed.of([comment(2, { content: 'Great post' }), comment(1, { content: 'Thanks!' })]);
    const news = [comment(4, { content: 'Thanks!' }), comment(3, { content: 'Great post' })];
    expect(feed.poll(news, { older: () => 'none' }).told).toEqual([3, 4]);
  });

  test('and again at each answer, without times: a burst repeats nothing', () => {
    let answer = 0;
    const as = (n: number) => ({
      id: `session ${answer}, ${n}`,
      time: null,
      link: null,
      content: n < 5 ? '+1' : `text ${n}`,
    });
    const feed = PolledFeed.of(page(10, 1, as));
    for (const newest of [10, 11, 18, 18, 20]) {
      answer += 1;
      const told = page(newest, newest - 9, as).filter((_, at) => newest - at > feed.watch.remembered.length);
      expect(feed.poll(page(newest, newest - 9, as), { older: () => 'none' })).toMatchObject({
        told: told.map((_, at) => newest - at).toReversed(),
        gap: null,
      });
    }
  });

  test('nor is the next one of a feed that shows one at a time, by the same author with the same text', () => {
    const feed = PolledFeed.of(page(1, 1, plusOne));
    expect(feed.poll(page(2, 2, plusOne)).told).toEqual([2]);
  });

  test('nor are texts that say nothing', () => {
    const feed = PolledFeed.of(page(10, 1, saysNothing));
    expect(feed.poll(page(20, 11, saysNothing), { older: () => 'none' }).told).toHaveLength(10);
  });
});

describe('weaker names', () => {
  test('pair only with a remembered one that no page shows under its own ID', () => {
    const feed = PolledFeed.of([comment(5, ofAda()), comment(4)]);
    expect(feed.poll([comment(7, ofAda()), comment(6, ofAda()), comment(8), comment(5, ofAda())]).told).toEqual(
      expect.arrayContaining([6, 7, 8]),
    );
  });

  test('are each used once, and the one with the same text goes first', () => {
    const feed = PolledFeed.of(page(4, 1, ofAda));
    const polled = feed.poll(page(1, 4, (n) => ({ ...ofAda(), id: `x${n}` })));
    expect(polled).toMatchObject({ told: [], edited: [] });
    expect(feed.watch.remembered.map(({ id, key }) => [id, key])).toEqual(
      [1, 2, 3, 4].map((n) => [`x${n}`, `feed i${n}`]),
    );
  });

  test.each([
    ['full minutes', MINUTE],
    ['days', DAY],
  ])('are none where all times are %s', (_what, unit) => {
    const rounded = (n: number): object => ({
      author: 'Ada',
      link: '/post',
      time: Math.floor(timeOf(n) / unit) * unit,
    });
    const feed = PolledFeed.of(page(10, 1, rounded));
    const next = (n: number): object => ({ ...rounded(n - 10) });
    expect(feed.poll(page(20, 11, next), { older: () => 'none', at: timeOf(21) }).told).toHaveLength(10);
  });
});
