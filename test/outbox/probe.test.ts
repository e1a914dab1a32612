import { expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, Scene, updated } from '../support/outbox.ts';

test('a receiver that is down for three attempts gets everything, in order, under unchanged ids', async () => {
  const scene = await Scene.open('down');
  scene.answer = () => (scene.posts.length <= 3 ? answered(500) : OK);
  await scene.enqueue(created('a'), created('b'));
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(new Set(scene.posts.map(({ id }) => id)).size).toBe(2);
});

test('after three days of outage everything arrives in order, and nothing is dead', async () => {
  const scene = await Scene.open('outage');
  const until = scene.now + 3 * DAY;
  scene.answer = () => (scene.now < until ? answered(503) : OK);
  for (const key of keys(30)) {
    await scene.enqueue(created(key));
    await scene.pass(2.5 * HOUR);
  }
  await scene.pass(2 * HOUR);
  const taken = scene.posts.filter(({ at }) => at >= until).map(({ key }) => key);
  expect(taken).toEqual(keys(30));
});

test('a message that alone is refused with 403 is dead, the others arrive in order', async () => {
  const scene = await Scene.open('waf');
  scene.answer = ({ key }) => (key === '2' ? answered(403) : OK);
  await scene.enqueue(...keys(6).map((key) => created(key)));
  await scene.pass(10 * MINUTE);
  expect(await scene.states()).toEqual({ delivered: 5, dead: 1 });
  expect(scene.sent.filter((key) => key !== '2')).toEqual(['1', '3', '4', '5', '6']);
  expect((await scene.rows())[1]).toMatchObject({ state: 'dead', reason: 'HTTP 403, while others passed' });
});

test('the one that is tried in another’s stead is another feed’s, so that no feed is out of order', async () => {
  const scene = await Scene.open('stead');
  scene.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await scene.enqueue(
    created('a1', 'a'),
    created('a2', 'a'),
    created('b1', 'b'),
    created('c1', 'c'),
    created('b2', 'b'),
  );
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'c1', 'a2', 'b2']);
});

test('those that are tried in another’s stead and pass are in order too', async () => {
  const scene = await Scene.open('stead-order');
  scene.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await scene.enqueue(created('a1', 'a'), created('a2', 'a'), created('b1', 'b'), created('a3', 'a'));
  await scene.pass(10 * MINUTE);
  expect(scene.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'a2', 'a3']);
});

test('and so are they where another one fails too', async () => {
  const scene = await Scene.open('stead-two');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await scene.enqueue(...['a1', 'a2', 'b1', 'a3', 'b2', 'a4'].map((key) => created(key, key[0])));
  await scene.pass(3 * HOUR);
  const passed = scene.sent.filter((key) => key !== 'a1' && key !== 'b1');
  expect(passed.filter((key) => key.startsWith('a'))).toEqual(['a2', 'a3', 'a4']);
  expect(passed).toContain('b2');
});

test('and where that other feed’s were there first', async () => {
  const scene = await Scene.open('stead-before');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await scene.enqueue(...['b1', 'b2', 'a1', 'b3', 'b4'].map((key) => created(key, key[0])));
  await scene.pass(3 * HOUR);
  expect(scene.sent.filter((key) => key !== 'a1' && key !== 'b1')).toEqual(['b2', 'b3', 'b4']);
});

test('an edit is never tried in its own comment’s stead', async () => {
  const scene = await Scene.open('stead-edit', { events: ['comment.*'] });
  scene.answer = ({ body }) => (body.includes('comment.created') && body.includes('bad') ? answered(500) : OK);
  await scene.enqueue(created('bad'), updated('bad', 'c2'), created('good'));
  await scene.pass(DAY);
  const types = () => scene.posts.map(({ key, body }) => `${key} ${JSON.parse(body).type}`);
  expect(types()).not.toContain('bad comment.updated');
  await scene.enqueue(created('next'));
  await scene.pass(DAY);
  expect(types().slice(-2)).toEqual(['next comment.created', 'bad comment.updated']);
  expect(await scene.states()).toEqual({ dead: 1, delivered: 3 });
});

test('one message that alone is put off, time and again, does not keep the others', async () => {
  const scene = await Scene.open('put-off');
  scene.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(503, '1') : OK);
  const offers = ['a', 'b'].flatMap((feed) => [1, 2, 3].map((number) => [`${feed}${number}`, feed] as const));
  await scene.enqueue(...offers.map(([key, feed]) => created(key, feed)));
  await scene.pass(6 * HOUR);
  expect(await scene.states()).toEqual({ delivered: 4, dead: 2 });
  expect(scene.posts.length).toBeLessThan(60);
});

test('five refused in a row wait again, and nothing is lost when the destination comes to its senses', async () => {
  const scene = await Scene.open('refused');
  const until = scene.now + HOUR;
  scene.answer = () => (scene.now < until ? answered(413) : OK);
  await scene.enqueue(...keys(8).map((key) => created(key)));
  await scene.pass(0);
  expect(scene.sent).toEqual(keys(5));
  expect(await scene.states()).toEqual({ waiting: 8 });
  await scene.pass(2 * HOUR);
  expect(scene.posts.filter(({ at }) => at >= until).map(({ key }) => key)).toEqual(keys(8));
});
