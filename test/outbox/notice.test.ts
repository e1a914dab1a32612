import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, HOUR, MINUTE, OK, Scene } from '../support/outbox.ts';

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

function told(scene: Scene) {
  return scene.offered.map(({ to, happening }) => `${to} ${happening.type}`);
}

test('a destination that is broken is announced at once to the others that are valid, and its recovery too', async () => {
  const scene = await Scene.open('self', {}, OTHERS);
  const since = new Date(scene.now).toISOString();
  scene.answer = () => (scene.posts.length < 3 ? answered(404) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(0);
  expect(scene.offered).toEqual([
    {
      to: 'told',
      happening: {
        type: 'destination.failing',
        timestamp: since,
        data: { destination: { name: 'self', type: 'webhook' }, reason: 'HTTP 404', since, waiting: 2 },
      },
    },
  ]);
  await scene.pass(HOUR);
  expect(told(scene)).toEqual(['told destination.failing', 'told destination.recovered']);
  expect(scene.offered[1]?.happening.data).toMatchObject({ since, reason: 'HTTP 404' });
});

test('one that merely fails is announced after an hour, once, and its recovery only if it was', async () => {
  const scene = await Scene.open('plain', {}, OTHERS);
  let down = true;
  scene.answer = () => (down ? answered(500) : OK);
  await scene.enqueue(created('a'));
  await scene.pass(HOUR - 1);
  expect(told(scene)).toEqual([]);
  await scene.pass(5 * HOUR);
  expect(told(scene).filter((line) => line.startsWith('told'))).toEqual(['told destination.failing']);
  down = false;
  await scene.pass(2 * HOUR);
  expect(told(scene).filter((line) => line.startsWith('told'))).toHaveLength(2);
  down = true;
  await scene.enqueue(created('b'));
  await scene.pass(MINUTE);
  down = false;
  await scene.pass(HOUR);
  expect(told(scene).filter((line) => line.startsWith('told'))).toHaveLength(2);
});

test('one message that is not taken is no announcement once that is known to be its own fault', async () => {
  const scene = await Scene.open('suspect', {}, OTHERS);
  scene.answer = ({ key }) => (key === 'a' ? answered(500) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(24 * HOUR);
  expect(await scene.states()).toEqual({ waiting: 1, delivered: 1 });
  expect(told(scene)).toEqual([]);
});

test('an announcement that fails disturbs no delivery, and is made again until it has been taken', async () => {
  const failures: ('list' | 'offer' | 'throw')[] = ['list', 'offer', 'throw'];
  const scene: Scene = await Scene.open(
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
        for (const { happening } of offers) scene.offered.push({ to, happening });
        return { ok: true, value: null };
      },
    },
  );
  scene.answer = () => (scene.posts.length === 1 ? answered(404) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(10);
  await scene.pass(5 * 1000);
  expect(scene.sent).toEqual(['a', 'a', 'b']);
  await scene.pass(2 * HOUR);
  expect(told(scene)).toEqual(['told destination.failing', 'told destination.recovered']);
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
  const scene = await Scene.open('crashing-notice', { nonsense: 1 }, over);
  await scene.enqueue(created('a'));
  for (let alarm = 0; alarm < 20; alarm++) {
    await scene.alarm();
    await scene.restart();
  }
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
});
