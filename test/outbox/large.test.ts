import { expect, test, vi } from 'vitest';
import type { Event } from '../../worker/model.ts';
import type { Offer } from '../../worker/rpc/offer.ts';
import { created, MINUTE, OutboxHarness } from '../support/outbox.ts';

/** The same offer with a post whose title is so long. */
function titled(offer: Offer, length: number): Offer {
  const post = { id: null, url: null, title: 'é'.repeat(length) };
  const { event } = offer;
  return { ...offer, event: { ...event, data: { ...event.data, post } } as Event };
}

test.each([131_100, 2_000_000])(
  'a message over 256 KB is dead, and nothing else is held up by it: %i',
  async (length) => {
    const spy = vi.spyOn(console, 'log');
    const harness = await OutboxHarness.open(`large-${length}`);
    for (let again = 0; again < 2; again++) {
      await harness.enqueue(
        titled(created('a'), length),
        titled(created('c', 'blog', 'c1', 'baseline'), length),
        created('b'),
      );
    }
    await harness.pass(MINUTE);
    const logged = spy.mock.calls
      .map(([text]) => JSON.parse(String(text)))
      .filter(({ event }) => event === 'message.dead');
    spy.mockRestore();
    expect(harness.sent).toEqual(['b']);
    const reason = 'larger than 256 KB';
    const [first, second] = await harness.rows();
    expect(first).toMatchObject({ state: 'dead', reason, body: null });
    expect(second).toMatchObject({ state: 'baseline', reason, body: null });
    expect(logged).toEqual([
      { event: 'message.dead', destination: harness.name, feed: 'blog', message: first?.id, reason },
    ]);
  },
);
