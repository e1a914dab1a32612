import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';

/** Speed of the clock: probes after 5 s, a minute and five minutes take three seconds. */
const SPEED = '120';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open('test/e2e/stepping.ts', { SPEED, SINCE: String(Date.now()) });
});
afterAll(() => harness.close());

test('a receiver that is down for three attempts gets every message afterwards, in order, under unchanged ids', async () => {
  const receiver = await harness.destination('default');
  receiver.replies.push(503, 'reset', 500);
  harness.feeds.serve('/kites', movableType(comments(1, 6)));
  await harness.watch('kites', { backfill: 6 });
  await harness.earshot.tick();
  const messages = await arrival(receiver, 7);

  expect(commentIds(messages)).toEqual(comments(1, 6).map(({ number }) => movableTypeId(number)));
  expect(receiver.received).toHaveLength(10);
  const ids = receiver.received.map(({ id }) => id);
  // With one feed alone a probe that fails three times is the same message until then.
  expect(new Set(ids.slice(0, 4)).size).toBeLessThanOrEqual(2);
  expect(new Set(ids)).toEqual(new Set(messages.map(({ id }) => id)));
  for (const { id, body } of receiver.received) expect(JSON.parse(body).id).toBe(id);
});
