import { describe, expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, Scene } from '../support/outbox.ts';

test('what is enqueued is sent by the next alarm, in order, each once, and no alarm is left but the daily one', async () => {
  const scene = await Scene.open('straight');
  await scene.enqueue(created('a'), created('b'), created('c'));
  expect(await scene.alarmIn()).toBe(0);
  await scene.pass(0);
  expect(scene.sent).toEqual(['a', 'b', 'c']);
  expect(await scene.states()).toEqual({ delivered: 3 });
  expect(await scene.alarmIn()).toBe(DAY);
});

test('a message that is delivered at once is written three times: accepted, claimed, recorded', async () => {
  const scene = await Scene.open('rows');
  await scene.enqueue(created('0'));
  await scene.pass(MINUTE);
  const before = await changes(scene);
  await scene.enqueue(...keys(10).map((key) => created(key)));
  await scene.pass(MINUTE);
  // The alarm is set three times and taken once, and the state is written once.
  expect((await changes(scene)) - before).toBeLessThanOrEqual(10 * 3 + 5);
});

function changes(scene: Scene): Promise<number> {
  return scene.inside((_outbox, { storage }) => Number(storage.sql.exec('SELECT total_changes() AS n').one()['n']));
}

test('a feed with a thousand comments does not hold up another’s one', async () => {
  const scene = await Scene.open('fair');
  await scene.enqueue(...keys(1000).map((key) => created(key, 'busy')));
  await scene.enqueue(created('one', 'quiet'));
  await scene.alarm();
  expect(scene.sent.indexOf('one')).toBeLessThan(2);
  expect(scene.sent.length).toBe(40);
  await scene.pass(MINUTE);
  expect(scene.sent.filter((key) => key !== 'one')).toEqual(keys(1000));
});

test('turns are kept when the object is thrown out of memory between two sends', async () => {
  const scene = await Scene.open('turns', { pace: '1/m' });
  await scene.enqueue(...keys(3, 'a').map((key) => created(key, 'a')), ...keys(3, 'b').map((key) => created(key, 'b')));
  for (let minute = 0; minute < 6; minute++) {
    await scene.alarm();
    await scene.restart();
  }
  await scene.pass(2 * MINUTE);
  expect(scene.sent).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
});

describe('pace', () => {
  test('a burst beyond it waits', async () => {
    const scene = await Scene.open('pace', { pace: '3/m' });
    await scene.enqueue(...keys(7).map((key) => created(key)));
    await scene.pass(0);
    expect(scene.sent).toEqual(keys(3));
    expect(await scene.alarmIn()).toBe(MINUTE);
    await scene.pass(3 * MINUTE);
    expect(scene.sent).toEqual(keys(7));
    const start = scene.posts[0]?.at ?? 0;
    expect(scene.posts.map(({ at }) => (at - start) / MINUTE)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });

  test('is kept by an object that was thrown out of memory', async () => {
    const scene = await Scene.open('pace-restart', { pace: '1/h' });
    await scene.enqueue(created('a'));
    await scene.pass(0);
    await scene.restart();
    await scene.enqueue(created('b'));
    await scene.pass(HOUR - 1);
    expect(scene.sent).toEqual(['a']);
    await scene.pass(1);
    expect(scene.sent).toEqual(['a', 'b']);
  });
});

test('a destination that asks to slow down is left alone for so long', async () => {
  const scene = await Scene.open('slow');
  scene.answer = () => (scene.posts.length === 2 ? answered(429, '600') : OK);
  await scene.enqueue(created('a'), created('b'), created('c'));
  await scene.pass(10 * MINUTE - 1);
  expect(scene.sent).toEqual(['a', 'b']);
  expect(await scene.inside((outbox) => outbox.status().slow)).toEqual({ until: scene.now + 1 });
  await scene.pass(1);
  expect(scene.sent).toEqual(['a', 'b', 'b', 'c']);
});

describe('the platform’s own limit', () => {
  test('is no attempt: it goes on in the next alarm', async () => {
    const scene = await Scene.open('limit');
    scene.answer = () => (scene.posts.length === 2 ? { kind: 'limit' } : OK);
    await scene.enqueue(created('a'), created('b'));
    await scene.alarm();
    expect(await scene.alarmIn()).toBe(0);
    await scene.alarm();
    expect((await scene.rows()).map(({ attempts, uncertain }) => [attempts, uncertain])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test('does not spin where not even the first may go', async () => {
    const scene = await Scene.open('limit-first');
    scene.answer = () => ({ kind: 'limit' });
    await scene.enqueue(created('a'));
    await scene.pass(HOUR);
    expect(scene.posts.length).toBeLessThanOrEqual(61);
    expect((await scene.rows())[0]).toMatchObject({ state: 'waiting', attempts: 0, uncertain: 0 });
  });
});

describe('a send that was cut off', () => {
  test('is repeated under the same id, first in its line, and marked as possibly double', async () => {
    const scene = await Scene.open('cut');
    scene.answer = () => {
      if (scene.posts.length === 2) throw new Error('crash');
      return OK;
    };
    await scene.enqueue(created('a'), created('b'), created('c'));
    await scene.alarm();
    await scene.restart();
    await scene.pass(2 * MINUTE);
    expect(scene.sent).toEqual(['a', 'b', 'b', 'c']);
    expect(scene.posts[1]?.id).toBe(scene.posts[2]?.id);
    expect((await scene.rows()).map(({ state, uncertain }) => [state, uncertain])).toEqual([
      ['delivered', 0],
      ['delivered', 1],
      ['delivered', 0],
    ]);
  });

  test.each(['timeout', 'network'] as const)('%s: it may have arrived as well', async (kind) => {
    const scene = await Scene.open(`uncertain-${kind}`);
    scene.answer = () => (scene.posts.length === 1 ? { kind } : OK);
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    expect((await scene.rows())[0]).toMatchObject({ state: 'delivered', uncertain: 1, attempts: 2 });
  });
});
