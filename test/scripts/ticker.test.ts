import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { INTERVAL, tickFast, tickInRealTime } from '../../scripts/local/ticker.ts';

const NOW = Date.UTC(2026, 10, 2, 9, 2);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a clock that runs fast', () => {
  test('goes on five minutes at every pause, but never ahead of the machine’s, and says so once', async () => {
    const ticks: number[] = [];
    let ahead = 0;
    let caughtUp = 0;
    const pace = {
      every: 4_000,
      caughtUp: () => {
        caughtUp += 1;
      },
    };
    void tickFast(NOW - 2 * INTERVAL, pace, async (at) => {
      ticks.push(at - NOW);
      if (at > Date.now()) ahead += 1;
    });
    await vi.advanceTimersByTimeAsync(8_500);
    expect(ticks).toEqual([-2 * INTERVAL, -INTERVAL, 0]);
    expect(caughtUp).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * INTERVAL);
    expect(ticks.slice(3)).toEqual([INTERVAL, 2 * INTERVAL]);
    expect({ ahead, caughtUp }).toEqual({ ahead: 0, caughtUp: 1 });
  });
});

describe('the cron’s own clock', () => {
  test('ticks at once, then at every full five minutes', async () => {
    const ticks: number[] = [];
    void tickInRealTime(async (at) => {
      ticks.push(at);
    });
    await vi.advanceTimersByTimeAsync(8 * 60_000);
    expect(ticks).toEqual([NOW, NOW + 3 * 60_000, NOW + 8 * 60_000]);
  });
});
