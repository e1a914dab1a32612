import { describe, expect, test } from 'vitest';
import type { PagesEnd } from '../../worker/rules/watch.ts';
import { comment, DAY, olderPages, page, PolledFeed, timeOf } from '../support/watch.ts';

/** A feed of comments 1 to 30, ten shown, whose look-back of today is done. */
function ten(): PolledFeed {
  const feed = PolledFeed.of(page(30, 21));
  feed.poll(page(30, 21), { older: olderPages(30) });
  return feed;
}

/** It goes on without what came meanwhile. */
function resume(feed: PolledFeed): PolledFeed {
  feed.watch = { ...feed.watch, skips: true };
  return feed;
}

const untimed = (n: number): { time: null; number: number } => ({ time: null, number: n });

/** Comments on page 2 that came after the baseline. */
const newerBelow = (number: number) => (number === 2 ? page(40, 35) : []);

/** Causes of what a poll holds, each once. */
function causes({ plan }: ReturnType<PolledFeed['poll']>): readonly (string | undefined)[] {
  if (plan.kind === 'failed') return [];
  return [...new Set(plan.offers.flatMap(({ hold, cause }) => (hold === null ? [] : [cause])))];
}

describe('resumed without delivery', () => {
  test('holds all that is unknown in the first whole answer, and tells what comes then', () => {
    const feed = resume(ten());
    const polled = feed.poll(page(33, 24));
    expect(polled).toMatchObject({ told: [], held: [31, 32, 33] });
    expect(causes(polled)).toEqual(['paused']);
    expect(feed.poll(page(35, 26))).toMatchObject({ told: [34, 35], held: [] });
  });

  test('tells what comes though nothing had come meanwhile', () => {
    const feed = resume(ten());
    feed.pollAgain();
    expect(feed.poll(page(31, 22)).told).toEqual([31]);
  });

  test('reads no older pages then, tells no gap, and the look-back finds nothing new behind it', () => {
    const feed = resume(ten());
    expect(feed.poll(page(75, 66), { older: olderPages(75) })).toMatchObject({ told: [], asked: [], gap: null });
    feed.now += DAY;
    expect(feed.poll(page(76, 67), { older: olderPages(76), at: feed.now })).toMatchObject({ told: [76] });
  });

  test('forgets the hole that was open where something came: what it hides is not to be sent', () => {
    const older = (number: number) => page(60 - (number - 1) * 10, 51 - (number - 1) * 10, untimed);
    const feed = PolledFeed.of(page(30, 21, untimed));
    feed.poll(page(30, 21, untimed), { older: (number) => older(number + 3) });
    feed.poll(page(55, 46, untimed), { older: (): PagesEnd => 'failed' });
    expect(feed.watch.hole).not.toBeNull();
    resume(feed).poll(page(60, 51, untimed), { older });
    expect(feed.pollAgain({ older })).toMatchObject({ told: [], gap: null });
  });

  test('goes on with the hole that was open where nothing came: what it hides came before', () => {
    const feed = ten();
    feed.poll(page(55, 46), { older: (): PagesEnd => 'failed' });
    resume(feed).pollAgain();
    expect(feed.pollAgain({ older: olderPages(55) }).told).toHaveLength(15);
  });

  test('of a cut answer holds what is whole in it, and the next whole one as well', () => {
    const feed = resume(ten());
    expect(feed.poll(page(31, 28), { kind: 'cut' })).toMatchObject({ told: [], held: [31] });
    expect(feed.poll(page(33, 24))).toMatchObject({ told: [], held: [32, 33] });
    expect(feed.poll(page(34, 25)).told).toEqual([34]);
  });

  test('in a feed that is out of order holds what lies behind page 1 by its time', () => {
    const mixed = [21, 29, 22, 28, 23, 27, 24, 26, 25, 30].map((n) => comment(n));
    const feed = PolledFeed.of(mixed);
    feed.poll(mixed, { older: olderPages(30) });
    expect(feed.watch.outOfOrder).toBe(true);
    resume(feed).poll(mixed, { at: timeOf(60) });
    feed.now += DAY;
    expect(feed.poll(mixed, { older: newerBelow, at: feed.now })).toMatchObject({ told: [] });
  });

  test('whose first poll was cut off between its steps holds what came since', () => {
    const feed = new PolledFeed();
    feed.poll(page(10, 1), { crash: true });
    expect(feed.watch.begun).not.toBeNull();
    const polled = resume(feed).poll(page(12, 3));
    expect(polled.told).toEqual([]);
    expect(causes(polled)).toEqual(['first poll', 'paused']);
    expect(feed.poll(page(13, 4)).told).toEqual([13]);
  });
});

describe('the cause of holding a comment', () => {
  test('is the first poll', () => {
    expect(causes(new PolledFeed().poll(page(10, 1)))).toEqual(['first poll']);
  });

  test('is that it is below the edge', () => {
    const feed = PolledFeed.of(page(30, 11));
    expect(causes(feed.poll(page(30, 5)))).toEqual(['below the edge']);
  });

  test('is another address, also where nothing is known there', () => {
    expect(causes(ten().poll([comment(60), ...page(30, 16)], { url: 'blog/all' }))).toEqual(['another address']);
    expect(causes(ten().poll(page(90, 81), { url: 'elsewhere/feed' }))).toEqual(['another address']);
  });

  test('is an import', () => {
    const feed = PolledFeed.of([]);
    feed.poll([], { at: timeOf(0) + 900 * DAY });
    const polled = feed.poll(page(40, 1), { at: timeOf(0) + 901 * DAY });
    expect(causes(polled)).toEqual(['import']);
  });
});
