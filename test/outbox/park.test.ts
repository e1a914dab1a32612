import { expect, test } from 'vitest';
import type { World } from '../../worker/outbox/world.ts';
import { created, DAY, HOUR, MINUTE, Scene, SECOND } from '../support/outbox.ts';

test.each([
  ['unknown', null],
  ['bad JSON', '{ "url": '],
  ['without a URL', '{}'],
  ['of an unknown type', '{ "url": "https://hook.example/", "type": "pigeon" }'],
  ['with a secret that the Worker does not have', 'secret:NOWHERE'],
])('a destination that is %s holds its messages, and sends them once it is right', async (_what, config) => {
  const scene = await Scene.open(`parked ${_what}`.replaceAll(' ', '-').toLowerCase(), null);
  scene.config = config;
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(3 * HOUR);
  expect(scene.sent).toEqual([]);
  expect(await scene.states()).toEqual({ waiting: 2 });
  expect(await scene.inside((outbox) => outbox.standing().parked)).toMatch(/./);
  scene.config = 'https://hook.example/';
  await scene.pass(HOUR);
  expect(scene.sent).toEqual(['a', 'b']);
  expect(await scene.inside((outbox) => outbox.standing().parked)).toBeNull();
});

test('it is looked up after 1 min, 5 min, then hourly, and at once when something comes or it is woken', async () => {
  let reads: number[] = [];
  const scene: Scene = await Scene.open('lookups', null, {
    destination: async () => {
      reads.push(scene.now);
      return { ok: true, value: null };
    },
  });
  await scene.enqueue(created('a'));
  const start = scene.now;
  reads = [];
  await scene.pass(3 * HOUR);
  expect(reads.map((at) => (at - start) / MINUTE)).toEqual([0, 1, 6, 66, 126]);
  await scene.inside((outbox) => outbox.wake());
  expect(await scene.alarmIn()).toBe(0);
  await scene.alarm();
  await scene.enqueue(created('b'));
  expect(await scene.alarmIn()).toBe(0);
});

test('while CONFIG does not answer, the destination is the one last known, also after a restart', async () => {
  let answers = true;
  const scene = await Scene.open(
    'kv-down',
    {},
    {
      destination: async () =>
        answers ? { ok: true, value: 'https://hook.example/' } : { ok: false, reason: 'kv', detail: '' },
    },
  );
  await scene.enqueue(created('a'));
  await scene.pass(0);
  answers = false;
  await scene.restart();
  await scene.enqueue(created('b'));
  await scene.pass(2 * MINUTE);
  expect(scene.sent).toEqual(['a', 'b']);
});

test('a destination that is taken out of CONFIG keeps its messages until it is back', async () => {
  const scene = await Scene.open('removed');
  await scene.enqueue(created('a'));
  await scene.pass(2 * MINUTE);
  const config = scene.config;
  scene.config = null;
  await scene.enqueue(created('b'));
  await scene.pass(5 * HOUR);
  scene.config = config;
  await scene.pass(2 * HOUR);
  expect(scene.sent).toEqual(['a', 'b']);
});

test('a URL that was mended is tried without waiting for the next hour', async () => {
  const scene = await Scene.open('mended');
  scene.answer = () =>
    scene.config?.includes('mended')
      ? { kind: 'answered', status: 200, retryAfter: null, body: '' }
      : { kind: 'network' };
  await scene.enqueue(created('a'));
  await scene.pass(2 * HOUR);
  scene.config = JSON.stringify({ url: 'https://mended.example/' });
  await scene.enqueue(created('b'));
  await scene.pass(SECOND);
  expect(scene.sent.slice(-2)).toEqual(['a', 'b']);
});

test('the others are told of a value that stays wrong, once; not of what KV only has not seen yet', async () => {
  const scene = await Scene.open('typo', null, {
    destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
  });
  scene.config = '{ "url": "https://hook.example/", "pase": "1/m" }';
  await scene.enqueue(created('a'));
  await scene.pass(5 * MINUTE);
  expect(scene.offered).toEqual([]);
  await scene.pass(5 * HOUR);
  expect(scene.offered.map(({ to, happening: { type, data } }) => ({ to, type, data }))).toEqual([
    {
      to: 'told',
      type: 'config.invalid',
      data: { key: 'destination:typo', field: 'pase', reason: 'unknown field' },
    },
  ]);
});

test('a destination that cannot be used is told of once, although nothing waits for it', async () => {
  const over: Partial<World> = {
    destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
  };
  const scene = await Scene.open('unused', { nonsense: 1 }, over);
  for (let hour = 0; hour < 5; hour++) {
    await scene.inside((outbox) => outbox.wake());
    await scene.pass(HOUR);
  }
  expect(scene.offered.map(({ to, happening }) => `${to} ${happening.type}`)).toEqual(['told config.invalid']);
  expect(await scene.inside((outbox) => outbox.standing().parked)).toMatch(/nonsense/);
  scene.config = null;
  await scene.pass(3 * HOUR);
  expect(await scene.inside((outbox) => outbox.standing().parked)).toBeNull();
  await scene.pass(DAY);
  expect(await scene.alarmIn()).toBeNull();
});
