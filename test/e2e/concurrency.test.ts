import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

function ids(first: number, last: number): readonly string[] {
  return comments(first, last).map(({ number }) => movableTypeId(number));
}

test('two overlapping ticks deliver each comment once', async () => {
  const receiver = await harness.destination('once');
  await harness.watch('slow', { to: 'once' });
  harness.feeds.serve('/slow', movableType(comments(1, 2)));
  await harness.earshot.tick();
  const answering = Promise.withResolvers<void>();
  harness.feeds.serve('/slow', { kind: 'feed', body: movableType(comments(1, 6)), after: answering.promise });

  const at = harness.earshot.now + 5 * 60_000;
  const ticks = [harness.earshot.tick(at), harness.earshot.tick(at), harness.earshot.tick(at + 5 * 60_000)];
  await waitFor('the second poll', () => harness.feeds.statuses('/slow').length > 1);
  answering.resolve();
  await Promise.all(ticks);

  harness.feeds.serve('/slow', movableType(comments(1, 7)));
  await harness.earshot.tick();
  expect(commentIds(await arrival(receiver, 6))).toEqual(ids(3, 7));
});

test('what is enqueued while an alarm runs is sent', async () => {
  const receiver = await harness.destination('busy');
  await harness.watch('busy', { to: 'busy' });
  harness.feeds.serve('/busy', movableType(comments(1, 2)));
  const answer = Promise.withResolvers<number>();
  receiver.replies.push(answer.promise);
  await harness.earshot.tick();
  await waitFor('an alarm that waits for its answer', () => receiver.received.length === 1);

  harness.feeds.serve('/busy', movableType(comments(1, 5)));
  await harness.earshot.tick();
  answer.resolve(204);
  expect(commentIds(await arrival(receiver, 4))).toEqual(ids(3, 5));
  expect(receiver.received).toHaveLength(4);
});
