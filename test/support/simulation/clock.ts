import { vi } from 'vitest';

/** Turns of the event loop in which all that does not wait for time goes on. */
const TURNS = 2;

/** A clock that stands still while anything is at work, and leaps to the next timer once all of it waits for time. */
export class SimulatedClock {
  #working = 0;
  readonly #sleepers = new Set<object>();

  /** Stops the real clock at `now`, ms since the epoch. */
  start(now: number): void {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now });
  }

  /** Lets the real clock run again. */
  end(): void {
    vi.useRealTimers();
  }

  /** Sets the clock: objects that run side by side in the real world are simulated one after another. */
  set(now: number): void {
    vi.setSystemTime(now);
  }

  /** Does what the real runtime takes time for, and the simulated one none. */
  async work<T>(act: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await act();
    } finally {
      this.#working -= 1;
    }
  }

  /** Waits so many simulated ms, or until `signal` aborts. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const sleeper = { isOver: false };
    const wake = (): void => void (sleeper.isOver = true);
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
    this.#sleepers.add(sleeper);
    while (!sleeper.isOver) {
      for (let turn = 0; turn < TURNS; turn++) await scheduler.wait(0);
      // The first to sleep moves the clock, within its own object: the runtime lets no other touch what is its.
      const [first] = this.#sleepers;
      if (!sleeper.isOver && first === sleeper && this.#working === 0) vi.advanceTimersToNextTimer();
    }
    this.#sleepers.delete(sleeper);
    clearTimeout(timer);
  }
}
