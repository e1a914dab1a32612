import { expect, test } from 'vitest';
import type { SendResult } from '../../worker/exchange.ts';
import { answered, created, DAY, MINUTE, OutboxHarness } from '../support/outbox.ts';

const says = (status: number, beginning: string): SendResult => ({
  kind: 'answered',
  status,
  retryAfter: null,
  body: null,
  beginning,
});

const kept = (harness: OutboxHarness) =>
  harness.inside((_outbox, { storage }) =>
    storage.sql.exec('SELECT status, ms, answer FROM message ORDER BY seq').toArray(),
  );

test('the receiver’s last answer is kept with the message: status, time taken and beginning', async () => {
  const harness = await OutboxHarness.open('answer');
  harness.answer = () => {
    harness.now += 120;
    return harness.posts.length === 1 ? says(500, 'stack trace') : says(200, 'thanks');
  };
  await harness.enqueue(created('a'));
  await harness.alarm();
  expect(await kept(harness)).toEqual([{ status: 500, ms: 120, answer: 'stack trace' }]);
  await harness.pass(MINUTE);
  expect(await kept(harness)).toEqual([{ status: 200, ms: 120, answer: 'thanks' }]);
});

test('no answer leaves none of an earlier one', async () => {
  const harness = await OutboxHarness.open('no-answer');
  harness.answer = () => (harness.posts.length === 1 ? says(500, 'stack trace') : { kind: 'timeout' });
  await harness.enqueue(created('a'));
  await harness.pass(2000);
  expect(harness.posts.length).toBe(2);
  expect(await kept(harness)).toEqual([{ status: null, ms: null, answer: null }]);
});

test('it is kept without the credentials that it repeats', async () => {
  const url = 'https://hook.example/h/8fkQ2lLq91x';
  const harness = await OutboxHarness.open('answer-blank', { url, headers: { authorization: 'Bearer tok-4711' } });
  harness.answer = ({ url: asked }) => says(200, `${asked} got tok-4711`);
  await harness.enqueue(created('a'));
  await harness.alarm();
  expect(await kept(harness)).toEqual([{ status: 200, ms: 0, answer: '*** got ***' }]);
});

/** Rows that an alarm writes in which one message goes, and is answered so. */
const rowsOf = async (name: string, answer: SendResult) => {
  const harness = await OutboxHarness.open(name);
  harness.answer = () => answer;
  await harness.enqueue(created('warm-up'));
  await harness.alarm();
  await harness.enqueue(created('a'));
  const changes = () =>
    harness.inside(({ context: { sql } }) => Number(sql.exec('SELECT total_changes() AS n').one()['n']));
  const before = await changes();
  await harness.alarm();
  return (await changes()) - before;
};

test('it costs no row', async () => {
  expect(await rowsOf('answer-rows', says(200, 'x'.repeat(2048)))).toBe(await rowsOf('answer-no-rows', answered(200)));
});

test('it goes when the body does', async () => {
  const harness = await OutboxHarness.open('answer-goes');
  harness.answer = () => says(200, 'thanks');
  await harness.enqueue(created('a'));
  await harness.pass(6 * DAY);
  expect(await kept(harness)).toMatchObject([{ answer: 'thanks' }]);
  await harness.pass(3 * DAY);
  expect(await kept(harness)).toMatchObject([{ status: 200, answer: null }]);
});
