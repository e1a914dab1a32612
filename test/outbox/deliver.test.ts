import { expect, test } from 'vitest';
import { answered, created, MINUTE, OK, Scene } from '../support/outbox.ts';

test('what is enqueued is sent by the next alarm, in order, each once', async () => {
  const scene = await Scene.open('straight');
  await scene.enqueue(created('a'), created('b'), created('c'));
  expect(await scene.alarmIn()).toBe(0);
  await scene.pass(0);
  expect(scene.sent).toEqual(['a', 'b', 'c']);
  expect(await scene.states()).toEqual({ delivered: 3 });
});

test('a receiver that is down for three attempts gets everything, in order, under unchanged ids', async () => {
  const scene = await Scene.open('down');
  scene.answer = () => (scene.posts.length <= 3 ? answered(500) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(new Set(scene.posts.map(({ id }) => id)).size).toBe(2);
});
