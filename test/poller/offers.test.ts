import { describe, expect, test } from 'vitest';
import { bareFeed } from '../../worker/config/feed.ts';
import type { RenderedComment } from '../../worker/feed/comment/render.ts';
import type { Feed, Moderation, Post, Reference } from '../../worker/model.ts';
import type { Offer } from '../../worker/rpc/offer.ts';
import { offersOf } from '../../worker/poller/offers.ts';
import { nothingTaken } from '../../worker/rules/remember.ts';
import type { PlannedOffer } from '../../worker/rules/plan.ts';
import { freshWatch } from '../../worker/rules/watch.ts';
import type { FoundComment } from '../../worker/systems/comments.ts';

const FEED: Feed = { ...bareFeed('qq', 'https://blog.example/comments.xml'), to: ['default'] };
const POST: Post = { id: 'tag:blog.example,2007:1', url: 'https://www.blog.example/qq.php#top', title: 'QQ' };

/** Pages on which every comment here is moderated. */
const moderation = (): Moderation => ({ edit: 'https://blog.example/edit', remove: null });

function found(id: string, url: string | null, inReplyTo: Reference | null = null): FoundComment {
  const author = { name: 'Ann', url: null, avatar: null };
  const facts = {
    title: null,
    published: null,
    updated: null,
    language: null,
    truncated: false,
    moderation: null,
    original: null,
  };
  const render = (): RenderedComment => ({ id, url, author, text: 'x', html: 'x', ...facts, inReplyTo, post: POST });
  return { id, url, author: 'Ann', published: null, content: 'x', isTitle: false, render, moderation };
}

/** Offers of those comments of page 1 that have a key, in its order. */
function offers(page: readonly FoundComment[], keys: readonly (string | null)[], feed: Feed = FEED): readonly Offer[] {
  const planned = keys.flatMap((key, at): PlannedOffer[] =>
    key === null ? [] : [{ type: 'comment.created', page: 0, at, key, content: 'c', hold: null }],
  );
  const facts = { name: 'qq', title: null, homePage: null };
  return [...offersOf({ feed, facts, pages: [page], now: 0 }, { ...nothingTaken(freshWatch('x')), offers: planned })];
}

const answering = (id: string | null, url: string | null): Reference => ({ id, url, author: null });

describe('an offer names', () => {
  test('the post that its comment is on', () => {
    expect(offers([found('a', null)], ['key a'])).toMatchObject([{ post: 'blog.example/qq.php', parent: null }]);
  });

  test.each<[string, Reference, string]>([
    ['the key under which that is offered in the same poll', answering('a', null), 'shared key of a'],
    ['the same where its feed links to it alone', answering(null, 'https://blog.example/qq.php#a'), 'shared key of a'],
    [
      'the key that its ID gives, where it was offered before',
      answering('tag:blog.example,2007:9', null),
      'tag:blog.example,2007:9',
    ],
    [
      'a key of its own feed, where the ID is another host’s',
      answering('tag:other.example,2007:9', null),
      'qq tag:other.example,2007:9',
    ],
    [
      'its link as an ID, where the feed shows it no more',
      answering(null, 'https://blog.example/qq.php#9'),
      'https://blog.example/qq.php#9',
    ],
    ['the key of a known one that the page shows', answering(null, 'https://blog.example/qq.php#known'), 'qq known'],
  ])('of a comment that answers another one %s', (_what, inReplyTo, parent) => {
    const page = [
      found('b', null, inReplyTo),
      found('a', 'https://blog.example/qq.php#a'),
      found('known', 'https://blog.example/qq.php#known'),
    ];
    expect(offers(page, ['key b', 'shared key of a', null])[0]).toMatchObject({ key: 'key b', parent });
  });
});

/** The pages on which a comment with that address is moderated, as it is offered. */
const linked = (feed: Partial<Feed>, url: string | null) => {
  const [offer] = offers([found('a', url)], ['key a'], { ...FEED, ...feed });
  return offer !== undefined && 'comment' in offer.event.data ? offer.event.data.comment.moderation : undefined;
};

describe('an offer of a comment on the feed’s own host', () => {
  test.each([
    [true, 'https://blog.example/qq.php#a', true],
    [true, 'http://www.blog.example/qq.php#a', true],
    [true, 'https://other.example/qq.php#a', false],
    [true, 'https://blog.example:8443/qq.php#a', false],
    [true, 'https://blog.example.evil.example/', false],
    [true, null, false],
    [false, 'https://blog.example/qq.php#a', false],
  ])('has links to moderate it where the feed asks for them: %s, %s', (moderate, url, has) => {
    expect(linked({ moderate }, url)).toEqual(has ? { edit: 'https://blog.example/edit', remove: null } : null);
  });
});

describe('an offer bears', () => {
  const now = Date.parse('2026-11-02T10:00:00Z');
  const facts = { name: 'qq', title: null, homePage: null };

  /** Offers, and the newest comment of the notice, of one comment with these times. */
  function timed(published: string | null, updated: string | null, type: PlannedOffer['type'] = 'comment.created') {
    const one = found('a', null);
    const page = [{ ...one, render: () => ({ ...one.render(), published, updated }) }];
    const plan: PlannedOffer = { type, page: 0, at: 0, key: 'k', content: 'c', hold: null };
    const taken = { ...nothingTaken(freshWatch('x')), offers: [plan], watching: now, count: 1 };
    return [...offersOf({ feed: FEED, facts, pages: [page], now }, taken)];
  }

  const POLL = '2026-11-02T10:00:00.000Z';
  const [TODAY, NEPALS] = ['2026-11-02T09:00:00Z', '2083-07-15T04:15:00Z'];
  test.each([
    ['no time years ahead, as one of another calendar is', NEPALS, null, POLL, null, null],
    ['the last change’s in its place', NEPALS, TODAY, TODAY, null, TODAY],
    ['no such change', TODAY, NEPALS, TODAY, TODAY, null],
    [
      'what a clock that is wrong says',
      '2027-10-01T00:00:00Z',
      null,
      '2027-10-01T00:00:00Z',
      '2027-10-01T00:00:00Z',
      null,
    ],
  ])('%s', (_, published, updated, timestamp, written, changed) => {
    const comment = { published: written, updated: changed };
    expect(timed(published, updated).map(({ event }) => event)).toMatchObject([
      { timestamp: POLL, data: { newest: { comment } } },
      { timestamp, data: { comment } },
    ]);
  });

  test('the time of its poll where an edit’s is years ahead', () => {
    expect(timed(TODAY, NEPALS, 'comment.updated')[1]?.event.timestamp).toBe(POLL);
  });
});
