import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, Scene, SECOND } from '../support/outbox.ts';

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
  expect(await scene.inside((outbox) => outbox.status().blocked)).toMatch(/./);
  scene.config = 'https://hook.example/';
  await scene.pass(HOUR);
  expect(scene.sent).toEqual(['a', 'b']);
  expect(await scene.inside((outbox) => outbox.status().blocked)).toBeNull();
});

test('it is looked up ever more rarely, within the hour at last, and at once when something comes or it is woken', async () => {
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
  expect(reads.map((at) => (at - start) / MINUTE)).toEqual([0, 1, 6, 11, 21, 41, 101, 161]);
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

const OTHER: Partial<Dependencies> = {
  destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
};

test.each(['another URL', 'another value of its secret'])(
  'what the former one asked for is not kept with %s',
  async (what) => {
    const scene: Scene = await Scene.open(
      what.replaceAll(' ', '-').toLowerCase(),
      {},
      { secret: (name) => (name === 'HOOK' ? hook : 'k'.repeat(40)) },
    );
    let hook = 'https://hook.example/';
    scene.config = '{ "url": "secret:HOOK" }';
    scene.answer = () => (scene.posts.length === 1 ? answered(429, '86400') : OK);
    await scene.enqueue(created('a'));
    await scene.pass(HOUR);
    if (what === 'another URL') scene.config = JSON.stringify({ url: 'https://mended.example/' });
    else hook = 'https://mended.example/';
    await scene.inside((outbox) => outbox.wake());
    await scene.pass(SECOND);
    expect(scene.sent).toEqual(['a', 'a']);
  },
);

test('the others are told at once, and once, of a value that is wrong', async () => {
  const scene = await Scene.open('typo', null, OTHER);
  scene.config = '{ "url": "https://hook.example/", "pase": "1/m" }';
  await scene.enqueue(created('a'));
  await scene.pass(SECOND);
  expect(scene.offered).toHaveLength(1);
  await scene.pass(5 * HOUR);
  expect(scene.offered.map(({ to, happening: { type, data } }) => ({ to, type, data }))).toEqual([
    {
      to: 'told',
      type: 'config.invalid',
      data: {
        key: 'destination:typo',
        field: 'pase',
        reason: 'unknown field',
        keys: ['destination:typo'],
        since: expect.any(String),
      },
    },
  ]);
});

test('of one that is not there they are told once it is no longer KV that may not have seen it yet', async () => {
  const scene = await Scene.open('missing', null, OTHER);
  await scene.enqueue(created('a'));
  await scene.pass(4 * MINUTE);
  expect(scene.offered).toEqual([]);
  await scene.pass(5 * HOUR);
  expect(scene.offered.map(({ happening }) => happening.type)).toEqual(['config.invalid']);
});

test('where there is nobody to tell, whoever comes is told', async () => {
  const others = new Map<string, string>();
  const scene = await Scene.open('lonely', null, { destinations: async () => ({ ok: true, value: others }) });
  scene.config = '{}';
  await scene.enqueue(created('a'));
  await scene.pass(5 * HOUR);
  others.set('told', 'https://told.example/');
  await scene.pass(5 * HOUR);
  expect(scene.offered.map(({ to, happening }) => `${to} ${happening.type}`)).toEqual(['told config.invalid']);
});

test('a destination that cannot be used is told of once, although nothing waits for it', async () => {
  const scene = await Scene.open('unused', { nonsense: 1 }, OTHER);
  for (let hour = 0; hour < 5; hour++) {
    await scene.inside((outbox) => outbox.wake());
    await scene.pass(HOUR);
  }
  expect(scene.offered.map(({ to, happening }) => `${to} ${happening.type}`)).toEqual(['told config.invalid']);
  expect(await scene.inside((outbox) => outbox.status().blocked)).toMatch(/nonsense/);
  scene.config = null;
  await scene.pass(3 * HOUR);
  expect(await scene.inside((outbox) => outbox.status().blocked)).toBeNull();
  await scene.pass(DAY);
  expect(await scene.alarmIn()).toBeNull();
});
