import { afterEach, expect, test, vi } from 'vitest';
import { PollDeadlines, within, withPollDeadline } from '../../worker/io/deadline.ts';

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

test('polls that share a timer each end by their own deadline, in whichever order they begin', async () => {
  vi.useFakeTimers();
  const deadlines = new PollDeadlines();
  const start = Date.now();
  const poll = (ms: number): Promise<readonly number[]> =>
    deadlines.during(ms, async (signal, web) => {
      let asked = 0;
      web.addEventListener('abort', () => (asked = Date.now() - start));
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return [asked, Date.now() - start];
    });
  const long = poll(30_000);
  const short = poll(3_000);
  await vi.advanceTimersByTimeAsync(9_000);
  const later = poll(30_000);
  const quick = deadlines.during(30_000, async () => 'in time');
  expect(await quick).toBe('in time');
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await Promise.all([long, short, later])).toEqual([
    [20_000, 30_000],
    [2_000, 3_000],
    [29_000, 39_000],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});
