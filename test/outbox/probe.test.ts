import { expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';

test('a receiver that is down for three attempts gets everything, in order, under unchanged ids', async () => {
  const harness = await OutboxHarness.open('down');
  harness.answer = () => (harness.posts.length <= 3 ? answered(500) : OK);
  await harness.enqueue(created('a'), created('b'));
  await harness.pass(10 * MINUTE);
  expect(harness.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(new Set(harness.posts.map(({ id }) => id)).size).toBe(2);
});

test('after three days of outage everything arrives in order, and nothing is dead', async () => {
  const harness = await OutboxHarness.open('outage');
  const until = harness.now + 3 * DAY;
  harness.answer = () => (harness.now < until ? answered(503) : OK);
  for (const key of keys(30)) {
    await harness.enqueue(created(key));
    await harness.pass(2.5 * HOUR);
  }
  await harness.pass(2 * HOUR);
  const taken = harness.posts.filter(({ at }) => at >= until).map(({ key }) => key);
  expect(taken).toEqual(keys(30));
});

test('a message that alone is refused with 403 is dead, the others arrive in order', async () => {
  const harness = await OutboxHarness.open('waf');
  harness.answer = ({ key }) => (key === '2' ? answered(403) : OK);
  await harness.enqueue(...keys(6).map((key) => created(key)));
  await harness.pass(10 * MINUTE);
  expect(await harness.states()).toEqual({ delivered: 5, dead: 1 });
  expect(harness.sent.filter((key) => key !== '2')).toEqual(['1', '3', '4', '5', '6']);
  expect((await harness.rows())[1]).toMatchObject({ state: 'dead', reason: 'HTTP 403, while others passed' });
});

test('the alternate is another feed’s, so that no feed is out of order', async () => {
  const harness = await OutboxHarness.open('alternate');
  harness.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await harness.enqueue(
    created('a1', 'a'),
    created('a2', 'a'),
    created('b1', 'b'),
    created('c1', 'c'),
    created('b2', 'b'),
  );
  await harness.pass(10 * MINUTE);
  expect(harness.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'c1', 'a2', 'b2']);
});

test('alternates that pass are in order too', async () => {
  const harness = await OutboxHarness.open('alternate-order');
  harness.answer = ({ key }) => (key === 'a1' ? answered(500) : OK);
  await harness.enqueue(created('a1', 'a'), created('a2', 'a'), created('b1', 'b'), created('a3', 'a'));
  await harness.pass(10 * MINUTE);
  expect(harness.sent).toEqual(['a1', 'a1', 'a1', 'a1', 'b1', 'a1', 'a2', 'a3']);
});

test('and so are they where another one fails too', async () => {
  const harness = await OutboxHarness.open('alternate-two');
  harness.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await harness.enqueue(...['a1', 'a2', 'b1', 'a3', 'b2', 'a4'].map((key) => created(key, key[0])));
  await harness.pass(3 * HOUR);
  const passed = harness.sent.filter((key) => key !== 'a1' && key !== 'b1');
  expect(passed.filter((key) => key.startsWith('a'))).toEqual(['a2', 'a3', 'a4']);
  expect(passed).toContain('b2');
});

test('and where that other feed’s were there first', async () => {
  const harness = await OutboxHarness.open('alternate-before');
  harness.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(500) : OK);
  await harness.enqueue(...['b1', 'b2', 'a1', 'b3', 'b4'].map((key) => created(key, key[0])));
  await harness.pass(3 * HOUR);
  expect(harness.sent.filter((key) => key !== 'a1' && key !== 'b1')).toEqual(['b2', 'b3', 'b4']);
});

test('an edit is never the alternate to its own comment', async () => {
  const harness = await OutboxHarness.open('alternate-edit', { events: ['comment.*'] });
  harness.answer = ({ body }) => (body.includes('comment.created') && body.includes('bad') ? answered(500) : OK);
  await harness.enqueue(created('bad'), updated('bad', 'c2'), created('good'));
  await harness.pass(DAY);
  const types = () => harness.posts.map(({ key, body }) => `${key} ${JSON.parse(body).type}`);
  expect(types()).not.toContain('bad comment.updated');
  await harness.enqueue(created('next'));
  await harness.pass(DAY);
  expect(types().slice(-2)).toEqual(['next comment.created', 'bad comment.updated']);
  expect(await harness.states()).toEqual({ dead: 1, delivered: 3 });
});

test('one message that alone is put off, time and again, does not keep the others', async () => {
  const harness = await OutboxHarness.open('put-off');
  harness.answer = ({ key }) => (key === 'a1' || key === 'b1' ? answered(503, '1') : OK);
  const offers = ['a', 'b'].flatMap((feed) => [1, 2, 3, 4].map((number) => [`${feed}${number}`, feed] as const));
  await harness.enqueue(...offers.map(([key, feed]) => created(key, feed)));
  await harness.pass(6 * HOUR);
  expect(await harness.states()).toEqual({ delivered: 6, dead: 2 });
  expect(harness.posts.length).toBeLessThan(60);
});

test('five refused in a row wait again, and nothing is lost when the destination comes to its senses', async () => {
  const harness = await OutboxHarness.open('refused');
  const until = harness.now + HOUR;
  harness.answer = () => (harness.now < until ? answered(413) : OK);
  await harness.enqueue(...keys(8).map((key) => created(key)));
  await harness.pass(0);
  expect(harness.sent).toEqual(keys(5));
  expect(await harness.states()).toEqual({ waiting: 8 });
  await harness.pass(2 * HOUR);
  expect(harness.posts.filter(({ at }) => at >= until).map(({ key }) => key)).toEqual(keys(8));
});
