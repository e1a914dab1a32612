import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

test('a feed is delivered in the very tick in which four others are broken, each in its own way', async () => {
  const receiver = await harness.destination('default');
  await harness.earshot.configure('feed:bad-config', '{"url": "https://blog.example/feed", "evry": "5m"}');
  harness.feeds.serve('/lost', movableType(comments(1, 2)));
  await harness.watch('lost', { to: 'nobody' });
  harness.feeds.serve('/down', { kind: 'status', status: 500 });
  await harness.watch('down');
  harness.feeds.serve('/hanging', { kind: 'hang' });
  await harness.watch('hanging');
  harness.feeds.serve('/well', movableType(comments(1, 3)));
  await harness.watch('well', { backfill: 3 });

  // The one that hangs holds the tick up until its deadline, which nobody waits for: it ends with the process.
  void harness.earshot.tick().catch(() => null);
  const messages = await arrival(receiver, 5);
  expect(commentIds(messages)).toEqual([1, 2, 3].map(movableTypeId));
  for (const [path, statuses] of [
    ['/hanging', [null]],
    ['/down', [500]],
    ['/lost', [200]],
  ] as const) {
    await waitFor(`the poll of ${path}`, () => harness.feeds.statuses(path).length === 1);
    expect(harness.feeds.statuses(path)).toEqual(statuses);
  }
  // The bad value and the unknown destination are said, each where a person looks for it.
  const invalid = await waitFor('the bad value', () => harness.earshot.logged('config.invalid').at(0));
  expect(invalid).toMatchObject({ key: 'feed:bad-config', field: 'evry' });
  await waitFor('the blocked Outbox', () => harness.earshot.logged('outbox.blocked').at(0));
  expect(messages.filter(({ type }) => type === 'feed.watching')).toHaveLength(1);
});
