import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, DAY, HOUR, OK, OutboxHarness } from '../support/outbox.ts';

const OTHERS: Partial<Dependencies> = {
  destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
};

test.each([
  [429, '86400', 6],
  [503, '86400', 6],
  [429, '3600', 7],
])('%i with Retry-After %s, again and again, is told after %i h, once, and its end', async (status, after, hours) => {
  const harness = await OutboxHarness.open(`slow-${status}-${after}`, {}, OTHERS);
  const start = harness.now;
  let slow = true;
  harness.answer = () => (slow ? answered(status, after) : OK);
  await harness.enqueue(created('a'), created('b', 'other'));
  await harness.pass(3 * DAY);
  const ours = () => harness.offered.map(({ event }) => event);
  expect(ours()).toMatchObject([{ type: 'destination.failing', data: { reason: `HTTP ${status}`, waiting: 2 } }]);
  expect(Date.parse(ours()[0]?.timestamp ?? '')).toBe(start + hours * HOUR);
  slow = false;
  await harness.pass(2 * DAY);
  const [failing, recovered, ...more] = ours();
  expect(recovered).toMatchObject({ type: 'destination.recovered' });
  expect(recovered?.data).toMatchObject({ since: failing?.data && 'since' in failing.data && failing.data.since });
  expect(more).toEqual([]);
});

test('one that asked for a day and then took it all is told of to nobody', async () => {
  const harness = await OutboxHarness.open('slow-passed', {}, OTHERS);
  harness.answer = () => (harness.posts.length === 1 ? answered(429, '18000') : OK);
  await harness.enqueue(created('a'));
  await harness.pass(DAY);
  await harness.enqueue(created('b'));
  await harness.pass(DAY);
  expect(harness.offered).toEqual([]);
});
