import { describe, expect, test, vi } from 'vitest';
import { probedNow } from '../../worker/rules/circuit.ts';
import { answered, created, HOUR, keys, MINUTE, OK, OutboxHarness, SECOND, updated, entry } from '../support/outbox.ts';

const value = (events: readonly string[]) => JSON.stringify({ url: 'https://hook.example/', pace: '3600/s', events });
const NARROW = value(['feed.*']);
const WIDE = value(['comment.*']);

describe('what `events` leaves out', () => {
  test('stands in the log with that rule and its body, and is not sent', async () => {
    const harness = await OutboxHarness.open('unwanted', { events: ['feed.*'] });
    const lines = vi.spyOn(console, 'log');
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(JSON.stringify(lines.mock.calls)).toContain('message.unwanted');
    lines.mockRestore();
    expect(harness.sent).toEqual([]);
    const {
      entries: [logged],
    } = await harness.inside((outbox) => outbox.log({ state: 'unwanted' }));
    expect(logged).toMatchObject({ state: 'unwanted', reason: 'events', kept: true, attempts: 0 });
    expect(await harness.inside((outbox) => outbox.status().waiting)).toBe(0);
  });

  test('is sent where it is named, whatever `events` says', async () => {
    const harness = await OutboxHarness.open('unwanted-replayed', { events: ['feed.*'] });
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(MINUTE);
    const [row] = await harness.rows();
    expect(await harness.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }))).toMatchObject({ waiting: 1 });
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
    expect(await harness.states()).toEqual({ delivered: 1, unwanted: 1 });
  });

  test('is not sent by a replay of a span of time', async () => {
    const harness = await OutboxHarness.open('unwanted-span', { events: ['feed.*'] });
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(await harness.inside((outbox) => outbox.replay({ from: 0, to: harness.now }))).toMatchObject({ waiting: 0 });
  });

  test('costs no send and no pace, however many there are of it', async () => {
    const harness = await OutboxHarness.open('unwanted-many', { pace: '1/h' });
    await harness.enqueue(...keys(500).map((key) => created(key, 'blog', 'c1', 'baseline')));
    await harness.enqueue(...keys(500).map((key) => updated(key, 'c2')), created('wanted'));
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['wanted']);
    expect((await harness.states())['unwanted']).toBe(500);
  });

  test('is settled in one alarm no further than that has time for', async () => {
    const harness = await OutboxHarness.open('unwanted-bounded');
    await harness.enqueue(...keys(500).map((key) => updated(key, 'c2')));
    await harness.alarm();
    const { waiting = 0, unwanted = 0 } = await harness.states();
    expect(unwanted).toBeGreaterThan(50);
    expect(waiting).toBeGreaterThan(0);
    expect(await harness.alarmIn()).toBe(0);
  });

  test('is no part of a roundup', async () => {
    const harness = await OutboxHarness.open('unwanted-roundup', { url: 'https://hooks.slack.com/services/T0/B0/x' });
    await harness.enqueue(...keys(6).map((key) => created(key)), ...keys(6).map((key) => updated(key, 'c2')));
    await harness.enqueue(...keys(6, 'n').map((key) => created(key)));
    await harness.pass(MINUTE);
    expect(harness.posts.map(({ body }) => body)).toEqual([expect.stringContaining('12 comments')]);
    expect(harness.posts[0]?.body).not.toContain('edit');
    expect(await harness.states()).toEqual({ delivered: 12, unwanted: 6 });
  });
});

describe('a reading of `events` that is wrong', () => {
  test('since it is a copy of a minute ago, sets nothing aside', async () => {
    const harness = await OutboxHarness.open('wrong-copy', { events: ['feed.*'] });
    await harness.enqueue(created('x'));
    await harness.pass(SECOND);
    harness.config = WIDE;
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['a']);
  });

  test('for a minute, sets nothing aside, and holds nothing up for long', async () => {
    const harness = await OutboxHarness.open('wrong-minute', { events: ['comment.*'], pace: '1/m' });
    await harness.enqueue(...keys(50).map((key) => created(key)));
    await harness.pass(5 * MINUTE);
    harness.config = NARROW;
    await harness.pass(90 * SECOND);
    harness.config = WIDE;
    await harness.pass(10 * MINUTE);
    expect((await harness.states())['unwanted']).toBeUndefined();
    await harness.pass(HOUR);
    expect(harness.sent).toEqual(keys(50));
  });

  test('for a minute, sets nothing aside where the destination fails either', async () => {
    const harness = await OutboxHarness.open('wrong-failing', { events: ['comment.*'] });
    harness.answer = () => answered(503);
    await harness.enqueue(...keys(50).map((key) => created(key)));
    await harness.pass(5 * HOUR);
    harness.config = NARROW;
    await harness.inside((outbox) => outbox.wake());
    await harness.inside(({ context }) => context.change({ circuit: probedNow(context.state.circuit, harness.now) }));
    await harness.pass(90 * SECOND);
    expect(await harness.states()).toEqual({ waiting: 50 });
    harness.config = WIDE;
    harness.answer = () => OK;
    await harness.pass(2 * HOUR);
    expect(await harness.states()).toEqual({ delivered: 50 });
  });

  test('while CONFIG does not answer, sets nothing aside, and what is wanted goes', async () => {
    let answers = true;
    const harness = await OutboxHarness.open('wrong-silent', null, {
      destination: async () =>
        answers ? { ok: true, value: entry(value(['comment.created'])) } : { ok: false, reason: 'kv', detail: '' },
    });
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    answers = false;
    await harness.enqueue(updated('a', 'c2'), created('b'));
    await harness.pass(5 * MINUTE);
    expect(harness.sent).toEqual(['a', 'b']);
    expect(await harness.states()).toEqual({ delivered: 2, waiting: 1 });
    answers = true;
    await harness.pass(HOUR);
    expect(await harness.states()).toEqual({ delivered: 2, unwanted: 1 });
  });
});
