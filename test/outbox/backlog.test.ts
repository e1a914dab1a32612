import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';

const OTHER: Partial<Dependencies> = {
  destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
};

/** Type, reason and count of what the others were told, and after how many hours. */
function told(harness: OutboxHarness, start: number) {
  return harness.offered.map(({ event: { type, timestamp, data } }) => {
    const { reason, waiting } = data as { reason: string; waiting: number };
    return `${type} ${reason} ${waiting} after ${(Date.parse(timestamp) - start) / HOUR} h`;
  });
}

test('more than the pace lets go within 30 days is told when that shows, once, and when it is over', async () => {
  const harness = await OutboxHarness.open('backlog', { pace: '1/h' }, OTHER);
  const start = harness.now;
  await harness.enqueue(...keys(800).map((key) => created(key, `feed-${Number(key) % 50}`)));
  await harness.pass(DAY);
  expect(told(harness, start)).toEqual(['destination.failing backlog 799 after 0 h']);
  await harness.restart();
  await harness.pass(5 * DAY);
  expect(told(harness, start)).toHaveLength(1);
  await harness.pass(30 * DAY);
  expect(told(harness, start).slice(1)).toEqual([expect.stringMatching(/^destination\.recovered backlog \d+ after/)]);
  const [failing, recovered] = harness.offered.map(({ event }) => event.data);
  expect(recovered).toMatchObject({ since: (failing as { since: string }).since });
});

test('one that grows is told before anything dies of it, and is over once the pace is raised', async () => {
  const harness = await OutboxHarness.open('backlog-grows', { pace: '1/h' }, OTHER);
  for (let day = 0; day < 29; day++) {
    await harness.enqueue(...keys(60, `d${day}-`).map((key) => created(key)));
    await harness.pass(DAY);
  }
  expect(harness.offered.map(({ event }) => event.type)).toEqual(['destination.failing']);
  expect((await harness.states())['dead']).toBeUndefined();
  harness.config = JSON.stringify({ url: 'https://hook.example/', pace: '100/h' });
  await harness.pass(DAY);
  expect(harness.offered.map(({ event }) => event.type)).toEqual(['destination.failing', 'destination.recovered']);
});

test('what has waited for an outage counts: the last of it would be dead before its turn', async () => {
  const harness = await OutboxHarness.open('backlog-outage', { pace: '1/h' }, OTHER);
  harness.answer = () => answered(500);
  await harness.enqueue(...keys(400).map((key) => created(key)));
  await harness.pass(20 * DAY);
  harness.answer = () => OK;
  await harness.pass(3 * HOUR);
  const reasons = harness.offered.map(({ event }) => (event.data as { reason: string }).reason);
  expect(reasons).toEqual(['HTTP 500', 'HTTP 500', 'backlog']);
});

test.each([
  ['few enough', 700, {}],
  ['many that are not wanted', 0, {}],
  ['many that go as roundups', 5000, { url: 'https://hooks.slack.com/services/T0/B0/x' }],
])('%s are no backlog', async (what, count, config) => {
  const harness = await OutboxHarness.open(`backlog-${what.replaceAll(' ', '-')}`, { pace: '1/h', ...config }, OTHER);
  await harness.enqueue(...keys(count).map((key) => created(key)));
  await harness.enqueue(created('first'), ...keys(count === 0 ? 1000 : 0).map((key) => updated(key, 'c2')));
  await harness.pass(MINUTE);
  await harness.pass(2 * HOUR);
  expect(harness.offered).toEqual([]);
});
