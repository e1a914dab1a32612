import { describe, expect, test } from 'vitest';
import { CHILDREN, isChildDue, nextChildPoll, quietSince, reducedToEdge, retiring } from '../../worker/rules/follow.ts';
import type { PollTiming } from '../../worker/rules/schedule.ts';
import { freshWatch, type RememberedComment } from '../../worker/rules/watch.ts';

const [MINUTE, HOUR, DAY] = [60_000, 60 * 60_000, 24 * 60 * 60_000];
const NOW = Date.parse('2026-11-02T00:00:00Z');

const usual: PollTiming = { every: null, maxAge: 5, lastNews: NOW, failingSince: null, notBefore: null };
const read = { count: 3, isListed: true, movedAt: null, polledAt: NOW - DAY };
type Facts = Parameters<typeof isChildDue>[1];

/** Ticks of a day at which the child is due, each polled one noted where `isNoted`. */
function dueIn(facts: Facts, timing = usual): number {
  let count = 0;
  for (let now = NOW + 5 * MINUTE; now <= NOW + DAY; now += 5 * MINUTE) {
    if (isChildDue('blog https://blog.example/kites/feed/', facts, timing, null, now)) count += 1;
  }
  return count;
}

const post = (at: number) => ({ madeAt: at, lastNews: null, movedAt: null, retiredAt: null });

const comment = (time: number): RememberedComment => ({
  id: `${time}`,
  fingerprint: null,
  author: null,
  time,
  content: null,
  key: `${time}`,
  held: false,
  shown: true,
  restless: null,
});

describe('the comments on a post', () => {
  test.each<[string, Facts, number, number]>([
    ['whose count stands still are asked for once a day', read, 1, 1],
    ['whose count is not known, like any feed', { ...read, count: null }, 24, 288],
    ['that left the feed of posts, like any feed', { ...read, isListed: false }, 24, 288],
    ['of which none was read yet, at once', { ...read, polledAt: null }, 288, 288],
    ['of which there are none, once a day, for some count nothing', { ...read, count: 0, polledAt: null }, 1, 1],
    ['of which none was there and one is now, at once', { ...read, polledAt: null, movedAt: NOW }, 288, 288],
    ['whose count has moved since, at once', { ...read, movedAt: NOW }, 288, 288],
    ['whose count moved right before, for two hours', { ...read, movedAt: NOW, polledAt: NOW }, 23, 25],
  ])('%s', (_, facts, least, most) => {
    const count = dueIn(facts);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
  });

  test('are not asked for before their server allows it, though the count has moved', () => {
    const waiting = { ...usual, notBefore: NOW + HOUR };
    const facts = { ...read, movedAt: NOW };
    expect(isChildDue('x', facts, waiting, null, NOW + 59 * MINUTE)).toBe(false);
    expect(isChildDue('x', facts, waiting, null, NOW + HOUR)).toBe(true);
  });

  test('that cannot be read are asked for ever more rarely, though the count has moved', () => {
    expect(dueIn({ ...read, movedAt: NOW }, { ...usual, failingSince: NOW })).toBeLessThan(12);
    expect(dueIn({ ...read, movedAt: NOW }, { ...usual, failingSince: NOW - 90 * DAY })).toBeLessThan(12);
  });

  test('that could not be read for long are asked for once the count moves, as those that have just failed', () => {
    const failing = { ...usual, failingSince: NOW - 90 * DAY };
    const due = (now: number) => isChildDue('x', { ...read, movedAt: NOW }, failing, null, now);
    expect(due(NOW)).toBe(true);
    const later = Array.from({ length: 11 }, (_, tick) => due(NOW + (tick + 1) * 5 * MINUTE));
    expect(later).toContain(true);
  });

  test('of which some are missing are asked for like any feed’s, though the count stands still', () => {
    expect(dueIn({ ...read, hasHole: true })).toBeGreaterThan(23);
  });

  const settling = { ...read, movedAt: NOW - 100 * MINUTE, polledAt: NOW - 90 * MINUTE };
  test.each<[string, Facts, Partial<PollTiming>]>([
    ['whose count stands still', read, {}],
    ['whose count is not known', { ...read, count: null }, {}],
    ['of which none was read yet', { ...read, polledAt: null }, {}],
    ['of which there are none', { ...read, count: 0, polledAt: null }, {}],
    ['whose count has moved', { ...read, movedAt: NOW }, {}],
    [
      'whose count has moved, and whose server is to be left alone',
      { ...read, movedAt: NOW },
      { notBefore: NOW + HOUR },
    ],
    ['whose count settles meanwhile', settling, { lastNews: NOW - 9 * DAY }],
    ['whose count settles before their own interval ends', settling, { every: 6 * HOUR }],
    ['that are polled once a week', settling, { every: 7 * DAY }],
    ['that cannot be read', { ...read, movedAt: NOW - HOUR }, { failingSince: NOW - 3 * DAY }],
    ['that are gone', read, { failingSince: NOW - 3 * DAY, gone: true }],
  ])('%s are said to be polled next by the tick that polls them', (_, facts, more) => {
    const timing = { ...usual, ...more };
    for (const name of ['kites', 'lids', 'swans'])
      for (const previous of [null, NOW, NOW - HOUR]) {
        const due = Array.from({ length: 8 * 288 }, (_tick, at) => NOW + (at + 1) * 5 * MINUTE).find((at) =>
          isChildDue(name, facts, timing, previous, at, facts.polledAt),
        );
        expect(nextChildPoll(name, facts, timing, previous, NOW, facts.polledAt)).toBe(due);
      }
  });
});

describe('of the posts of a site', () => {
  test('those retire that were quiet for longer than they are followed', () => {
    const [old, lively] = [post(NOW - 15 * DAY), { ...post(NOW - 90 * DAY), lastNews: NOW - 13 * DAY }];
    expect(retiring([old, lively], 14 * DAY, NOW)).toEqual({ retired: [old], revived: [], crowded: 0 });
  });

  test('the quietest retire where there are too many', () => {
    const posts = Array.from({ length: CHILDREN + 2 }, (_, at) => post(NOW - at * MINUTE));
    const { retired, crowded } = retiring(posts, 14 * DAY, NOW);
    expect(retired).toEqual(posts.slice(-2).toReversed());
    expect(crowded).toBe(2);
  });

  test('those come back that retired, but are followed for longer by now, the liveliest first, as far as there is room', () => {
    const active = Array.from({ length: CHILDREN - 1 }, () => post(NOW));
    const gone = [3, 1, 2, 20].map((days) => ({ ...post(NOW - days * DAY), retiredAt: NOW }));
    expect(retiring([...active, ...gone], 14 * DAY, NOW).revived).toEqual([gone[1]]);
    expect(retiring(gone, 14 * DAY, NOW).revived).toEqual([gone[0], gone[2], gone[1]]);
  });

  test('one whose count moved is not quiet', () => {
    expect(quietSince({ madeAt: NOW - DAY, lastNews: null, movedAt: NOW })).toBe(NOW);
  });
});

test('comments that are reduced to their edge are below it, all of them, and none is remembered', () => {
  const watch = { ...freshWatch('x'), edge: 'open' as const, remembered: [comment(NOW), comment(NOW - 1)] };
  expect(reducedToEdge(watch)).toMatchObject({ edge: { time: NOW + 1, by: null }, remembered: [] });
});

test('comments without times that are reduced to their edge stay known as far as they are shown', () => {
  const [shown, other] = [comment(0), comment(1)].map((one) => ({ ...one, time: null }));
  if (shown === undefined || other === undefined) throw new Error('there are two');
  const watch = { ...freshWatch('x'), edge: 'open' as const, remembered: [{ ...other, shown: false }, shown] };
  expect(reducedToEdge(watch)).toMatchObject({ edge: null, remembered: [shown] });
  const mixed = { ...watch, remembered: [...watch.remembered, comment(NOW)] };
  expect(reducedToEdge(mixed)).toMatchObject({ edge: { time: NOW + 1, by: null }, remembered: [shown] });
});
