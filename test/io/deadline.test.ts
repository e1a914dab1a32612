import { afterEach, expect, test, vi } from 'vitest';
import { within, withPollDeadline } from '../../worker/io/deadline.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('what is asked for too late fails at once, and its own failure later is heard', async () => {
  const work = Promise.withResolvers<never>();
  const late = within(AbortSignal.abort(), work.promise);
  await expect(late).rejects.toThrow('deadline');
  // Unheard, it would fail the whole run.
  work.reject(new Error('too late'));
});

test('what is done in time is given, and what is not ends with the deadline', async () => {
  const over = new AbortController();
  const hanging = within(over.signal, new Promise(() => {}));
  expect(await within(over.signal, Promise.resolve(1))).toBe(1);
  over.abort();
  await expect(hanging).rejects.toThrow('deadline');
});

test('a poll’s requests end after two thirds of its time, and the poll itself after all of it', async () => {
  vi.useFakeTimers();
  const hanging = withPollDeadline(30_000, async (signal, web) => {
    const ended: [string, number][] = [];
    const start = Date.now();
    web.addEventListener('abort', () => ended.push(['web', Date.now() - start]));
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    return [...ended, ['poll', Date.now() - start]];
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await hanging).toEqual([
    ['web', 20_000],
    ['poll', 30_000],
  ]);
});

test('no timer outlives a poll, in whichever part of its time it ends', async () => {
  vi.useFakeTimers();
  await withPollDeadline(30_000, async () => {});
  const late = withPollDeadline(30_000, (_signal, web) => within(web, new Promise(() => {})));
  const ended = late.catch((error: unknown) => String(error));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await ended).toContain('deadline');
  expect(vi.getTimerCount()).toBe(0);
});
