import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let scene: WorkerHarness;

beforeAll(async () => {
  scene = await WorkerHarness.open();
});
afterAll(() => scene.close());

function ids(first: number, last: number): readonly string[] {
  return comments(first, last).map(({ number }) => movableTypeId(number));
}

test('two overlapping ticks deliver each comment once', async () => {
  const receiver = await scene.destination('once');
  await scene.watch('slow', { to: 'once' });
  scene.feeds.serve('/slow', movableType(comments(1, 2)));
  await scene.earshot.tick();
  const answering = Promise.withResolvers<void>();
  scene.feeds.serve('/slow', { kind: 'feed', body: movableType(comments(1, 6)), after: answering.promise });

  const at = scene.earshot.now + 5 * 60_000;
  const ticks = [scene.earshot.tick(at), scene.earshot.tick(at), scene.earshot.tick(at + 5 * 60_000)];
  await waitFor('the second poll', () => scene.feeds.statuses('/slow').length > 1);
  answering.resolve();
  await Promise.all(ticks);

  scene.feeds.serve('/slow', movableType(comments(1, 7)));
  await scene.earshot.tick();
  expect(commentIds(await arrival(receiver, 6))).toEqual(ids(3, 7));
});

test('what is enqueued while an alarm runs is sent', async () => {
  const receiver = await scene.destination('busy');
  await scene.watch('busy', { to: 'busy' });
  scene.feeds.serve('/busy', movableType(comments(1, 2)));
  const answer = Promise.withResolvers<number>();
  receiver.replies.push(answer.promise);
  await scene.earshot.tick();
  await waitFor('an alarm that waits for its answer', () => receiver.received.length === 1);

  scene.feeds.serve('/busy', movableType(comments(1, 5)));
  await scene.earshot.tick();
  answer.resolve(204);
  expect(commentIds(await arrival(receiver, 4))).toEqual(ids(3, 5));
  expect(receiver.received).toHaveLength(4);
});
