import { describe, expect, test, vi } from 'vitest';
import { HEALTHY } from '../../worker/rules/circuit.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, Scene, updated } from '../support/outbox.ts';

/** What is kept of each message: its state, and whether its body is there. */
async function kept(scene: Scene) {
  return (await scene.rows()).map(({ state, body }) => `${state}${body === null ? '' : ' body'}`);
}

describe('what is kept', () => {
  test('of a delivered message: its body for 7 days, its id for 90', async () => {
    const scene = await Scene.open('keep-delivered');
    await scene.enqueue(created('a'));
    await scene.pass(7 * DAY - HOUR);
    expect(await kept(scene)).toEqual(['delivered body']);
    await scene.pass(DAY + 2 * HOUR);
    expect(await kept(scene)).toEqual(['delivered']);
    await scene.pass(81 * DAY);
    expect(await scene.enqueue(created('a', 'blog', 'c2'))).toEqual([{ content: 'c1' }]);
    await scene.pass(3 * DAY);
    expect(await kept(scene)).toEqual([]);
    expect(await scene.alarmIn()).toBeNull();
  });

  test('of one that is held back: its body for 30 days', async () => {
    const scene = await Scene.open('keep-held');
    await scene.enqueue(created('a', 'blog', 'c1', 'baseline'));
    await scene.pass(30 * DAY - HOUR);
    expect(await kept(scene)).toEqual(['baseline body']);
    await scene.pass(DAY + 2 * HOUR);
    expect(await kept(scene)).toEqual(['baseline']);
  });

  test('of one that waits: everything for 30 days; then it is dead, and its body stays 30 days more', async () => {
    const scene = await Scene.open('keep-waiting');
    scene.answer = () => answered(500, '86400');
    await scene.enqueue(created('a'));
    await scene.pass(30 * DAY - HOUR);
    expect(await kept(scene)).toEqual(['waiting body']);
    await scene.pass(DAY + 2 * HOUR);
    expect(await kept(scene)).toEqual(['dead body']);
    expect((await scene.rows())[0]?.reason).toBe('HTTP 500, waited 30 days');
    await scene.pass(29 * DAY);
    expect(await kept(scene)).toEqual(['dead body']);
    await scene.pass(3 * DAY);
    expect(await kept(scene)).toEqual(['dead']);
  });

  test('of a comment that is edited: its id for 90 days after the last edit', async () => {
    const scene = await Scene.open('keep-edited', { events: ['comment.*'] });
    await scene.enqueue(created('a'));
    await scene.pass(60 * DAY);
    await scene.enqueue(updated('a', 'c2'));
    await scene.pass(60 * DAY);
    expect(await scene.enqueue(created('a'))).toEqual([{ content: 'c2' }]);
  });

  test('of what is gone: nothing that could be taken for a message that comes after it', async () => {
    const scene = await Scene.open('keep-nothing');
    scene.answer = ({ key }) => answered(key.startsWith('bad') ? 413 : 204);
    await scene.enqueue(created('good'), created('bad-1'), created('bad-2'), created('bad-3'), created('bad-4'));
    await scene.pass(92 * DAY);
    expect(await scene.rows()).toEqual([]);
    const { circuit } = await scene.inside(({ context }) => context.state);
    expect(circuit).toEqual(HEALTHY);
    await scene.enqueue(created('b'));
    await scene.pass(MINUTE);
    expect(await scene.rows()).toMatchObject([{ state: 'delivered', uncertain: 0, attempts: 1 }]);
  });

  test('of a suspect that waited too long: no suspicion', async () => {
    const scene = await Scene.open('keep-suspect');
    scene.answer = () => answered(500, '86400');
    await scene.enqueue(created('a'));
    await scene.pass(29 * DAY);
    await scene.inside(({ context }) =>
      context.change({ circuit: { ...HEALTHY, onTrial: 1 }, pausedUntil: scene.now + 3 * DAY }),
    );
    await scene.pass(2 * DAY);
    expect((await scene.rows())[0]?.state).toBe('dead');
    expect(await scene.inside(({ context }) => context.state.circuit.onTrial)).toBeNull();
  });

  test('is looked through in batches', async () => {
    const scene = await Scene.open('keep-many');
    const offers = Array.from({ length: 2500 }, (_, at) => created(`${at}`, 'blog', 'c1', 'baseline'));
    await scene.enqueue(...offers);
    await scene.pass(32 * DAY);
    expect(new Set(await kept(scene))).toEqual(new Set(['baseline']));
    await scene.pass(61 * DAY);
    expect(await kept(scene)).toEqual([]);
  });
});

describe('replay', () => {
  test('sends a message again under its id, and says so in the log', async () => {
    const scene = await Scene.open('replay');
    await scene.enqueue(created('a'), created('b'));
    await scene.pass(MINUTE);
    const id = scene.posts[1]?.id ?? '';
    const lines = vi.spyOn(console, 'log');
    expect(await scene.inside((outbox) => outbox.replay({ ids: [id, 'msg_unknown'] }))).toEqual({
      waiting: 1,
      gone: 0,
    });
    expect(JSON.stringify(lines.mock.calls)).toContain('outbox.replayed');
    lines.mockRestore();
    await scene.pass(MINUTE);
    expect(scene.sent).toEqual(['a', 'b', 'b']);
    expect(scene.posts[2]?.id).toBe(id);
    expect((await scene.rows()).map(({ replayed }) => replayed !== null)).toEqual([false, true]);
  });

  test('sends what is dead, all of it, and it lives 30 days again', async () => {
    const scene = await Scene.open('replay-dead');
    scene.answer = () => answered(413);
    await scene.enqueue(created('a'), created('b'));
    await scene.pass(20 * DAY);
    expect(await scene.states()).toEqual({ dead: 2 });
    scene.answer = () => answered(500, '86400');
    expect(await scene.inside((outbox) => outbox.replay({ all: 'dead' }))).toEqual({ waiting: 2, gone: 0 });
    await scene.pass(28 * DAY);
    expect(await scene.states()).toEqual({ waiting: 2 });
    scene.answer = () => OK;
    await scene.pass(DAY);
    expect(await scene.states()).toEqual({ delivered: 2 });
  });

  test('sends a span of time, but nothing that was held back', async () => {
    const scene = await Scene.open('replay-span');
    await scene.enqueue(created('a'), created('held', 'blog', 'c1', 'filtered'));
    await scene.pass(HOUR);
    const from = scene.now;
    await scene.enqueue(created('b'), created('held too', 'blog', 'c1', 'baseline'));
    await scene.pass(HOUR);
    expect(await scene.inside((outbox) => outbox.replay({ from, to: from + 1 }))).toEqual({ waiting: 1, gone: 0 });
    await scene.pass(HOUR);
    expect(scene.sent).toEqual(['a', 'b', 'b']);
  });

  test('sends what was held back where it is named; then it belongs to the feed', async () => {
    const scene = await Scene.open('replay-held');
    await scene.enqueue(created('a', 'blog', 'c1', 'baseline'));
    const [row] = await scene.rows();
    await scene.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
    await scene.enqueue(created('a', 'site'));
    await scene.pass(MINUTE);
    expect(scene.sent).toEqual(['a']);
  });

  test('says of how many the body is gone', async () => {
    const scene = await Scene.open('replay-gone');
    await scene.enqueue(created('a'));
    await scene.pass(10 * DAY);
    const [row] = await scene.rows();
    expect(await scene.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }))).toEqual({ waiting: 0, gone: 1 });
  });
});

describe('the delivery log', () => {
  test('is read in pages, newest first, by state as well', async () => {
    const scene = await Scene.open('journal');
    scene.answer = ({ key }) => (key === '3' ? answered(413) : OK);
    await scene.enqueue(...Array.from({ length: 5 }, (_, at) => created(`${at + 1}`)));
    await scene.pass(MINUTE);
    const page = await scene.inside((outbox) => outbox.log({ limit: 2 }));
    expect(page.map(({ seq }) => seq)).toEqual([5, 4]);
    const next = await scene.inside((outbox) => outbox.log({ limit: 2, before: 4 }));
    expect(next.map(({ seq, state }) => [seq, state])).toEqual([
      [3, 'dead'],
      [2, 'delivered'],
    ]);
    const dead = await scene.inside((outbox) => outbox.log({ state: 'dead' }));
    expect(dead).toEqual([
      expect.objectContaining({ seq: 3, reason: 'HTTP 413', status: 413, attempts: 1, uncertain: false, kept: true }),
    ]);
  });

  test('how a destination stands is told in numbers', async () => {
    const scene = await Scene.open('standing');
    scene.answer = ({ key }) => (key === 'b' ? answered(500) : OK);
    await scene.enqueue(created('a'), created('b'), created('c', 'blog', 'c1', 'filtered'));
    await scene.pass(0);
    expect(await scene.inside((outbox) => outbox.status())).toMatchObject({
      counts: { delivered: 1, waiting: 1, filtered: 1 },
      failing: { reason: 'HTTP 500' },
      blocked: null,
    });
  });
});
