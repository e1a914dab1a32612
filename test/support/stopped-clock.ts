import { onTestFinished, vi } from 'vitest';

/** Says whether time may go on where so many wait for that. */
type Ready = (waiting: number) => boolean;

/** Of the clock that is stopped; `null`: it runs. */
let ready: Ready | null = null;
let waiting = 0;

/** Stops the clock until the test ends. Only what hangs moves it on, to the next timer, and only once it is `ready`. */
export function stopClock(isReady: Ready = () => true): void {
  ready = isReady;
  waiting = 0;
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    ready = null;
    vi.useRealTimers();
  });
}

/** Moves the stopped clock on to the next timer, unless it `isOver` before what waits for that. */
export async function leap(isOver: () => boolean = () => false): Promise<void> {
  const clock = ready;
  if (clock === null) throw new Error('Stop the clock: what hangs would have to be waited for');
  const isEnded = (): boolean => ready !== clock || isOver();
  waiting += 1;
  // Turns of the event loop, in which all that does not wait for time goes on.
  do await scheduler.wait(0);
  while (!isEnded() && !clock(waiting));
  waiting -= 1;
  if (!isEnded()) vi.advanceTimersToNextTimer().advanceTimersByTime(0);
}

/** Hangs until `signal` aborts. */
export async function hang(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await leap(() => signal.aborted);
}
