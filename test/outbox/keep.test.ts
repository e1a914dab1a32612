import { describe, expect, test, vi } from 'vitest';
import { HEALTHY } from '../../worker/rules/circuit.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';

/** Gives each message's state, and `body` where that is still kept. */
async function kept(harness: OutboxHarness) {
  return (await harness.rows()).map(({ state, body }) => `${state}${body === null ? '' : ' body'}`);
}

describe('what is kept', () => {
  test('of a delivered message: its body for 7 days, its id for 90', async () => {
    const harness = await OutboxHarness.open('keep-delivered');
    await harness.enqueue(created('a'));
    await harness.pass(7 * DAY - HOUR);
    expect(await kept(harness)).toEqual(['delivered body']);
    await harness.pass(DAY + 2 * HOUR);
    expect(await kept(harness)).toEqual(['delivered']);
    await harness.pass(81 * DAY);
    expect(await harness.enqueue(created('a', 'blog', 'c2'))).toEqual([{ content: 'c1' }]);
    await harness.pass(3 * DAY);
    expect(await kept(harness)).toEqual([]);
    expect(await harness.alarmIn()).toBeNull();
  });

  test('of one that is held back: its body for 30 days', async () => {
    const harness = await OutboxHarness.open('keep-held');
    await harness.enqueue(created('a', 'blog', 'c1', 'baseline'));
    await harness.pass(30 * DAY - HOUR);
    expect(await kept(harness)).toEqual(['baseline body']);
    await harness.pass(DAY + 2 * HOUR);
    expect(await kept(harness)).toEqual(['baseline']);
  });

  test('of one that waits: everything for 30 days; then it is dead, and its body stays 30 days more', async () => {
    const harness = await OutboxHarness.open('keep-waiting');
    harness.answer = () => answered(500, '86400');
    await harness.enqueue(created('a'));
    await harness.pass(30 * DAY - HOUR);
    expect(await kept(harness)).toEqual(['waiting body']);
    await harness.pass(DAY + 2 * HOUR);
    expect(await kept(harness)).toEqual(['dead body']);
    expect((await harness.rows())[0]?.reason).toBe('HTTP 500, waited 30 days');
    await harness.pass(29 * DAY);
    expect(await kept(harness)).toEqual(['dead body']);
    await harness.pass(3 * DAY);
    expect(await kept(harness)).toEqual(['dead']);
  });

  test('of a comment that is edited: its id for 90 days after the last edit', async () => {
    const harness = await OutboxHarness.open('keep-edited', { events: ['comment.*'] });
    await harness.enqueue(created('a'));
    await harness.pass(60 * DAY);
    await harness.enqueue(updated('a', 'c2'));
    await harness.pass(60 * DAY);
    expect(await harness.enqueue(created('a'))).toEqual([{ content: 'c2' }]);
  });

  test('of what is gone: nothing that could be taken for a message that comes after it', async () => {
    const harness = await OutboxHarness.open('keep-nothing');
    harness.answer = ({ key }) => answered(key.startsWith('bad') ? 413 : 204);
    await harness.enqueue(created('good'), created('bad-1'), created('bad-2'), created('bad-3'), created('bad-4'));
    await harness.pass(92 * DAY);
    expect(await harness.rows()).toEqual([]);
    const { circuit } = await harness.inside(({ context }) => context.state);
    expect(circuit).toEqual(HEALTHY);
    await harness.enqueue(created('b'));
    await harness.pass(MINUTE);
    expect(await harness.rows()).toMatchObject([{ state: 'delivered', uncertain: 0, attempts: 1 }]);
  });

  test('of a message on trial that waited too long: no trial', async () => {
    const harness = await OutboxHarness.open('keep-on-trial');
    harness.answer = () => answered(500, '86400');
    await harness.enqueue(created('a'));
    await harness.pass(29 * DAY);
    await harness.inside(({ context }) => {
      context.sql.exec("UPDATE message SET trial = 'on trial'");
      context.change({ circuit: HEALTHY, pausedUntil: harness.now + 3 * DAY });
    });
    await harness.pass(2 * DAY);
    expect(await harness.rows()).toMatchObject([{ state: 'dead', trial: null }]);
  });

  test('is looked through in batches', async () => {
    const harness = await OutboxHarness.open('keep-many');
    const offers = Array.from({ length: 2500 }, (_, at) => created(`${at}`, 'blog', 'c1', 'baseline'));
    await harness.enqueue(...offers);
    await harness.pass(32 * DAY);
    expect(new Set(await kept(harness))).toEqual(new Set(['baseline']));
    await harness.pass(61 * DAY);
    expect(await kept(harness)).toEqual([]);
  });
});

describe('replay', () => {
  test('sends a message again under its id, and says so in the log', async () => {
    const harness = await OutboxHarness.open('replay');
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(MINUTE);
    const id = harness.posts[1]?.id ?? '';
    const lines = vi.spyOn(console, 'log');
    expect(await harness.inside((outbox) => outbox.replay({ ids: [id, 'msg_unknown'] }))).toEqual({
      waiting: 1,
      gone: 0,
    });
    expect(JSON.stringify(lines.mock.calls)).toContain('outbox.replayed');
    lines.mockRestore();
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'b', 'b']);
    expect(harness.posts[2]?.id).toBe(id);
    expect((await harness.rows()).map(({ replayed }) => replayed !== null)).toEqual([false, true]);
  });

  test('sends what is dead, all of it, and it lives 30 days again', async () => {
    const harness = await OutboxHarness.open('replay-dead');
    harness.answer = () => answered(413);
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(20 * DAY);
    expect(await harness.states()).toEqual({ dead: 2 });
    harness.answer = () => answered(500, '86400');
    expect(await harness.inside((outbox) => outbox.replay({ state: 'dead' }))).toEqual({ waiting: 2, gone: 0 });
    await harness.pass(28 * DAY);
    expect(await harness.states()).toEqual({ waiting: 2 });
    harness.answer = () => OK;
    await harness.pass(DAY);
    expect(await harness.states()).toEqual({ delivered: 2 });
  });

  test('sends a span of time, but nothing that was held back', async () => {
    const harness = await OutboxHarness.open('replay-span');
    await harness.enqueue(created('a'), created('held', 'blog', 'c1', 'filtered'));
    await harness.pass(HOUR);
    const from = harness.now;
    await harness.enqueue(created('b'), created('held too', 'blog', 'c1', 'baseline'));
    await harness.pass(HOUR);
    expect(await harness.inside((outbox) => outbox.replay({ from, to: from + 1 }))).toEqual({ waiting: 1, gone: 0 });
    await harness.pass(HOUR);
    expect(harness.sent).toEqual(['a', 'b', 'b']);
  });

  test('sends what was held back where it is named; then it belongs to the feed', async () => {
    const harness = await OutboxHarness.open('replay-held');
    await harness.enqueue(created('a', 'blog', 'c1', 'baseline'));
    const [row] = await harness.rows();
    await harness.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
    await harness.enqueue(created('a', 'site'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
  });

  test('says of how many the body is gone', async () => {
    const harness = await OutboxHarness.open('replay-gone');
    await harness.enqueue(created('a'));
    await harness.pass(10 * DAY);
    const [row] = await harness.rows();
    expect(await harness.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }))).toEqual({ waiting: 0, gone: 1 });
  });
});

describe('the delivery log', () => {
  test('is read in pages, newest first, by state as well', async () => {
    const harness = await OutboxHarness.open('delivery-log');
    harness.answer = ({ key }) => (key === '3' ? answered(413) : OK);
    await harness.enqueue(...Array.from({ length: 5 }, (_, at) => created(`${at + 1}`)));
    await harness.pass(MINUTE);
    const page = await harness.inside((outbox) => outbox.log({ limit: 2 }));
    expect([page.entries.map(({ seq }) => seq), page.next]).toEqual([[5, 4], 4]);
    const next = await harness.inside((outbox) => outbox.log({ limit: 2, before: 4 }));
    expect(next.entries.map(({ seq, state }) => [seq, state])).toEqual([
      [3, 'dead'],
      [2, 'delivered'],
    ]);
    const { entries: dead } = await harness.inside((outbox) => outbox.log({ state: 'dead' }));
    expect(dead).toEqual([
      expect.objectContaining({ seq: 3, reason: 'HTTP 413', status: 413, attempts: 1, uncertain: false, kept: true }),
    ]);
  });

  test('how a destination stands is told in numbers', async () => {
    const harness = await OutboxHarness.open('standing');
    harness.answer = ({ key }) => (key === 'b' ? answered(500) : OK);
    await harness.enqueue(created('a'), created('b'), created('c', 'blog', 'c1', 'filtered'));
    await harness.pass(0);
    expect(await harness.inside((outbox) => outbox.status())).toMatchObject({
      waiting: 1,
      failing: { reason: 'HTTP 500' },
      blocked: null,
    });
  });
});
