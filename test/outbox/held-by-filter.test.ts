import { expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import { created, DAY, MINUTE, OutboxHarness, updated } from '../support/outbox.ts';
import { commentTextOf } from '../support/outbox-row.ts';

const RULE = 'exclude "casino"';

const filtered = (offer: Offer): Offer => ({ ...offer, hold: 'filtered', rule: RULE });

/** Texts of the comment that the receiver was sent, in order. */
const told = (harness: OutboxHarness) => harness.posts.map(({ body }) => commentTextOf(body));

async function open(name: string, ...offers: readonly Offer[]): Promise<OutboxHarness> {
  const harness = await OutboxHarness.open(name, { events: ['comment.*'] });
  await harness.enqueue(...offers);
  await harness.pass(MINUTE);
  return harness;
}

test('what a feed’s filter rejects stands in the log with its rule, and is not sent', async () => {
  const harness = await open('rule', filtered(created('a')), created('b'));
  await harness.pass(DAY);
  expect(harness.sent).toEqual(['b']);
  expect(await harness.rows()).toMatchObject([
    { state: 'filtered', reason: RULE },
    { state: 'delivered', reason: null },
  ]);
});

test('it can be sent by hand, and the judgement is over', async () => {
  const harness = await open('by-hand', filtered(created('a')));
  const ids = (await harness.rows()).map(({ id }) => id);
  await harness.inside((outbox) => outbox.replay({ ids }));
  await harness.pass(MINUTE);
  expect(harness.sent).toEqual(['a']);
  expect(await harness.rows()).toMatchObject([{ state: 'delivered', reason: null }]);
  // An edit that passes is offered as a comment, since the Poller does not know: it is answered with what is held.
  expect(await harness.enqueue(created('a', 'blog', 'c2'))).toEqual([{ content: 'c1' }]);
});

test('a comment that passes once it was edited is sent as one, and its next edit as an edit', async () => {
  const harness = await open('passes', filtered(created('a')), filtered(updated('a', 'c2')));
  await harness.enqueue(created('a', 'blog', 'c3'));
  await harness.pass(MINUTE);
  await harness.enqueue(updated('a', 'c4'));
  await harness.pass(MINUTE);
  expect(told(harness)).toEqual(['c3', 'c4']);
  expect((await harness.rows()).map(({ type, state }) => `${type} ${state}`)).toEqual([
    'comment.updated filtered',
    'comment.created delivered',
    'comment.updated delivered',
  ]);
});

test('an edit that is rejected changes nothing of what was told, and the next one goes', async () => {
  const harness = await open('edit', created('a'));
  await harness.enqueue(filtered(updated('a', 'c2')));
  await harness.enqueue(updated('a', 'c1'));
  await harness.pass(MINUTE);
  expect(told(harness)).toEqual(['c1']);
  await harness.enqueue(filtered(updated('a', 'c2')));
  await harness.enqueue(updated('a', 'c3'));
  await harness.pass(MINUTE);
  expect(told(harness)).toEqual(['c1', 'c3']);
});

test('another feed that shows the comment, and has no such filter, sends it', async () => {
  const harness = await open('other', filtered(created('a')), created('a', 'site'));
  await harness.pass(MINUTE);
  expect(harness.sent).toEqual(['a']);
  await harness.enqueue(filtered(created('a')));
  expect(await harness.states()).toEqual({ delivered: 1 });
});
