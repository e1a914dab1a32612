import { expect, test } from 'vitest';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness } from '../support/outbox.ts';

/** Messages of each trial, by the key of their comment. */
async function trials(harness: OutboxHarness): Promise<Readonly<Record<string, string>>> {
  const rows = await harness.rows();
  return Object.fromEntries(
    rows.flatMap(({ trial, body }) => (trial === null ? [] : [[JSON.parse(body ?? '').data.comment.id, trial]])),
  );
}

test('refusals add up until one is taken', async () => {
  const harness = await OutboxHarness.open('refusals');
  harness.answer = ({ key }) => (key === '5' || key === '10' ? OK : answered(413));
  await harness.enqueue(...keys(9).map((key) => created(key)));
  await harness.pass(0);
  expect(await harness.states()).toEqual({ dead: 8, delivered: 1 });
  expect(await trials(harness)).toEqual({ 6: 'refused', 7: 'refused', 8: 'refused', 9: 'refused' });
  await harness.enqueue(created('10'));
  await harness.pass(0);
  expect(await trials(harness)).toEqual({});
});

test('however many are refused, they are dead in the end, and those behind them arrive', async () => {
  const harness = await OutboxHarness.open('refused-many');
  harness.answer = ({ key }) => (Number(key) <= 12 ? answered(413) : OK);
  await harness.enqueue(...keys(30).map((key) => created(key)));
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ dead: 12, delivered: 18 });
});

test('one that was replayed counts once among those that are refused, and begins anew', async () => {
  const harness = await OutboxHarness.open('refused-replayed');
  harness.answer = () => answered(413);
  await harness.enqueue(created('a'));
  for (let times = 0; times < 6; times++) {
    await harness.pass(MINUTE);
    await harness.inside((outbox) => outbox.replay({ state: 'dead' }));
  }
  await harness.pass(MINUTE);
  expect(await harness.states()).toEqual({ dead: 1 });
});

test('alternates that failed are remembered until the head is settled, past what dies in between', async () => {
  const harness = await OutboxHarness.open('alternates');
  harness.answer = ({ key }) => (Number(key) <= 4 ? answered(500) : OK);
  await harness.enqueue(...keys(14).map((key) => created(key)));
  await harness.pass(10 * MINUTE);
  expect(await trials(harness)).toMatchObject({ 2: 'alternate' });
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ dead: 4, delivered: 10 });
  expect(await trials(harness)).toEqual({});
});

test('after an outage nobody is thought to have failed', async () => {
  const harness = await OutboxHarness.open('outage-over', { pace: '1/h' });
  const until = harness.now + 12.5 * HOUR;
  harness.answer = () => (harness.now < until ? answered(500) : OK);
  await harness.enqueue(...keys(9).map((key) => created(key)));
  await harness.pass(12 * HOUR);
  expect(Object.values(await trials(harness))).toContain('alternate');
  await harness.pass(2 * HOUR);
  expect(await harness.states()).toMatchObject({ waiting: 7, delivered: 2 });
  expect(await trials(harness)).toEqual({});
});

test('who failed while another passed is on trial, and acquitted where the next one fails as well', async () => {
  const harness = await OutboxHarness.open('acquitted');
  let alternates = 0;
  harness.answer = ({ key }) => (key !== '1' && ++alternates === 1 ? OK : answered(500));
  await harness.enqueue(...keys(3).map((key) => created(key)));
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ waiting: 2, delivered: 1 });
  expect(Object.values(await trials(harness))).not.toContain('on trial');
});
