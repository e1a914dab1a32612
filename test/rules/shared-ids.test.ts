import { describe, expect, test } from 'vitest';
import { comment, DAY, HOUR, MINUTE, page, PolledFeed, START, timeOf } from '../support/watch.ts';

/** A comment of a thread, as PeerTube serves it: the thread's address is ID and link. */
const inThread = (thread: number, author: string, content = author) => ({
  id: `t${thread}`,
  link: `t${thread}`,
  author,
  content,
});

const oneThread = (from: number, to: number) => page(from, to, (n) => inThread(1, `P${n}`));

const shiftedBy = (shift: number) =>
  page(6, 1, (n) => ({ ...inThread(1, `P${n % 2}`, `text ${n}`), time: timeOf(n) + shift }));

const adaSays = (n: number, content: string) => comment(n, { ...inThread(1, 'Ada', content), time: null });

const othersSay = (n: number) => comment(n, { ...inThread(1, `P${n}`), time: null });

const adaAt = (n: number, time: number) => comment(n, { ...inThread(1, 'Ada', `text ${n}`), time });

const thread = (n: number, id: number, author: string) => comment(n, inThread(id, author));

describe('one ID on several comments', () => {
  test('a late reply of an old thread that stands alone is news, and so are the others', () => {
    const feed = PolledFeed.of([thread(3, 3, 'Ina'), thread(2, 2, 'Ada'), thread(1, 1, 'Mira')]);
    const { told, edited } = feed.poll([thread(5, 1, 'Oto'), thread(4, 4, 'Leo'), thread(3, 3, 'Ina')]);
    expect({ told, edited }).toEqual({ told: [4, 5], edited: [] });
    expect(feed.watch.shares).toBe(true);
  });

  test('three of one ID, then the next one at each poll', () => {
    const feed = PolledFeed.of(oneThread(3, 1));
    expect(feed.poll(oneThread(4, 2))).toMatchObject({ told: [4], edited: [] });
    expect(feed.poll(oneThread(5, 3))).toMatchObject({ told: [5], edited: [] });
  });

  test('has keys of feed, ID, author and time; what was offered before keeps its own', () => {
    const feed = PolledFeed.of([thread(1, 1, 'Ada')]);
    expect(feed.poll([thread(2, 2, 'Bob'), thread(1, 1, 'Ada')]).keys).toEqual(['feed t2']);
    expect(feed.poll([thread(3, 1, 'Cy'), thread(2, 2, 'Bob'), thread(1, 1, 'Ada')]).keys).toEqual([
      `feed t1 Cy ${timeOf(3)}`,
    ]);
    expect(feed.poll([thread(3, 1, 'Cy'), comment(2, inThread(2, 'Bob', 'edited')), thread(1, 1, 'Ada')]).keys).toEqual(
      ['feed t2'],
    );
  });

  test('also where the poll that first showed it breaks off between its offers', () => {
    const feed = PolledFeed.of([thread(1, 1, 'Ada')]);
    const key = `feed t2 Cy ${timeOf(3)}`;
    const broken = feed.poll([thread(3, 2, 'Cy'), thread(2, 2, 'Bob'), thread(1, 1, 'Ada')], { crash: true });
    expect(broken.keys).toContain(key);
    expect(feed.poll([thread(3, 2, 'Cy'), thread(1, 1, 'Ada')]).keys).toEqual([key]);
  });

  test('and also the text where two of an answer share all else', () => {
    const twins = ['one', 'two'].map((content, n) => comment(n, { ...inThread(1, 'Ada', content), time: START }));
    const feed = PolledFeed.of([]);
    expect(feed.poll(twins).keys.toSorted()).toEqual([`feed t1 Ada ${START} one`, `feed t1 Ada ${START} two`]);
    expect(feed.poll(twins.toReversed())).toMatchObject({ told: [], edited: [] });
  });

  test('one served twice is one', () => {
    const feed = PolledFeed.of([]);
    expect(feed.poll([comment(1), comment(1)]).told).toEqual([1]);
    expect(feed.watch.shares).toBe(false);
  });

  test('only another author and another time make another comment', () => {
    const feed = PolledFeed.of(page(3, 1));
    feed.poll([
      comment(3),
      comment(2, { author: 'renamed', content: 'edited' }),
      comment(1, { time: timeOf(1) + MINUTE }),
    ]);
    expect(feed.watch.shares).toBe(false);
  });

  test('all times shift by an hour: a known author with known text is the known one', () => {
    const feed = PolledFeed.of(shiftedBy(0));
    expect(feed.poll(shiftedBy(HOUR))).toMatchObject({ told: [], held: [], edited: [] });
  });

  test('an edit is one, also where its time moves with it', () => {
    const feed = PolledFeed.of([thread(2, 1, 'Bob'), thread(1, 1, 'Ada')]);
    expect(feed.poll([comment(2, inThread(1, 'Bob', 'edited')), thread(1, 1, 'Ada')])).toMatchObject({
      told: [],
      edited: [2],
    });
    const plain = PolledFeed.of(page(3, 1));
    const edited = comment(3, { content: 'edited', time: timeOf(3) + MINUTE });
    expect(plain.poll([edited, comment(2), comment(1)])).toMatchObject({ told: [], edited: [3] });
  });

  test('without times, the same author’s next comment is news where the last one has left, and an edit where it has not', () => {
    const feed = PolledFeed.of([othersSay(2), adaSays(1, 'first')]);
    feed.poll([othersSay(4), othersSay(3), othersSay(2)]);
    expect(feed.poll([adaSays(5, 'second'), othersSay(4), othersSay(3)])).toMatchObject({ told: [5], edited: [] });
    expect(feed.poll([adaSays(5, 'edited'), othersSay(4), othersSay(3)])).toMatchObject({ told: [], edited: [5] });
  });

  test('without times, an edit is one of the comment that stands here, not of one that is gone', () => {
    const feed = PolledFeed.of([othersSay(2), adaSays(1, 'first')]);
    feed.poll([adaSays(5, 'second'), othersSay(2), adaSays(1, 'first')]);
    feed.poll([othersSay(2), adaSays(1, 'first')]);
    expect(feed.poll([othersSay(2), adaSays(1, 'edited')])).toMatchObject({ edited: [1], keys: ['feed t1 Ada '] });
  });

  test('a comment dated after the poll does not take the place of its author’s last one', () => {
    const ahead = START + 2 * DAY;
    const feed = PolledFeed.of([adaAt(2, ahead), adaAt(1, START)], { at: START + DAY });
    expect(feed.poll([adaAt(3, ahead + DAY), adaAt(2, ahead), adaAt(1, START)], { at: ahead + HOUR })).toMatchObject({
      told: [3],
      edited: [],
    });
  });
});
