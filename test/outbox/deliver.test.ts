import { describe, expect, test } from 'vitest';
import { answered, created, DAY, HOUR, MINUTE, OK, Scene } from '../support/outbox.ts';

function keys(count: number, prefix = ''): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);
}

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

test('a receiver that is down for three attempts gets everything, in order, under unchanged ids', async () => {
  const scene = await Scene.open('down');
  scene.answer = () => (scene.posts.length <= 3 ? answered(500) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(new Set(scene.posts.map(({ id }) => id)).size).toBe(2);
});

test('after three days of outage everything arrives in order, and nothing is dead', async () => {
  const scene = await Scene.open('outage');
  const until = scene.now + 3 * DAY;
  scene.answer = () => (scene.now < until ? answered(503) : OK);
  for (const key of keys(30)) {
    await scene.enqueue(created(key));
    await scene.pass(2.5 * HOUR);
  }
  await scene.pass(2 * HOUR);
  const taken = scene.posts.filter(({ at }) => at >= until).map(({ key }) => key);
  expect(taken).toEqual(keys(30));
});

test('a message that alone is refused with 403 is dead, the others arrive in order', async () => {
  const scene = await Scene.open('waf');
  scene.answer = ({ key }) => (key === '2' ? answered(403) : OK);
  await scene.enqueue(...keys(6).map((key) => created(key)));
  await scene.pass(10 * MINUTE);
  expect(await scene.states()).toEqual({ delivered: 5, dead: 1 });
  expect(scene.sent.filter((key) => key !== '2')).toEqual(['1', '3', '4', '5', '6']);
  expect((await scene.rows())[1]).toMatchObject({ state: 'dead', reason: 'HTTP 403, while others passed' });
});

test('the one that is tried in another’s stead is another feed’s, so that no feed is out of order', async () => {
  const scene = await Scene.open('stead');
  scene.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await scene.enqueue(
    created('a1', 'a'),
    created('a2', 'a'),
    created('b1', 'b'),
    created('c1', 'c'),
    created('b2', 'b'),
  );
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'c1', 'a2', 'b2']);
});

test('those that are tried in another’s stead and pass are in order too', async () => {
  const scene = await Scene.open('stead-order');
  scene.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await scene.enqueue(created('a1', 'a'), created('a2', 'a'), created('b1', 'b'), created('a3', 'a'));
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'a2', 'a3']);
});

test('and so are they where another one fails too', async () => {
  const scene = await Scene.open('stead-two');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await scene.enqueue(...['a1', 'a2', 'b1', 'a3', 'b2', 'a4'].map((key) => created(key, key[0])));
  await scene.pass(3 * HOUR);
  const passed = scene.sent.filter((key) => key !== 'a1' && key !== 'b1');
  expect(passed.filter((key) => key.startsWith('a'))).toEqual(['a2', 'a3', 'a4']);
  expect(passed).toContain('b2');
});

test('and where that other feed’s were there first', async () => {
  const scene = await Scene.open('stead-before');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await scene.enqueue(...['b1', 'b2', 'a1', 'b3', 'b4'].map((key) => created(key, key[0])));
  await scene.pass(3 * HOUR);
  expect(scene.sent.filter((key) => key !== 'a1' && key !== 'b1')).toEqual(['b2', 'b3', 'b4']);
});

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
  expect(await scene.inside((outbox) => outbox.standing().slow)).toEqual({ until: scene.now + 1 });
  await scene.pass(1);
  expect(scene.sent).toEqual(['a', 'b', 'b', 'c']);
});

test('one message that alone is put off, time and again, does not keep the others', async () => {
  const scene = await Scene.open('put-off');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(503, '1') : OK);
  const offers = ['a', 'b'].flatMap((feed) => [1, 2, 3].map((number) => [`${feed}${number}`, feed] as const));
  await scene.enqueue(...offers.map(([key, feed]) => created(key, feed)));
  await scene.pass(6 * HOUR);
  expect(await scene.states()).toEqual({ delivered: 4, dead: 2 });
  expect(scene.posts.length).toBeLessThan(60);
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

test('five refused in a row wait again, and nothing is lost when the destination comes to its senses', async () => {
  const scene = await Scene.open('refused');
  const until = scene.now + HOUR;
  scene.answer = () => (scene.now < until ? answered(413) : OK);
  await scene.enqueue(...keys(8).map((key) => created(key)));
  await scene.pass(0);
  expect(scene.sent).toEqual(keys(5));
  expect(await scene.states()).toEqual({ waiting: 8 });
  await scene.pass(2 * HOUR);
  expect(scene.posts.filter(({ at }) => at >= until).map(({ key }) => key)).toEqual(keys(8));
});
