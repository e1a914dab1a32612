import { describe, expect, test, vi } from 'vitest';
import type { Event } from '../../worker/model.ts';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, HOUR, MINUTE, OK, OutboxHarness, SECOND } from '../support/outbox.ts';

const SLACK = { url: 'https://hooks.slack.com/services/T0/B0/x', pace: '60/m' };

/** Another destination that hears of this one, and what it was told. */
function listening(): { readonly told: Event[]; readonly over: Partial<Dependencies> } {
  const told: Event[] = [];
  const over: Partial<Dependencies> = {
    destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    offer: async (_to, offers) => {
      told.push(...offers.map(({ event }) => event));
      return { ok: true, value: null };
    },
  };
  return { told, over };
}

describe('409', () => {
  test('to a message of which no answer came says that it has arrived', async () => {
    const harness = await OutboxHarness.open('conflict');
    harness.answer = () => (harness.posts.length === 1 ? { kind: 'timeout' } : answered(409));
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'a']);
    expect(await harness.rows()).toMatchObject([{ state: 'delivered', uncertain: 1 }]);
  });

  test('to one that was cut off does, too', async () => {
    const harness = await OutboxHarness.open('conflict-cut');
    harness.answer = () => {
      if (harness.posts.length === 1) throw new Error('crash');
      return answered(409);
    };
    await harness.enqueue(created('a'));
    await harness.alarm();
    await harness.restart();
    await harness.pass(2 * MINUTE);
    expect(await harness.states()).toEqual({ delivered: 1 });
  });

  test('to one that was never sent before, or was answered then, breaks the destination', async () => {
    const harness = await OutboxHarness.open('conflict-first');
    harness.answer = () => answered(harness.posts.length === 1 ? 500 : 409);
    await harness.enqueue(created('a'));
    await harness.pass(HOUR);
    expect(await harness.states()).toEqual({ waiting: 1 });
  });
});

describe('a Slack URL that answers without "ok"', () => {
  test('is told once as a value of CONFIG that is not valid, and nothing is lost', async () => {
    const { told, over } = listening();
    const harness = await OutboxHarness.open('no-ok', SLACK, over);
    harness.answer = () => ({ ...OK, body: '{"ok":true}' });
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(5 * HOUR);
    expect(told).toMatchObject([
      {
        type: 'config.invalid',
        data: { key: 'destination:no-ok', field: 'url', reason: expect.stringContaining('/services/…') },
      },
    ]);
    expect(await harness.inside((outbox) => outbox.status())).toMatchObject({
      waiting: 2,
      failing: null,
      blocked: expect.stringContaining('url: '),
    });
    // Of the first one alone, ever more rarely.
    expect(harness.posts.length).toBeLessThan(12);
    expect(new Set(harness.posts.map(({ body }) => body)).size).toBe(1);
    harness.answer = () => OK;
    await harness.pass(2 * HOUR);
    expect(await harness.states()).toEqual({ delivered: 2 });
    expect(await harness.inside((outbox) => outbox.status())).toMatchObject({ blocked: null });
  });

  test('is tried again once CONFIG has another, as soon as something comes', async () => {
    const harness = await OutboxHarness.open('no-ok-mended', SLACK);
    harness.answer = () => (harness.config?.includes('T1') ? OK : { ...OK, body: '' });
    await harness.enqueue(created('a'));
    await harness.pass(3 * HOUR);
    const before = harness.posts.length;
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    expect(harness.posts.length).toBe(before);
    await harness.pass(2 * MINUTE);
    harness.config = JSON.stringify({ ...SLACK, url: 'https://hooks.slack.com/services/T1/B0/x' });
    await harness.enqueue(created('c'));
    await harness.pass(5 * SECOND);
    expect(await harness.states()).toEqual({ delivered: 3 });
  });

  test('that breaks off has taken the message all the same', async () => {
    const harness = await OutboxHarness.open('ok-cut', SLACK);
    harness.answer = () => ({ ...OK, body: null });
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(await harness.states()).toEqual({ delivered: 1 });
  });
});

test('a name that is a URL is shown shortened, in the log and in what others are told', async () => {
  const lines = vi.spyOn(console, 'log');
  const { told, over } = listening();
  const harness = await OutboxHarness.open('https://hooks.slack.com/services/T0/B0/hunter2', SLACK, over);
  await harness.enqueue(created('a'));
  await harness.pass(HOUR);
  const shown = JSON.stringify([lines.mock.calls, told]);
  lines.mockRestore();
  expect(told).toMatchObject([{ type: 'config.invalid', data: { key: 'destination:https://…' } }]);
  expect(shown).toContain('"https://…');
  expect(shown).not.toContain('hunter2');
});
