import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { arrival, commentIds, Scene } from '../support/scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
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

  // The one that hangs holds the tick up until its deadline: the message does not wait for that.
  const ticked = scene.earshot.tick();
  const messages = await arrival(receiver, 4);
  expect(commentIds(messages.filter(({ data }) => 'feed' in data && data.feed.name === 'well'))).toEqual(
    [1, 2, 3].map(movableTypeId),
  );
  await ticked;
  expect(scene.feeds.statuses('/hanging')).toEqual([null]);
  expect(scene.feeds.statuses('/down')).toEqual([500]);
  expect(scene.feeds.statuses('/lost')).toEqual([200]);
});
