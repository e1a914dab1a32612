import { expect, test } from 'vitest';
import { readOutboxState } from '../../worker/outbox/store/state.ts';
import { HEALTHY } from '../../worker/rules/circuit.ts';
import { created, MINUTE, OutboxHarness } from '../support/outbox.ts';

test('a state that cannot be read begins anew, field by field', async () => {
  const harness = await OutboxHarness.open('spoilt');
  const written = { name: 'spoilt', circuit: { failing: 'x' }, told: [{ since: 1 }], pausedUntil: 5 };
  await harness.inside((_outbox, { storage: { sql } }) => {
    sql.exec('UPDATE state SET value = ?', JSON.stringify(written));
    sql.exec('UPDATE claim SET sends = ?', JSON.stringify({ lastFeed: 7, bucket: 'x', lastDelivery: 6 }));
  });
  const state = await harness.inside(({ context: { sql } }) => readOutboxState(sql));
  expect(state).toMatchObject({ name: 'spoilt', circuit: HEALTHY, told: [], pausedUntil: 5 });
  expect(state).toMatchObject({ lastFeed: '', bucket: [], lastDelivery: 6 });
});

test('a body that cannot be read is dead, and stops no other', async () => {
  const harness = await OutboxHarness.open('spoilt-body');
  await harness.enqueue(created('a'), created('b'), created('c'));
  await harness.inside((_outbox, { storage: { sql } }) => {
    sql.exec(`UPDATE message SET body = '{"type":"comment.created"}' WHERE seq = 1`);
    sql.exec(`UPDATE message SET body = '{' WHERE seq = 2`);
  });
  await harness.pass(MINUTE);
  expect(await harness.states()).toEqual({ dead: 2, delivered: 1 });
});
