import { describe, expect, test, vi } from 'vitest';
import { probedNow } from '../../worker/rules/circuit.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, Scene, SECOND, textOf, updated } from '../support/outbox.ts';

const value = (events: readonly string[]) => JSON.stringify({ url: 'https://hook.example/', pace: '3600/s', events });
const NARROW = value(['feed.*']);
const WIDE = value(['comment.*']);

describe('what `events` leaves out', () => {
  test('stands in the log with that rule and its body, and is not sent', async () => {
    const scene = await Scene.open('unwanted', { events: ['feed.*'] });
    const lines = vi.spyOn(console, 'log');
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    expect(JSON.stringify(lines.mock.calls)).toContain('message.unwanted');
    lines.mockRestore();
    expect(scene.sent).toEqual([]);
    const [entry] = await scene.inside((outbox) => outbox.log({ state: 'unwanted' }));
    expect(entry).toMatchObject({ state: 'unwanted', reason: 'events', kept: true, attempts: 0 });
    expect(await scene.inside((outbox) => outbox.status().counts)).toEqual({ unwanted: 1 });
  });

  test('is sent where it is named, whatever `events` says', async () => {
    const scene = await Scene.open('unwanted-replayed', { events: ['feed.*'] });
    await scene.enqueue(created('a'), created('b'));
    await scene.pass(MINUTE);
    const [row] = await scene.rows();
    expect(await scene.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }))).toMatchObject({ waiting: 1 });
    await scene.pass(MINUTE);
    expect(scene.sent).toEqual(['a']);
    expect(await scene.states()).toEqual({ delivered: 1, unwanted: 1 });
  });

  test('is not sent by a replay of a span of time', async () => {
    const scene = await Scene.open('unwanted-span', { events: ['feed.*'] });
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    expect(await scene.inside((outbox) => outbox.replay({ from: 0, to: scene.now }))).toMatchObject({ waiting: 0 });
  });

  test('costs no send and no pace, however many there are of it', async () => {
    const scene = await Scene.open('unwanted-many', { pace: '1/h' });
    await scene.enqueue(...keys(500).map((key) => created(key, 'blog', 'c1', 'baseline')));
    await scene.enqueue(...keys(500).map((key) => updated(key, 'c2')), created('wanted'));
    await scene.pass(SECOND);
    expect(scene.sent).toEqual(['wanted']);
    expect((await scene.states())['unwanted']).toBe(500);
  });

  test('is settled in one alarm no further than that has time for', async () => {
    const scene = await Scene.open('unwanted-bounded');
    await scene.enqueue(...keys(500).map((key) => updated(key, 'c2')));
    await scene.alarm();
    const { waiting = 0, unwanted = 0 } = await scene.states();
    expect(unwanted).toBeGreaterThan(50);
    expect(waiting).toBeGreaterThan(0);
    expect(await scene.alarmIn()).toBe(0);
  });

  test('is no part of a roundup', async () => {
    const scene = await Scene.open('unwanted-roundup', { url: 'https://hooks.slack.com/services/T0/B0/x' });
    await scene.enqueue(...keys(6).map((key) => created(key)), ...keys(6).map((key) => updated(key, 'c2')));
    await scene.enqueue(...keys(6, 'n').map((key) => created(key)));
    await scene.pass(MINUTE);
    expect(scene.posts.map(({ body }) => body)).toEqual([expect.stringContaining('12 comments')]);
    expect(scene.posts[0]?.body).not.toContain('edit');
    expect(await scene.states()).toEqual({ delivered: 12, unwanted: 6 });
  });
});

describe('a reading of `events` that is wrong', () => {
  test('since it is a copy of a minute ago, sets nothing aside', async () => {
    const scene = await Scene.open('wrong-copy', { events: ['feed.*'] });
    await scene.enqueue(created('x'));
    await scene.pass(SECOND);
    scene.config = WIDE;
    await scene.enqueue(created('a'));
    await scene.pass(SECOND);
    expect(scene.sent).toEqual(['a']);
  });

  test('for a minute, sets nothing aside, and holds nothing up for long', async () => {
    const scene = await Scene.open('wrong-minute', { events: ['comment.*'], pace: '1/m' });
    await scene.enqueue(...keys(50).map((key) => created(key)));
    await scene.pass(5 * MINUTE);
    scene.config = NARROW;
    await scene.pass(90 * SECOND);
    scene.config = WIDE;
    await scene.pass(10 * MINUTE);
    expect((await scene.states())['unwanted']).toBeUndefined();
    await scene.pass(HOUR);
    expect(scene.sent).toEqual(keys(50));
  });

  test('for a minute, sets nothing aside where the destination fails either', async () => {
    const scene = await Scene.open('wrong-failing', { events: ['comment.*'] });
    scene.answer = () => answered(503);
    await scene.enqueue(...keys(50).map((key) => created(key)));
    await scene.pass(5 * HOUR);
    scene.config = NARROW;
    await scene.inside((outbox) => outbox.wake());
    await scene.inside(({ context }) => context.change({ circuit: probedNow(context.state.circuit, scene.now) }));
    await scene.pass(90 * SECOND);
    expect(await scene.states()).toEqual({ waiting: 50 });
    scene.config = WIDE;
    scene.answer = () => OK;
    await scene.pass(2 * HOUR);
    expect(await scene.states()).toEqual({ delivered: 50 });
  });

  test('while CONFIG does not answer, sets nothing aside, and what is wanted goes', async () => {
    let answers = true;
    const scene = await Scene.open('wrong-silent', null, {
      destination: async () =>
        answers ? { ok: true, value: value(['comment.created']) } : { ok: false, reason: 'kv', detail: '' },
    });
    await scene.enqueue(created('a'));
    await scene.pass(MINUTE);
    answers = false;
    await scene.enqueue(updated('a', 'c2'), created('b'));
    await scene.pass(5 * MINUTE);
    expect(scene.sent).toEqual(['a', 'b']);
    expect(await scene.states()).toEqual({ delivered: 2, waiting: 1 });
    answers = true;
    await scene.pass(HOUR);
    expect(await scene.states()).toEqual({ delivered: 2, unwanted: 1 });
  });
});

test('what is not wanted any more and waits before a failing destination is passed over by its probes', async () => {
  const scene = await Scene.open('narrowed', { events: ['comment.*'] });
  scene.answer = () => answered(503);
  await scene.enqueue(created('a'), updated('a', 'c2'), created('b', 'other'));
  await scene.pass(HOUR);
  scene.config = value(['comment.created']);
  await scene.pass(3 * HOUR);
  expect(await scene.states()).toEqual({ waiting: 3 });
  scene.answer = () => OK;
  await scene.pass(2 * HOUR);
  expect(await scene.states()).toEqual({ delivered: 2, unwanted: 1 });
});

test('where nothing else waits before a failing destination, it keeps no probe waiting', async () => {
  const scene = await Scene.open('narrowed-all', { events: ['comment.*'] });
  scene.answer = () => answered(503);
  await scene.enqueue(...keys(50).map((key) => created(key)));
  await scene.pass(HOUR);
  scene.config = NARROW;
  await scene.pass(90 * MINUTE);
  expect(await scene.states()).toEqual({ unwanted: 50 });
  const probes = scene.posts.length;
  scene.answer = () => OK;
  scene.config = WIDE;
  await scene.enqueue(created('z'));
  await scene.pass(MINUTE);
  expect(scene.sent.slice(probes)).toEqual(['z']);
});

test('a failing destination before which nothing waits, and whose value is wrong, rests until its next look', async () => {
  const scene = await Scene.open('narrowed-parked', { events: ['comment.*'] });
  scene.answer = () => answered(503);
  await scene.enqueue(created('a'));
  await scene.pass(5 * MINUTE);
  scene.config = NARROW;
  await scene.pass(DAY);
  expect(await scene.states()).toEqual({ unwanted: 1 });
  scene.config = 'no';
  await scene.inside((outbox) => outbox.wake());
  await scene.alarm();
  expect(await scene.inside((outbox) => outbox.status().blocked)).toMatch(/./);
  expect(await scene.alarmIn()).toBeGreaterThan(0);
});

test('a suspect that is not wanted any more is none', async () => {
  const scene = await Scene.open('unwanted-suspect', { events: ['comment.*'] });
  scene.answer = ({ key }) => (key === 'a' ? answered(500) : OK);
  await scene.enqueue(created('z'));
  await scene.pass(MINUTE);
  await scene.enqueue(updated('z', 'c2'));
  const [, edit] = await scene.rows();
  await scene.inside(({ context }) =>
    context.change({ circuit: { ...context.state.circuit, onTrial: edit?.seq ?? null } }),
  );
  scene.config = value(['comment.created']);
  await scene.inside((outbox) => outbox.wake());
  scene.now += 5 * MINUTE;
  await scene.pass(DAY);
  expect(await scene.states()).toEqual({ delivered: 1, unwanted: 1 });
  expect(await scene.inside(({ context }) => context.state.circuit.onTrial)).toBeNull();
});

test('an edit does not go before its comment, where that is passed over', async () => {
  const scene = await Scene.open('unwanted-order', { events: ['comment.*'] });
  await scene.enqueue(created('z'));
  await scene.pass(MINUTE);
  scene.config = value(['comment.updated']);
  await scene.inside((outbox) => outbox.wake());
  await scene.enqueue(created('a'), updated('a', 'c2'), updated('z', 'c2'));
  await scene.inside((outbox) => outbox.wake());
  scene.now += MINUTE;
  await scene.pass(0);
  expect(scene.sent).toEqual(['z', 'z']);
  scene.config = value(['comment.*']);
  await scene.pass(HOUR);
  expect(scene.posts.slice(2).map(({ body }) => textOf(body))).toEqual(['c1', 'c2']);
});

test('what alone is wanted and alone is not taken keeps nothing unwanted waiting for long', async () => {
  const scene = await Scene.open('unwanted-alone');
  await scene.enqueue(created('a'), created('bad'));
  scene.answer = ({ key }) => (key === 'bad' ? answered(500) : OK);
  await scene.pass(HOUR);
  await scene.enqueue(updated('a', 'c2'));
  await scene.pass(2 * HOUR);
  expect(await scene.states()).toEqual({ delivered: 1, waiting: 1, unwanted: 1 });
});
