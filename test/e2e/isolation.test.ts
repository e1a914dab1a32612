import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let scene: WorkerHarness;

beforeAll(async () => {
  scene = await WorkerHarness.open();
});
afterAll(() => scene.close());

test('a feed is delivered in the very tick in which four others are broken, each in its own way', async () => {
  const receiver = await scene.destination('default');
  await scene.earshot.configure('feed:bad-config', '{"url": "https://blog.example/feed", "evry": "5m"}');
  scene.feeds.serve('/lost', movableType(comments(1, 2)));
  await scene.watch('lost', { to: 'nobody' });
  scene.feeds.serve('/down', { kind: 'status', status: 500 });
  await scene.watch('down');
  scene.feeds.serve('/hanging', { kind: 'hang' });
  await scene.watch('hanging');
  scene.feeds.serve('/well', movableType(comments(1, 3)));
  await scene.watch('well', { backfill: 3 });

  // The one that hangs holds the tick up until its deadline, which nobody waits for: it ends with the process.
  void scene.earshot.tick().catch(() => null);
  const messages = await arrival(receiver, 5);
  expect(commentIds(messages)).toEqual([1, 2, 3].map(movableTypeId));
  for (const [path, statuses] of [
    ['/hanging', [null]],
    ['/down', [500]],
    ['/lost', [200]],
  ] as const) {
    await waitFor(`the poll of ${path}`, () => scene.feeds.statuses(path).length === 1);
    expect(scene.feeds.statuses(path)).toEqual(statuses);
  }
  // The bad value and the unknown destination are said, each where a person looks for it.
  const invalid = await waitFor('the bad value', () => scene.earshot.logged('config.invalid').at(0));
  expect(invalid).toMatchObject({ key: 'feed:bad-config', field: 'evry' });
  await waitFor('the blocked Outbox', () => scene.earshot.logged('outbox.blocked').at(0));
  expect(messages.filter(({ type }) => type === 'feed.watching')).toHaveLength(1);
});
