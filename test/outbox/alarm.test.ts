import { expect, test, vi } from 'vitest';
import type { SendResult } from '../../worker/exchange.ts';
import { created, DAY, HOUR, MINUTE, OK, Scene } from '../support/outbox.ts';

test('an alarm that throws ten times does not put the Outbox to sleep', async () => {
  const scene = await Scene.open('throws');
  scene.answer = () => {
    if (scene.posts.length <= 10) throw new Error('bug');
    return OK;
  };
  await scene.enqueue(created('a'));
  await scene.pass(DAY);
  expect(scene.posts.length).toBe(11);
  expect(await scene.states()).toEqual({ delivered: 1 });
});

test('a message that crashes the object each time it is sent is dead in the end, and the others are delivered', async () => {
  const scene = await Scene.open('crashes');
  scene.answer = ({ key }) => {
    if (key === 'b') throw new Error('crash');
    return OK;
  };
  await scene.enqueue(created('a'), created('b'), created('c'), created('d'), created('e'));
  for (let alarm = 0; alarm < 20; alarm++) {
    await scene.alarm();
    await scene.restart();
  }
  expect(await scene.states()).toEqual({ delivered: 4, dead: 1 });
  expect((await scene.rows())[1]).toMatchObject({
    state: 'dead',
    reason: 'cut off, while others passed',
    uncertain: 1,
  });
});

test('what is enqueued while an alarm runs is sent, at once', async () => {
  const scene = await Scene.open('during');
  await scene.inside(async (outbox) => {
    const answer = Promise.withResolvers<SendResult>();
    scene.answer = () => answer.promise;
    await outbox.enqueue([created('a')]);
    const alarm = outbox.alarm();
    while (scene.posts.length === 0) await Promise.resolve();
    await outbox.enqueue([created('b', 'other')]);
    await outbox.wake();
    scene.answer = () => OK;
    answer.resolve(OK);
    await alarm;
  });
  await scene.pass(0);
  expect(scene.sent).toEqual(['a', 'b']);
});

test('what is enqueued while an alarm ends is sent, too', async () => {
  for (let step = 0; step < 30; step++) {
    const scene = await Scene.open(`ends-${step}`);
    await scene.inside(async (outbox) => {
      await outbox.enqueue([created('a')]);
      const alarm = outbox.alarm();
      for (let turn = 0; turn < step; turn++) await Promise.resolve();
      await outbox.enqueue([created('b')]);
      await alarm;
    });
    await scene.pass(0);
    expect(scene.sent).toEqual(['a', 'b']);
  }
});

test('two alarms at once send everything once', async () => {
  const scene = await Scene.open('twice');
  await scene.enqueue(created('a'), created('b'));
  await scene.inside((outbox) => Promise.all([outbox.alarm(), outbox.alarm()]));
  await scene.pass(MINUTE);
  expect(scene.sent).toEqual(['a', 'b']);
});

test('an Outbox whose alarm is gone is woken, and one that was never used stays asleep', async () => {
  const scene = await Scene.open('asleep');
  await scene.inside((outbox) => outbox.wake());
  expect(await scene.alarmIn()).toBeNull();
  await scene.enqueue(created('a'));
  await scene.inside((_outbox, { storage }) => storage.deleteAlarm());
  await scene.inside((outbox) => outbox.wake());
  expect(await scene.alarmIn()).toBe(0);
});

test('an Outbox that is woken sets no alarm that is set already', async () => {
  const scene = await Scene.open('idle');
  await scene.enqueue(created('a'));
  await scene.pass(MINUTE);
  const before = await scene.alarmIn();
  const sets = await scene.inside(async (outbox, { storage }) => {
    const spies = [vi.spyOn(storage, 'setAlarm'), vi.spyOn(storage, 'deleteAlarm')];
    await outbox.wake();
    const calls = spies.map(({ mock }) => mock.calls.length);
    for (const spy of spies) spy.mockRestore();
    return calls;
  });
  expect(sets).toEqual([0, 0]);
  expect(await scene.alarmIn()).toBe(before);
});

test('SEEN’s marker is put once, and again and again until that has worked', async () => {
  let puts = 0;
  const scene = await Scene.open(
    'marked',
    {},
    {
      mark: async () => {
        puts++;
        return puts <= 3 ? { ok: false, reason: 'kv', detail: '' } : { ok: true, value: null };
      },
    },
  );
  await scene.enqueue(created('a'));
  await scene.pass(3 * HOUR);
  expect(puts).toBe(4);
  await scene.enqueue(created('b'));
  await scene.restart();
  await scene.pass(3 * HOUR);
  expect(puts).toBe(4);
});
