import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, SECOND, entry } from '../support/outbox.ts';

test.each([
  ['unknown', null],
  ['bad JSON', '{ "url": '],
  ['without a URL', '{}'],
  ['of an unknown type', '{ "url": "https://hook.example/", "type": "pigeon" }'],
  ['with a secret that the Worker does not have', 'secret:NOWHERE'],
])('a destination that is %s holds its messages, and sends them once it is right', async (what, config) => {
  const harness = await OutboxHarness.open(`blocked ${what}`.replaceAll(' ', '-').toLowerCase(), null);
  harness.config = config;
  await harness.enqueue(created('a'), created('b'));
  await harness.pass(3 * HOUR);
  expect(harness.sent).toEqual([]);
  expect(await harness.states()).toEqual({ waiting: 2 });
  expect(await harness.inside((outbox) => outbox.status().blocked)).toMatch(/./);
  harness.config = 'https://hook.example/';
  await harness.pass(HOUR);
  expect(harness.sent).toEqual(['a', 'b']);
  expect(await harness.inside((outbox) => outbox.status().blocked)).toBeNull();
});

test('it is looked up ever more rarely, within the hour at last, and at once when something comes or it is woken', async () => {
  let reads: number[] = [];
  const harness: OutboxHarness = await OutboxHarness.open('lookups', null, {
    destination: async () => {
      reads.push(harness.now);
      return { ok: true, value: null };
    },
  });
  await harness.enqueue(created('a'));
  const start = harness.now;
  reads = [];
  await harness.pass(3 * HOUR);
  expect(reads.map((at) => (at - start) / MINUTE)).toEqual([0, 1, 6, 11, 21, 41, 101, 161]);
  await harness.inside((outbox) => outbox.wake());
  expect(await harness.alarmIn()).toBe(0);
  await harness.alarm();
  await harness.enqueue(created('b'));
  expect(await harness.alarmIn()).toBe(0);
});

test('while CONFIG does not answer, the destination is the one last known, also after a restart', async () => {
  let answers = true;
  const harness = await OutboxHarness.open(
    'kv-down',
    {},
    {
      destination: async () =>
        answers ? { ok: true, value: entry('https://hook.example/') } : { ok: false, reason: 'kv', detail: '' },
    },
  );
  await harness.enqueue(created('a'));
  await harness.pass(0);
  answers = false;
  await harness.restart();
  await harness.enqueue(created('b'));
  await harness.pass(2 * MINUTE);
  expect(harness.sent).toEqual(['a', 'b']);
});

test('a destination that is taken out of CONFIG keeps its messages until it is back', async () => {
  const harness = await OutboxHarness.open('removed');
  await harness.enqueue(created('a'));
  await harness.pass(2 * MINUTE);
  const config = harness.config;
  harness.config = null;
  await harness.enqueue(created('b'));
  await harness.pass(5 * HOUR);
  harness.config = config;
  await harness.pass(2 * HOUR);
  expect(harness.sent).toEqual(['a', 'b']);
});

test('a URL that was mended is tried without waiting for the next hour', async () => {
  const harness = await OutboxHarness.open('mended');
  harness.answer = () =>
    harness.config?.includes('mended')
      ? { kind: 'answered', status: 200, retryAfter: null, body: '' }
      : { kind: 'network' };
  await harness.enqueue(created('a'));
  await harness.pass(2 * HOUR);
  harness.config = JSON.stringify({ url: 'https://mended.example/' });
  await harness.enqueue(created('b'));
  await harness.pass(SECOND);
  expect(harness.sent.slice(-2)).toEqual(['a', 'b']);
});

const OTHER: Partial<Dependencies> = {
  destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
};

test.each(['another URL', 'another value of its secret'])(
  'what the former one asked for is not kept with %s',
  async (what) => {
    const harness: OutboxHarness = await OutboxHarness.open(
      what.replaceAll(' ', '-').toLowerCase(),
      {},
      { secret: (name) => (name === 'HOOK' ? hook : 'k'.repeat(40)) },
    );
    let hook = 'https://hook.example/';
    harness.config = '{ "url": "secret:HOOK" }';
    harness.answer = () => (harness.posts.length === 1 ? answered(429, '86400') : OK);
    await harness.enqueue(created('a'));
    await harness.pass(HOUR);
    if (what === 'another URL') harness.config = JSON.stringify({ url: 'https://mended.example/' });
    else hook = 'https://mended.example/';
    await harness.inside((outbox) => outbox.wake());
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['a', 'a']);
  },
);

test('the others are told at once, and once, of a value that is wrong', async () => {
  const harness = await OutboxHarness.open('typo', null, OTHER);
  harness.config = '{ "url": "https://hook.example/", "pase": "1/m" }';
  await harness.enqueue(created('a'));
  await harness.pass(SECOND);
  expect(harness.offered).toHaveLength(1);
  await harness.pass(5 * HOUR);
  expect(harness.offered.map(({ to, event: { type, data } }) => ({ to, type, data }))).toEqual([
    {
      to: 'told',
      type: 'config.invalid',
      data: {
        key: 'destination:typo',
        field: 'pase',
        reason: 'unknown field (did you mean "pace"?)',
        keys: ['destination:typo'],
        since: expect.any(String),
      },
    },
  ]);
});

test('of one that is not there they are told once it is no longer KV that may not have seen it yet', async () => {
  const harness = await OutboxHarness.open('missing', null, OTHER);
  await harness.enqueue(created('a'));
  await harness.pass(4 * MINUTE);
  expect(harness.offered).toEqual([]);
  await harness.pass(5 * HOUR);
  expect(harness.offered.map(({ event }) => event.type)).toEqual(['config.invalid']);
});

test('where there is nobody to tell, whoever comes is told', async () => {
  const others = new Map<string, string>();
  const harness = await OutboxHarness.open('lonely', null, { destinations: async () => ({ ok: true, value: others }) });
  harness.config = '{}';
  await harness.enqueue(created('a'));
  await harness.pass(5 * HOUR);
  others.set('told', 'https://told.example/');
  await harness.pass(5 * HOUR);
  expect(harness.offered.map(({ to, event }) => `${to} ${event.type}`)).toEqual(['told config.invalid']);
});

test('a destination that cannot be used is told of once, although nothing waits for it', async () => {
  const harness = await OutboxHarness.open('unused', { nonsense: 1 }, OTHER);
  for (let hour = 0; hour < 5; hour++) {
    await harness.inside((outbox) => outbox.wake());
    await harness.pass(HOUR);
  }
  expect(harness.offered.map(({ to, event }) => `${to} ${event.type}`)).toEqual(['told config.invalid']);
  expect(await harness.inside((outbox) => outbox.status().blocked)).toMatch(/nonsense/);
  harness.config = null;
  await harness.pass(3 * HOUR);
  expect(await harness.inside((outbox) => outbox.status().blocked)).toBeNull();
  await harness.pass(DAY);
  expect(await harness.alarmIn()).toBeNull();
});
