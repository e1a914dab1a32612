import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, DAY, HOUR, OK, Scene } from '../support/outbox.ts';

const OTHERS: Partial<Dependencies> = {
  destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
};

test.each([
  [429, '86400', 6],
  [503, '86400', 6],
  [429, '3600', 7],
])('%i with Retry-After %s, again and again, is told after %i h, once, and its end', async (status, after, hours) => {
  const scene = await Scene.open(`slow-${status}-${after}`, {}, OTHERS);
  const start = scene.now;
  let slow = true;
  scene.answer = () => (slow ? answered(status, after) : OK);
  await scene.enqueue(created('a'), created('b', 'other'));
  await scene.pass(3 * DAY);
  const ours = () => scene.offered.map(({ happening }) => happening);
  expect(ours()).toMatchObject([{ type: 'destination.failing', data: { reason: `HTTP ${status}`, waiting: 2 } }]);
  expect(Date.parse(ours()[0]?.timestamp ?? '')).toBe(start + hours * HOUR);
  slow = false;
  await scene.pass(2 * DAY);
  const [failing, recovered, ...more] = ours();
  expect(recovered).toMatchObject({ type: 'destination.recovered' });
  expect(recovered?.data).toMatchObject({ since: failing?.data && 'since' in failing.data && failing.data.since });
  expect(more).toEqual([]);
});

test('one that asked for a day and then took it all is told of to nobody', async () => {
  const scene = await Scene.open('slow-passed', {}, OTHERS);
  scene.answer = () => (scene.posts.length === 1 ? answered(429, '18000') : OK);
  await scene.enqueue(created('a'));
  await scene.pass(DAY);
  await scene.enqueue(created('b'));
  await scene.pass(DAY);
  expect(scene.offered).toEqual([]);
});
