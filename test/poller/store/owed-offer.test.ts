import { describe, expect, test } from 'vitest';
import type { Offer } from '../../../worker/rpc/offer.ts';
import { readOffer } from '../../../worker/poller/store/owed-offer.ts';
import { created, updated } from '../../support/outbox.ts';

describe('an offer that is owed is read back', () => {
  test.each<Offer>([
    created('a'),
    { ...updated('a', 'c2'), post: 'blog.example/1', parent: 'b' },
    {
      key: 'gap',
      feed: 'blog',
      content: null,
      hold: null,
      event: {
        type: 'feed.gap',
        timestamp: '2040-01-01T00:00:00.000Z',
        data: { feed: { name: 'blog', title: null, homePage: null }, since: '2040-01-01T00:00:00.000Z', missed: null },
      },
    },
  ])('as it was written: $event.type', (offer) => {
    expect(readOffer(JSON.stringify(offer))).toEqual(offer);
    const { event, ...others } = offer;
    expect(readOffer(JSON.stringify({ ...others, happening: event }))).toEqual(offer);
  });

  test.each(['', '{}', '[]', JSON.stringify({ ...created('a'), event: { type: 'comment.created' } })])(
    'or is none: %s',
    (text) => {
      expect(readOffer(text)).toBeNull();
    },
  );
});
