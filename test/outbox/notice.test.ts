import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, HOUR, MINUTE, OK, OutboxHarness } from '../support/outbox.ts';

const OTHERS: Partial<Dependencies> = {
  destinations: async () => ({
    ok: true,
    value: new Map([
      ['told', 'https://told.example/'],
      ['invalid', '{ "nonsense": 1 }'],
      ['absent', null],
      ['self', 'https://hook.example/'],
    ]),
  }),
};

function told(harness: OutboxHarness) {
  return harness.offered.map(({ to, event }) => `${to} ${event.type}`);
}

test('a destination that is broken is announced at once to the others that are valid, and its recovery too', async () => {
  const harness = await OutboxHarness.open('self', {}, OTHERS);
  const since = new Date(harness.now).toISOString();
  harness.answer = () => (harness.posts.length < 3 ? answered(404) : OK);
  await harness.enqueue(created('a'), created('b'));
  await harness.pass(0);
  expect(harness.offered).toEqual([
    {
      to: 'told',
      event: {
        type: 'destination.failing',
        timestamp: since,
        data: { destination: { name: 'self', type: 'webhook' }, reason: 'HTTP 404', since, waiting: 2 },
      },
    },
  ]);
  await harness.pass(HOUR);
  expect(told(harness)).toEqual(['told destination.failing', 'told destination.recovered']);
  expect(harness.offered[1]?.event.data).toMatchObject({ since, reason: 'HTTP 404' });
});

test('one that merely fails is announced after an hour, once, and its recovery only if it was', async () => {
  const harness = await OutboxHarness.open('plain', {}, OTHERS);
  let down = true;
  harness.answer = () => (down ? answered(500) : OK);
  await harness.enqueue(created('a'));
  await harness.pass(HOUR - 1);
  expect(told(harness)).toEqual([]);
  await harness.pass(5 * HOUR);
  expect(told(harness).filter((line) => line.startsWith('told'))).toEqual(['told destination.failing']);
  down = false;
  await harness.pass(2 * HOUR);
  expect(told(harness).filter((line) => line.startsWith('told'))).toHaveLength(2);
  down = true;
  await harness.enqueue(created('b'));
  await harness.pass(MINUTE);
  down = false;
  await harness.pass(HOUR);
  expect(told(harness).filter((line) => line.startsWith('told'))).toHaveLength(2);
});

test('one message that is not taken is no announcement once that is known to be its own fault', async () => {
  const harness = await OutboxHarness.open('on-trial', {}, OTHERS);
  harness.answer = ({ key }) => (key === 'a' ? answered(500) : OK);
  await harness.enqueue(created('a'), created('b'));
  await harness.pass(24 * HOUR);
  expect(await harness.states()).toEqual({ waiting: 1, delivered: 1 });
  expect(told(harness)).toEqual([]);
});

test('an announcement that fails disturbs no delivery, and is made again until it has been taken', async () => {
  const failures: ('list' | 'offer' | 'throw')[] = ['list', 'offer', 'throw'];
  const harness: OutboxHarness = await OutboxHarness.open(
    'unheard',
    {},
    {
      destinations: async () => {
        if (failures[0] === 'list') {
          failures.shift();
          return { ok: false, reason: 'kv', detail: '' };
        }
        return { ok: true, value: new Map([['told', 'https://told.example/']]) };
      },
      offer: async (to, offers) => {
        const failure = failures.shift();
        if (failure === 'throw') throw new Error('bug');
        if (failure === 'offer') return { ok: false, reason: 'outbox', detail: '' };
        for (const { event } of offers) harness.offered.push({ to, event });
        return { ok: true, value: null };
      },
    },
  );
  harness.answer = () => (harness.posts.length === 1 ? answered(404) : OK);
  await harness.enqueue(created('a'), created('b'));
  await harness.pass(10);
  await harness.pass(5 * 1000);
  expect(harness.sent).toEqual(['a', 'a', 'b']);
  await harness.pass(2 * HOUR);
  expect(told(harness)).toEqual(['told destination.failing', 'told destination.recovered']);
});

test('a notice that falls into a crash is handed over again under the same id', async () => {
  const keys: string[] = [];
  const over: Partial<Dependencies> = {
    ...OTHERS,
    offer: async (_to, offers) => {
      keys.push(...offers.map(({ key }) => key));
      if (keys.length === 1) throw new Error('crash');
      return { ok: true, value: null };
    },
  };
  const harness = await OutboxHarness.open('crashing-notice', { nonsense: 1 }, over);
  await harness.enqueue(created('a'));
  for (let alarm = 0; alarm < 20; alarm++) {
    await harness.alarm();
    await harness.restart();
  }
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
});
