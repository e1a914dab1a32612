import { expect, test, vi } from 'vitest';
import { created, DAY, HOUR, MINUTE, OK, OutboxHarness } from '../support/outbox.ts';

test('an alarm that throws ten times does not put the Outbox to sleep', async () => {
  const harness = await OutboxHarness.open('throws');
  harness.answer = () => {
    if (harness.posts.length <= 10) throw new Error('bug');
    return OK;
  };
  await harness.enqueue(created('a'));
  await harness.pass(DAY);
  expect(harness.posts.length).toBe(11);
  expect(await harness.states()).toEqual({ delivered: 1 });
});

test('a message that crashes the object each time it is sent is dead in the end, and the others are delivered', async () => {
  const harness = await OutboxHarness.open('crashes');
  harness.answer = ({ key }) => {
    if (key === 'b') throw new Error('crash');
    return OK;
  };
  await harness.enqueue(created('a'), created('b'), created('c'), created('d'), created('e'));
  for (let alarm = 0; alarm < 20; alarm++) {
    await harness.alarm();
    await harness.restart();
  }
  expect(await harness.states()).toEqual({ delivered: 4, dead: 1 });
  expect((await harness.rows())[1]).toMatchObject({
    state: 'dead',
    reason: 'cut off, while others passed',
    uncertain: 1,
  });
});

test('what is enqueued while an alarm runs is sent, at once', async () => {
  const harness = await OutboxHarness.open('during');
  await harness.whileSending([created('a')], async (outbox) => {
    await outbox.enqueue([created('b', 'other')]);
    await outbox.wake();
  });
  await harness.pass(0);
  expect(harness.sent).toEqual(['a', 'b']);
});

test('what is enqueued while an alarm ends is sent, too', async () => {
  for (let step = 0; step < 30; step++) {
    const harness = await OutboxHarness.open(`ends-${step}`);
    await harness.inside(async (outbox) => {
      await outbox.enqueue([created('a')]);
      const alarm = outbox.alarm();
      for (let turn = 0; turn < step; turn++) await Promise.resolve();
      await outbox.enqueue([created('b')]);
      await alarm;
    });
    await harness.pass(0);
    expect(harness.sent).toEqual(['a', 'b']);
  }
});

test('two alarms at once send everything once', async () => {
  const harness = await OutboxHarness.open('twice');
  await harness.enqueue(created('a'), created('b'));
  await harness.inside((outbox) => Promise.all([outbox.alarm(), outbox.alarm()]));
  await harness.pass(MINUTE);
  expect(harness.sent).toEqual(['a', 'b']);
});

test('an Outbox whose alarm is gone is woken, and one that was never used stays asleep', async () => {
  const harness = await OutboxHarness.open('asleep');
  await harness.inside((outbox) => outbox.wake());
  expect(await harness.alarmIn()).toBeNull();
  await harness.enqueue(created('a'));
  await harness.inside((_outbox, { storage }) => storage.deleteAlarm());
  await harness.inside((outbox) => outbox.wake());
  expect(await harness.alarmIn()).toBe(0);
});

test('an Outbox that is woken sets no alarm that is set already', async () => {
  const harness = await OutboxHarness.open('idle');
  await harness.enqueue(created('a'));
  await harness.pass(MINUTE);
  const before = await harness.alarmIn();
  const sets = await harness.inside(async (outbox, { storage }) => {
    const spies = [vi.spyOn(storage, 'setAlarm'), vi.spyOn(storage, 'deleteAlarm')];
    await outbox.wake();
    const calls = spies.map(({ mock }) => mock.calls.length);
    for (const spy of spies) spy.mockRestore();
    return calls;
  });
  expect(sets).toEqual([0, 0]);
  expect(await harness.alarmIn()).toBe(before);
});

test('SEEN’s marker is put once, and again and again until that has worked', async () => {
  let puts = 0;
  const harness = await OutboxHarness.open(
    'marked',
    {},
    {
      mark: async () => {
        puts++;
        return puts <= 3 ? { ok: false, reason: 'kv', detail: '' } : { ok: true, value: null };
      },
    },
  );
  await harness.enqueue(created('a'));
  await harness.pass(3 * HOUR);
  expect(puts).toBe(4);
  await harness.enqueue(created('b'));
  await harness.restart();
  await harness.pass(3 * HOUR);
  expect(puts).toBe(4);
});

test('an alarm that is repeated has a successor while it runs, and the first run writes none', async () => {
  const harness = await OutboxHarness.open('repeated');
  const whileItRuns: (number | null)[] = [];
  const first = { isRetry: false, retryCount: 0, scheduledTime: harness.now };
  // Who calls it without a word may be repeating it.
  for (const [at, run] of [first, { ...first, isRetry: true, retryCount: 1 }, undefined].entries()) {
    await harness.enqueue(created(`${at}`));
    await harness.inside(async (outbox, { storage }) => {
      harness.answer = async () => {
        whileItRuns.push(await storage.getAlarm());
        return OK;
      };
      // As the runtime does before it runs an alarm.
      await storage.deleteAlarm();
      await outbox.alarm(run);
    });
  }
  expect(whileItRuns).toEqual([null, harness.now + MINUTE, harness.now + MINUTE]);
});
