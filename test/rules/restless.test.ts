import { describe, expect, test } from 'vitest';
import { NOTHING_SAID } from '../../worker/rules/names.ts';
import { comment, DAY, MINUTE, page, PolledFeed } from '../support/watch.ts';

/** A feed of three comments, the third of which says what `text` says; and what polls every five minutes told of it. */
function polls(feed: PolledFeed, texts: readonly string[]): readonly number[] {
  return texts.flatMap((content) => feed.poll([comment(3, { content }), comment(2), comment(1)]).edited);
}

const changing = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${from + at} minutes ago`);

describe('a text that changes', () => {
  test('is an edit each time, also back to what it was', () => {
    expect(polls(PolledFeed.of(page(3, 1)), ['edited', 'text 3', 'edited'])).toEqual([3, 3, 3]);
  });

  test('is one ten times a day, and only noted after that', () => {
    const feed = PolledFeed.of(page(3, 1));
    expect(polls(feed, changing(1, 10))).toHaveLength(10);
    expect(polls(feed, changing(11, 40))).toEqual([]);
    expect(feed.poll([comment(3, { content: 'last' }), comment(2), comment(1)]).plan).toMatchObject({
      write: 'hourly',
      learned: false,
    });
  });

  test('is none where the title was not read as it when it was remembered, but is from then on', () => {
    const feed = PolledFeed.of(page(3, 1, () => ({ content: NOTHING_SAID })));
    const titled = (content: string) => feed.poll(page(3, 1, () => ({ content, isTitle: true }))).edited;
    expect([titled('title'), titled('other')]).toEqual([[], [1, 2, 3]]);
    expect(feed.poll(page(3, 1, () => ({ content: NOTHING_SAID }))).edited).toEqual([1, 2, 3]);
    expect(feed.poll(page(3, 1)).edited).toEqual([1, 2, 3]);
  });

  test('is one ten times on the next day, too', () => {
    const feed = PolledFeed.of(page(3, 1));
    polls(feed, changing(1, 10));
    feed.now += DAY;
    expect(polls(feed, changing(11, 20))).toHaveLength(10);
  });

  test('is told once it stands still for a day', () => {
    const feed = PolledFeed.of(page(3, 1));
    polls(feed, changing(1, 20));
    const last = [comment(3, { content: '20 minutes ago' }), comment(2), comment(1)];
    const still = feed.now;
    expect(feed.poll(last, { at: still + DAY - MINUTE }).edited).toEqual([]);
    expect(feed.poll(last, { at: still + DAY }).edited).toEqual([3]);
    expect(feed.poll(last).edited).toEqual([]);
    expect(polls(feed, ['edited'])).toEqual([3]);
  });

  test('is nothing new where it stands still at what was told last', () => {
    const feed = PolledFeed.of(page(3, 1));
    polls(feed, [...changing(1, 15), '10 minutes ago']);
    expect(
      feed.poll([comment(3, { content: '10 minutes ago' }), comment(2), comment(1)], { at: feed.now + DAY }).edited,
    ).toEqual([]);
  });

  test('is only noted from its first change on in a feed whose texts do so for the most part', () => {
    const feed = PolledFeed.of(page(3, 1));
    for (let minute = 1; minute <= 20; minute++)
      feed.poll(page(3, 1, (n) => ({ content: `${n}, ${minute} minutes ago` })));
    feed.poll([comment(4), ...page(3, 1, (n) => ({ content: `${n}, 21 minutes ago` }))]);
    expect(feed.poll([comment(4, { content: 'a minute ago' }), ...page(3, 1)]).edited).toEqual([]);
  });
});

test('a text in doubt is an edit whatever it is, also one that was there before', () => {
  const feed = PolledFeed.of(page(3, 1));
  polls(feed, ['one']);
  feed.poll([comment(3, { content: 'two' }), comment(2), comment(1)], { crash: true });
  expect(polls(feed, ['one'])).toEqual([3]);
});
