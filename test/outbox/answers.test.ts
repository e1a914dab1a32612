import { describe, expect, test, vi } from 'vitest';
import type { Event } from '../../worker/model.ts';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { answered, created, HOUR, MINUTE, OK, Scene, SECOND } from '../support/outbox.ts';

const SLACK = { url: 'https://hooks.slack.com/services/T0/B0/x', pace: '60/m' };

/** Another destination that hears of this one, and what it was told. */
function listening(): { readonly told: Event[]; readonly over: Partial<Dependencies> } {
  const told: Event[] = [];
  const over: Partial<Dependencies> = {
    destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    offer: async (_to, offers) => {
      told.push(...offers.map(({ happening }) => happening));
      return { ok: true, value: null };
    },
  };
  return { told, over };
}

describe('409', () => {
  test('to a message of which no answer came says that it has arrived', async () => {
    const scene = await Scene.open('conflict');
    scene.answer = () => (scene.posts.length === 1 ? { kind: 'timeout' } : answered(409));
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    expect(scene.sent).toEqual(['a', 'a']);
    expect(await scene.rows()).toMatchObject([{ state: 'delivered', uncertain: 1 }]);
  });

  test('to one that was cut off does, too', async () => {
    const scene = await Scene.open('conflict-cut');
    scene.answer = () => {
      if (scene.posts.length === 1) throw new Error('crash');
      return answered(409);
    };
    await scene.enqueue(created('a'));
    await scene.alarm();
    await scene.restart();
    await scene.pass(2 * MINUTE);
    expect(await scene.states()).toEqual({ delivered: 1 });
  });

  test('to one that was never sent before, or was answered then, breaks the destination', async () => {
    const scene = await Scene.open('conflict-first');
    scene.answer = () => answered(scene.posts.length === 1 ? 500 : 409);
    await scene.enqueue(created('a'));
    await scene.pass(HOUR);
    expect(await scene.states()).toEqual({ waiting: 1 });
  });
});

describe('a Slack URL that answers without "ok"', () => {
  test('is told once as a value of CONFIG that is not valid, and nothing is lost', async () => {
    const { told, over } = listening();
    const scene = await Scene.open('no-ok', SLACK, over);
    scene.answer = () => ({ ...OK, body: '{"ok":true}' });
    await scene.enqueue(created('a'), created('b'));
    await scene.pass(5 * HOUR);
    expect(told).toMatchObject([
      {
        type: 'config.invalid',
        data: { key: 'destination:no-ok', field: 'url', reason: expect.stringContaining('/services/…') },
      },
    ]);
    expect(await scene.inside((outbox) => outbox.status())).toMatchObject({
      counts: { waiting: 2 },
      failing: null,
      blocked: expect.stringContaining('url: '),
    });
    // Of the first one alone, ever more rarely.
    expect(scene.posts.length).toBeLessThan(12);
    expect(new Set(scene.posts.map(({ body }) => body)).size).toBe(1);
    scene.answer = () => OK;
    await scene.pass(2 * HOUR);
    expect(await scene.states()).toEqual({ delivered: 2 });
    expect(await scene.inside((outbox) => outbox.status())).toMatchObject({ blocked: null });
  });

  test('is tried again once CONFIG has another, as soon as something comes', async () => {
    const scene = await Scene.open('no-ok-mended', SLACK);
    scene.answer = () => (scene.config?.includes('T1') ? OK : { ...OK, body: '' });
    await scene.enqueue(created('a'));
    await scene.pass(3 * HOUR);
    const before = scene.posts.length;
    await scene.enqueue(created('b'));
    await scene.pass(SECOND);
    expect(scene.posts.length).toBe(before);
    await scene.pass(2 * MINUTE);
    scene.config = JSON.stringify({ ...SLACK, url: 'https://hooks.slack.com/services/T1/B0/x' });
    await scene.enqueue(created('c'));
    await scene.pass(5 * SECOND);
    expect(await scene.states()).toEqual({ delivered: 3 });
  });

  test('that breaks off has taken the message all the same', async () => {
    const scene = await Scene.open('ok-cut', SLACK);
    scene.answer = () => ({ ...OK, body: null });
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    expect(await scene.states()).toEqual({ delivered: 1 });
  });
});

test('a name that is a URL is shown shortened, in the log and in what others are told', async () => {
  const lines = vi.spyOn(console, 'log');
  const { told, over } = listening();
  const scene = await Scene.open('https://hooks.slack.com/services/T0/B0/hunter2', SLACK, over);
  await scene.enqueue(created('a'));
  await scene.pass(HOUR);
  const shown = JSON.stringify([lines.mock.calls, told]);
  lines.mockRestore();
  expect(told).toMatchObject([{ type: 'config.invalid', data: { key: 'destination:https://hooks…' } }]);
  expect(shown).toContain('"https://hooks…');
  expect(shown).not.toContain('hunter2');
});
