import { expect, test } from 'vitest';
import { answered, created, HOUR, MINUTE, OK, Scene, updated } from '../support/outbox.ts';

const SLACK = { url: 'https://hooks.slack.com/services/T0/B0/x', pace: '60/m', events: ['comment.*'] };

function comments(count: number, feed = 'blog') {
  return Array.from({ length: count }, (_, at) => created(`${feed}${at + 1}`, feed, `text ${feed}${at + 1}.`));
}

/** Of each post, how many comments it says it stands for; 1 where it is one. */
function sizes(scene: Scene) {
  return scene.posts.map(({ body }) => Number(/(\d+) comments/.exec(body)?.[1] ?? 1));
}

test('ten comments go one by one, eleven as one message, each delivered by it', async () => {
  const ten = await Scene.open('ten', SLACK);
  await ten.enqueue(...comments(10));
  await ten.pass(MINUTE);
  expect(sizes(ten)).toEqual(Array.from({ length: 10 }, () => 1));

  const eleven = await Scene.open('eleven', SLACK);
  await eleven.enqueue(...comments(11));
  await eleven.pass(MINUTE);
  expect(sizes(eleven)).toEqual([11]);
  expect(await eleven.states()).toEqual({ delivered: 11 });
  const reasons = new Set((await eleven.rows()).map(({ reason }) => reason));
  expect([...reasons]).toEqual([expect.stringMatching(/^roundup msg_/)]);
});

test('a webhook gets every message', async () => {
  const scene = await Scene.open('no-roundup');
  await scene.enqueue(...comments(30));
  await scene.pass(MINUTE);
  expect(scene.posts.length).toBe(30);
});

test('a roundup is of one feed, and the others have their turns', async () => {
  const scene = await Scene.open('roundup-feeds', SLACK);
  await scene.enqueue(...comments(20, 'a'), ...comments(2, 'b'), ...comments(30, 'c'));
  await scene.pass(MINUTE);
  expect(sizes(scene)).toEqual([20, 1, 30, 1]);
});

test('edits are in it, too', async () => {
  const scene = await Scene.open('roundup-edit', SLACK);
  await scene.enqueue(...comments(6), updated('blog1', 'other text'), ...comments(12).slice(6));
  await scene.pass(MINUTE);
  expect(scene.posts.map(({ body }) => body)).toEqual([expect.stringContaining('12 comments and 1 edit')]);
  expect(await scene.states()).toEqual({ delivered: 13 });
});

test('what is no comment goes by itself, after what came before it', async () => {
  const scene = await Scene.open('roundup-notice', { ...SLACK, events: ['comment.*', 'feed.*'] });
  const facts = { name: 'blog', title: null, homePage: null };
  const gap = { type: 'feed.gap', timestamp: 'now', data: { feed: facts, since: 'then', missed: null } } as const;
  const notice = { key: 'gap', feed: 'blog', content: null, hold: null, happening: gap } as const;
  await scene.enqueue(...comments(12), notice, created('last'));
  await scene.pass(MINUTE);
  expect(sizes(scene)).toEqual([12, 1, 1]);
});

test('a thousand go in few messages', async () => {
  const scene = await Scene.open('roundup-many', SLACK);
  await scene.enqueue(...comments(1200));
  await scene.pass(MINUTE);
  expect(sizes(scene).reduce((sum, size) => sum + size)).toBe(1200);
  expect(scene.posts.length).toBeLessThan(5);
});

test('a roundup that fails is probed with one message, and made again when that passes', async () => {
  const scene = await Scene.open('roundup-fails', SLACK);
  scene.answer = () => (scene.posts.length === 1 ? answered(500) : OK);
  await scene.enqueue(...comments(20));
  await scene.pass(MINUTE);
  expect(sizes(scene)).toEqual([20, 1, 19]);
  expect(await scene.states()).toEqual({ delivered: 20 });
});

test('roundups that go on failing while single comments pass are made no more', async () => {
  const told: string[] = [];
  const scene = await Scene.open('roundup-poisoned', SLACK, {
    destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    offer: async (_to, offers) => {
      told.push(...offers.map(({ happening }) => happening.type));
      return { ok: true, value: null };
    },
  });
  scene.answer = ({ body }) => (body.includes('text blog61.') ? answered(403) : OK);
  await scene.enqueue(...comments(61));
  await scene.pass(HOUR);
  expect(sizes(scene).filter((size) => size > 1)).toHaveLength(2);
  expect(await scene.states()).toEqual({ delivered: 60, waiting: 1 });
  expect(told.filter((type) => type === 'destination.failing')).toHaveLength(3);
});

test('a roundup that is refused costs no comment: each goes by itself, and only the one at fault is dead', async () => {
  const scene = await Scene.open('roundup-refused', SLACK);
  scene.answer = ({ body }) => (body.includes('text blog7.') || sizes(scene).at(-1) !== 1 ? answered(400) : OK);
  await scene.enqueue(...comments(20));
  await scene.pass(HOUR);
  expect(await scene.states()).toEqual({ delivered: 19, dead: 1 });
});

test('a roundup that was cut off leaves every one of its comments marked as possibly double', async () => {
  const scene = await Scene.open('roundup-cut', SLACK);
  scene.answer = () => {
    if (scene.posts.length === 1) throw new Error('crash');
    return OK;
  };
  await scene.enqueue(...comments(11));
  await scene.alarm();
  await scene.restart();
  await scene.pass(2 * MINUTE);
  expect(sizes(scene)).toEqual([11, 11]);
  expect((await scene.rows()).map(({ uncertain }) => uncertain)).toEqual(Array.from({ length: 11 }, () => 1));
});

test('a destination may ask for a roundup of fewer', async () => {
  const scene = await Scene.open('roundup-few', { ...SLACK, roundup: 2 });
  await scene.enqueue(...comments(3));
  await scene.pass(MINUTE);
  expect(sizes(scene)).toEqual([3]);
});
