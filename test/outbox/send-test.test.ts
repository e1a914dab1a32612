import { describe, expect, test } from 'vitest';
import type { SendResult } from '../../worker/exchange.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, SECOND } from '../support/outbox.ts';

const send = (harness: OutboxHarness, feeds: readonly string[] = ['blog']) =>
  harness.inside((outbox) => outbox.sendTest(feeds));
const types = (harness: OutboxHarness) => harness.posts.map(({ body }) => JSON.parse(body).type);
const entry = async (harness: OutboxHarness, id: string) =>
  (await harness.inside((outbox) => outbox.message(id)))?.entry;

describe('a test', () => {
  test('goes at once, before all that waits, in quiet hours and at a full pace, and names the feeds', async () => {
    const harness = await OutboxHarness.open('test', {
      quiet: '22:00-07:00',
      pace: '1/h',
      events: ['comment.created'],
    });
    await harness.enqueue(...keys(3).map((key) => created(key)));
    await harness.pass(MINUTE);
    const first = await send(harness);
    harness.now += SECOND;
    const second = await send(harness, ['a', 'b']);
    expect(types(harness)).toEqual(['destination.test', 'destination.test']);
    expect(second).not.toBe(first);
    expect(harness.posts.map(({ id }) => id)).toEqual([first, second]);
    expect(JSON.parse(harness.posts[1]?.body ?? '').data).toEqual({
      destination: { name: 'test', type: 'webhook' },
      feeds: ['a', 'b'],
    });
    expect(await entry(harness, second)).toMatchObject({ state: 'delivered', status: 200, attempts: 1 });
  });

  test('that fails says why, is not tried again, and no message behind it waits for it', async () => {
    const harness = await OutboxHarness.open('test-fails');
    harness.answer = () => ({ ...answered(500), beginning: 'oh no' }) as SendResult;
    const id = await send(harness);
    expect(await entry(harness, id)).toMatchObject({ state: 'dead', reason: 'HTTP 500', status: 500, answer: 'oh no' });
    harness.answer = () => OK;
    await harness.enqueue(created('a'));
    await harness.pass(DAY);
    expect(types(harness)).toEqual(['destination.test', 'comment.created']);
  });

  test.each([
    ['blocked', null, 'there is no such key'],
    ['invalid', { pase: 1 }, 'pase: unknown field (did you mean "pace"?)'],
  ])('of a destination that is %s says why it cannot go', async (name, config, reason) => {
    const harness = await OutboxHarness.open(`test-${name}`, config);
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    const id = await send(harness);
    expect(harness.posts).toEqual([]);
    expect(await entry(harness, id)).toMatchObject({ state: 'dead', reason, attempts: 0 });
  });

  test('that arrives lets a destination that failed be tried at once, with what waits first in order', async () => {
    const harness = await OutboxHarness.open('test-mends');
    harness.answer = () => answered(500);
    await harness.enqueue(...keys(3).map((key) => created(key)));
    await harness.pass(5 * HOUR);
    harness.posts.length = 0;
    harness.answer = () => OK;
    await send(harness);
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['', '1', '2', '3']);
  });

  test('that is cut off is dead in the log, never sent later, and costs nothing that waits', async () => {
    const harness = await OutboxHarness.open('test-cut');
    harness.answer = () => {
      throw new Error('crash');
    };
    await expect(send(harness)).rejects.toThrow('crash');
    harness.answer = () => OK;
    await harness.restart();
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(DAY);
    expect(types(harness)).toEqual(['destination.test', 'comment.created', 'comment.created']);
    expect(await harness.states()).toEqual({ dead: 1, delivered: 2 });
  });

  test('beside a send that is under way disturbs neither', async () => {
    const harness = await OutboxHarness.open('test-beside');
    await harness.whileSending([created('a'), created('b')], (outbox) => outbox.sendTest([]));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', '', 'b']);
    expect(await harness.states()).toEqual({ delivered: 3 });
  });

  test('goes again only by its id', async () => {
    const harness = await OutboxHarness.open('test-again');
    const id = await send(harness);
    harness.now += SECOND;
    expect(await harness.inside((outbox) => outbox.replay({ from: 0 }))).toEqual({ waiting: 0, gone: 0 });
    expect(await harness.inside((outbox) => outbox.replay({ ids: [id] }))).toEqual({ waiting: 1, gone: 0 });
    await harness.pass(SECOND);
    expect(types(harness)).toEqual(['destination.test', 'destination.test']);
  });
});
