import { describe, expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness } from '../support/outbox.ts';

test('what is enqueued is sent by the next alarm, in order, each once, and no alarm is left but the daily one', async () => {
  const harness = await OutboxHarness.open('straight');
  await harness.enqueue(created('a'), created('b'), created('c'));
  expect(await harness.alarmIn()).toBe(0);
  await harness.pass(0);
  expect(harness.sent).toEqual(['a', 'b', 'c']);
  expect(await harness.states()).toEqual({ delivered: 3 });
  expect(await harness.alarmIn()).toBe(DAY);
});

test('a message that is delivered at once is written three times: accepted, claimed, recorded', async () => {
  const harness = await OutboxHarness.open('rows');
  await harness.enqueue(created('0'));
  await harness.pass(MINUTE);
  const before = await changes(harness);
  await harness.enqueue(...keys(10).map((key) => created(key)));
  await harness.pass(MINUTE);
  // The alarm is set twice and taken once.
  expect((await changes(harness)) - before).toBe(10 * 3 + 3);
});

function changes(harness: OutboxHarness): Promise<number> {
  return harness.inside((_outbox, { storage }) => Number(storage.sql.exec('SELECT total_changes() AS n').one()['n']));
}

test('a feed with a thousand comments does not hold up another’s one', async () => {
  const harness = await OutboxHarness.open('fair');
  await harness.enqueue(...keys(1000).map((key) => created(key, 'busy')));
  await harness.enqueue(created('one', 'quiet'));
  await harness.alarm();
  expect(harness.sent.indexOf('one')).toBeLessThan(2);
  expect(harness.sent.length).toBe(40);
  await harness.pass(MINUTE);
  expect(harness.sent.filter((key) => key !== 'one')).toEqual(keys(1000));
});

test('turns are kept when the object is thrown out of memory between two sends', async () => {
  const harness = await OutboxHarness.open('turns', { pace: '1/m' });
  await harness.enqueue(
    ...keys(3, 'a').map((key) => created(key, 'a')),
    ...keys(3, 'b').map((key) => created(key, 'b')),
  );
  for (let minute = 0; minute < 6; minute++) {
    await harness.alarm();
    await harness.restart();
  }
  await harness.pass(2 * MINUTE);
  expect(harness.sent).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
});

describe('pace', () => {
  test('a burst beyond it waits', async () => {
    const harness = await OutboxHarness.open('pace', { pace: '3/m' });
    await harness.enqueue(...keys(7).map((key) => created(key)));
    await harness.pass(0);
    expect(harness.sent).toEqual(keys(3));
    expect(await harness.alarmIn()).toBe(MINUTE);
    await harness.pass(3 * MINUTE);
    expect(harness.sent).toEqual(keys(7));
    const start = harness.posts[0]?.at ?? 0;
    expect(harness.posts.map(({ at }) => (at - start) / MINUTE)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });

  test('is kept by an object that was cut off in the middle of an alarm', async () => {
    const harness = await OutboxHarness.open('pace-cut-off', { pace: '5/h' });
    await harness.enqueue(created('0'));
    await harness.pass(2 * MINUTE);
    await harness.enqueue(...keys(9).map((key) => created(key)));
    harness.answer = () => (harness.posts.length === 4 ? Promise.reject(new Error('cut off')) : OK);
    await harness.alarm().catch(() => null);
    await harness.restart();
    await harness.pass(30 * MINUTE);
    expect(harness.sent).toEqual(['0', '1', '2', '3', '3']);
  });

  test('is kept by an object that was thrown out of memory', async () => {
    const harness = await OutboxHarness.open('pace-restart', { pace: '1/h' });
    await harness.enqueue(created('a'));
    await harness.pass(0);
    await harness.restart();
    await harness.enqueue(created('b'));
    await harness.pass(HOUR - 1);
    expect(harness.sent).toEqual(['a']);
    await harness.pass(1);
    expect(harness.sent).toEqual(['a', 'b']);
  });
});

test('a destination that asks to slow down is left alone for so long', async () => {
  const harness = await OutboxHarness.open('slow');
  harness.answer = () => (harness.posts.length === 2 ? answered(429, '600') : OK);
  await harness.enqueue(created('a'), created('b'), created('c'));
  await harness.pass(10 * MINUTE - 1);
  expect(harness.sent).toEqual(['a', 'b']);
  expect(await harness.inside((outbox) => outbox.status().slow)).toEqual({ until: harness.now + 1 });
  await harness.pass(1);
  expect(harness.sent).toEqual(['a', 'b', 'b', 'c']);
});

describe('the platform’s own limit', () => {
  test('is no attempt: it goes on in the next alarm', async () => {
    const harness = await OutboxHarness.open('limit');
    harness.answer = () => (harness.posts.length === 2 ? { kind: 'limit' } : OK);
    await harness.enqueue(created('a'), created('b'));
    await harness.alarm();
    expect(await harness.alarmIn()).toBe(0);
    await harness.alarm();
    expect((await harness.rows()).map(({ attempts, uncertain }) => [attempts, uncertain])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test('does not spin where not even the first may go', async () => {
    const harness = await OutboxHarness.open('limit-first');
    harness.answer = () => ({ kind: 'limit' });
    await harness.enqueue(created('a'));
    await harness.pass(HOUR);
    expect(harness.posts.length).toBeLessThanOrEqual(61);
    expect((await harness.rows())[0]).toMatchObject({ state: 'waiting', attempts: 0, uncertain: 0 });
  });
});

describe('a send that was cut off', () => {
  test('is repeated under the same id, first in its queue, and marked as possibly double', async () => {
    const harness = await OutboxHarness.open('cut');
    harness.answer = () => {
      if (harness.posts.length === 2) throw new Error('crash');
      return OK;
    };
    await harness.enqueue(created('a'), created('b'), created('c'));
    await harness.alarm();
    await harness.restart();
    await harness.pass(2 * MINUTE);
    expect(harness.sent).toEqual(['a', 'b', 'b', 'c']);
    expect(harness.posts[1]?.id).toBe(harness.posts[2]?.id);
    expect((await harness.rows()).map(({ state, uncertain }) => [state, uncertain])).toEqual([
      ['delivered', 0],
      ['delivered', 1],
      ['delivered', 0],
    ]);
  });

  test.each(['timeout', 'network'] as const)('%s: it may have arrived as well', async (kind) => {
    const harness = await OutboxHarness.open(`uncertain-${kind}`);
    harness.answer = () => (harness.posts.length === 1 ? { kind } : OK);
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect((await harness.rows())[0]).toMatchObject({ state: 'delivered', uncertain: 1, attempts: 2 });
  });
});
