import { expect, test } from 'vitest';
import { CHAT, comments, deliveryId, openChat, roundups, shown } from '../support/chat.ts';
import { answered, DAY, HOUR, MINUTE, OK, type Scene, SECOND, updated } from '../support/outbox.ts';

/** How many roundups are fixed. */
function fixed(scene: Scene) {
  return scene.inside((_outbox, { storage }) => storage.sql.exec('SELECT 1 FROM roundup').toArray().length);
}

test('a roundup that fails is tried again as it was, whatever has come meanwhile, and what has come goes after it', async () => {
  const scene = await openChat('roundup-fails');
  scene.answer = () => (scene.posts.length <= 2 ? answered(500) : OK);
  await scene.enqueue(...comments(20));
  await scene.pass(2 * SECOND);
  await scene.enqueue(...comments(40).slice(20));
  await scene.pass(10 * MINUTE);
  expect(roundups(scene)).toEqual([20, 20, 20, 20]);
  const [first, second, third, fourth] = scene.posts.map(deliveryId);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
  expect(await scene.states()).toEqual({ delivered: 40 });
  expect(await fixed(scene)).toBe(0);
});

test('a roundup that fails while single comments pass is halved, until the one at fault is alone', async () => {
  const told: string[] = [];
  const scene = await openChat('roundup-poisoned', {
    destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    offer: async (_to, offers) => {
      told.push(...offers.map(({ happening }) => happening.type));
      return { ok: true, value: null };
    },
  });
  scene.answer = ({ body }) => (body.includes('text blog61.') ? answered(403) : OK);
  await scene.enqueue(...comments(61));
  await scene.pass(6 * HOUR);
  expect(await scene.states()).toEqual({ delivered: 60, waiting: 1 });
  expect(await fixed(scene)).toBe(0);
  expect(scene.posts.length).toBeLessThan(30);
  // Nothing is sent twice that was taken.
  const taken = scene.posts.filter(({ body }) => !body.includes('text blog61.')).flatMap(({ body }) => shown(body));
  expect(taken.toSorted()).toEqual(
    comments(60)
      .map(({ content }) => content)
      .toSorted(),
  );
});

test('a roundup that alone fails, while another feed passes, is halved rather than dead', async () => {
  const scene = await openChat('roundup-suspect');
  scene.answer = ({ body }) => (body.includes('text blog7.') ? answered(500) : OK);
  await scene.enqueue(...comments(20));
  await scene.pass(2 * SECOND);
  await scene.enqueue(...comments(60, 'other'));
  await scene.pass(DAY);
  await scene.enqueue(...comments(3, 'last'));
  await scene.pass(DAY);
  const { delivered = 0, waiting = 0, dead = 0 } = await scene.states();
  expect([delivered, waiting + dead]).toEqual([82, 1]);
});

test('a roundup that is refused is halved, and only the comment at fault is dead', async () => {
  const scene = await openChat('roundup-refused');
  scene.answer = ({ body }) => (body.includes('text blog7.') ? answered(400) : OK);
  await scene.enqueue(...comments(20));
  await scene.pass(HOUR);
  expect(roundups(scene)).toEqual([20, 10, 5, 5, 3, 2, 1, 1, 1, 2, 10]);
  expect(await scene.states()).toEqual({ delivered: 19, dead: 1 });
  expect(new Set(scene.posts.map(deliveryId)).size).toBe(11);
});

test('a destination that refuses everything loses nothing by roundups', async () => {
  const scene = await openChat('roundup-all-refused');
  scene.answer = () => (scene.posts.length < 60 ? answered(400) : OK);
  await scene.enqueue(...comments(40));
  await scene.pass(3 * DAY);
  expect(await scene.states()).toEqual({ delivered: 40 });
});

test('the members of a roundup that was cut off stay, under its id, and are marked as possibly double', async () => {
  const scene = await openChat('roundup-cut');
  scene.answer = () => {
    if (scene.posts.length === 1) throw new Error('crash');
    return OK;
  };
  await scene.enqueue(...comments(11));
  await scene.alarm();
  await scene.enqueue(...comments(14).slice(11));
  await scene.restart();
  await scene.pass(2 * MINUTE);
  expect(roundups(scene)).toEqual([11, 11, 1, 1, 1]);
  expect(deliveryId(scene.posts[1])).toBe(deliveryId(scene.posts[0]));
  expect((await scene.rows()).map(({ uncertain }) => uncertain)).toEqual([
    ...Array.from({ length: 11 }, () => 1),
    0,
    0,
    0,
  ]);
});

test('a roundup that crashes us again and again is halved', async () => {
  const scene = await openChat('roundup-crashes');
  scene.answer = ({ body }) => {
    if (body.includes('text blog2.') && scene.posts.length < 8) throw new Error('crash');
    return OK;
  };
  await scene.enqueue(...comments(11));
  for (let alarms = 0; alarms < 20; alarms++) {
    await scene.alarm();
    await scene.restart();
  }
  await scene.pass(HOUR);
  expect(roundups(scene).slice(0, 4)).toEqual([11, 11, 11, 6]);
  expect(await scene.states()).toEqual({ delivered: 11 });
});

test('a roundup in which one comment is not wanted any more goes without it', async () => {
  const scene = await openChat('roundup-unwanted');
  scene.answer = () => (scene.posts.length <= 2 ? answered(500) : OK);
  await scene.enqueue(...comments(11), updated('blog1', 'other text'));
  await scene.pass(10 * SECOND);
  scene.config = JSON.stringify({ ...CHAT, events: ['comment.created'] });
  await scene.pass(HOUR);
  expect(roundups(scene)).toEqual([12, 12, 11]);
  expect(await scene.states()).toEqual({ delivered: 11, unwanted: 1 });
});

test('a replayed roundup goes under another id, so that the chat takes it', async () => {
  const scene = await openChat('roundup-replayed');
  const start = scene.now;
  await scene.enqueue(...comments(12));
  await scene.pass(MINUTE);
  await scene.inside((outbox) => outbox.replay({ from: start, to: scene.now }));
  await scene.pass(MINUTE);
  expect(roundups(scene)).toEqual([12, 12]);
  expect(new Set(scene.posts.map(deliveryId)).size).toBe(2);
});
