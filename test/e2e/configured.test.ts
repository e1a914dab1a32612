import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

test('a value that is written on this machine is read when it has changed, at the next tick, though no poll is due', async () => {
  await harness.destination('default');
  for (const path of ['/one', '/two']) harness.feeds.serve(path, movableType(comments(1, 2)));
  await harness.watch('blog', { url: harness.feeds.url('/one'), every: '7d' });
  // By their digests in the list CONFIG's values are known: without them this one would be read a quarter of an hour later.
  await harness.earshot.tick(harness.earshot.nextHour);
  await harness.watch('blog', { url: harness.feeds.url('/two'), every: '7d' });
  await harness.earshot.tick();
  expect([harness.feeds.statuses('/one'), harness.feeds.statuses('/two')]).toEqual([[200], [200]]);
});
