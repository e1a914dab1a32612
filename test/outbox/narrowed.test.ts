import { expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';
import { commentTextOf } from '../support/outbox-row.ts';

const value = (events: readonly string[]) => JSON.stringify({ url: 'https://hook.example/', pace: '3600/s', events });
const NARROW = value(['feed.*']);
const WIDE = value(['comment.*']);

test('what is not wanted any more and waits before a failing destination is passed over by its probes', async () => {
  const harness = await OutboxHarness.open('narrowed', { events: ['comment.*'] });
  harness.answer = () => answered(503);
  await harness.enqueue(created('a'), updated('a', 'c2'), created('b', 'other'));
  await harness.pass(HOUR);
  harness.config = value(['comment.created']);
  await harness.pass(3 * HOUR);
  expect(await harness.states()).toEqual({ waiting: 3 });
  harness.answer = () => OK;
  await harness.pass(2 * HOUR);
  expect(await harness.states()).toEqual({ delivered: 2, unwanted: 1 });
});

test('where nothing else waits before a failing destination, it keeps no probe waiting', async () => {
  const harness = await OutboxHarness.open('narrowed-all', { events: ['comment.*'] });
  harness.answer = () => answered(503);
  await harness.enqueue(...keys(50).map((key) => created(key)));
  await harness.pass(HOUR);
  harness.config = NARROW;
  await harness.pass(90 * MINUTE);
  expect(await harness.states()).toEqual({ unwanted: 50 });
  const probes = harness.posts.length;
  harness.answer = () => OK;
  harness.config = WIDE;
  await harness.enqueue(created('z'));
  await harness.pass(MINUTE);
  expect(harness.sent.slice(probes)).toEqual(['z']);
});

test('a failing destination before which nothing waits, and whose value is wrong, rests until its next look', async () => {
  const harness = await OutboxHarness.open('narrowed-blocked', { events: ['comment.*'] });
  harness.answer = () => answered(503);
  await harness.enqueue(created('a'));
  await harness.pass(5 * MINUTE);
  harness.config = NARROW;
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ unwanted: 1 });
  harness.config = 'no';
  await harness.inside((outbox) => outbox.wake());
  await harness.alarm();
  expect(await harness.inside((outbox) => outbox.status().blocked)).toMatch(/./);
  expect(await harness.alarmIn()).toBeGreaterThan(0);
});

test('a message on trial that is not wanted any more is on trial no more', async () => {
  const harness = await OutboxHarness.open('unwanted-on-trial', { events: ['comment.*'] });
  harness.answer = ({ key }) => (key === 'a' ? answered(500) : OK);
  await harness.enqueue(created('z'));
  await harness.pass(MINUTE);
  await harness.enqueue(updated('z', 'c2'));
  const [, edit] = await harness.rows();
  await harness.inside(({ context: { sql } }) =>
    sql.exec("UPDATE message SET trial = 'on trial' WHERE seq = ?", edit?.seq ?? 0),
  );
  harness.config = value(['comment.created']);
  await harness.inside((outbox) => outbox.wake());
  harness.now += 5 * MINUTE;
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ delivered: 1, unwanted: 1 });
  expect((await harness.rows()).map(({ trial }) => trial)).toEqual([null, null]);
});

test('an edit does not go before its comment, where that is passed over', async () => {
  const harness = await OutboxHarness.open('unwanted-order', { events: ['comment.*'] });
  await harness.enqueue(created('z'));
  await harness.pass(MINUTE);
  harness.config = value(['comment.updated']);
  await harness.inside((outbox) => outbox.wake());
  await harness.enqueue(created('a'), updated('a', 'c2'), updated('z', 'c2'));
  await harness.inside((outbox) => outbox.wake());
  harness.now += MINUTE;
  await harness.pass(0);
  expect(harness.sent).toEqual(['z', 'z']);
  harness.config = value(['comment.*']);
  await harness.pass(HOUR);
  expect(harness.posts.slice(2).map(({ body }) => commentTextOf(body))).toEqual(['c1', 'c2']);
});

test('what alone is wanted and alone is not taken keeps nothing unwanted waiting for long', async () => {
  const harness = await OutboxHarness.open('unwanted-alone');
  await harness.enqueue(created('a'), created('bad'));
  harness.answer = ({ key }) => (key === 'bad' ? answered(500) : OK);
  await harness.pass(HOUR);
  await harness.enqueue(updated('a', 'c2'));
  await harness.pass(2 * HOUR);
  expect(await harness.states()).toEqual({ delivered: 1, waiting: 1, unwanted: 1 });
});
