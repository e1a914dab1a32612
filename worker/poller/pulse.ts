import { TICK } from '../rules/due.ts';

/** The cron is late when it has not run for three of its intervals. */
const LATE = 3 * TICK;

/** Since when somebody has asked in vain whether the cron runs, ms. */
const DOUBT = 'pulse.doubt';

/**
 * Whether the cron still runs. When it last did is kept in memory alone, since a tick without news writes nothing. An
 * object that is asked when it has just come into being does not know; then it notes since when, and the next tick clears that.
 */
export class Pulse {
  readonly #storage: SyncKvStorage;
  #lastTick: number | null = null;

  constructor(storage: SyncKvStorage) {
    this.#storage = storage;
  }

  /** The cron runs, at `now`. */
  beat(now: number): void {
    this.#lastTick = Math.max(now, this.#lastTick ?? now);
    if (this.#storage.get(DOUBT) !== undefined) this.#storage.delete(DOUBT);
  }

  /** Whether nothing was heard of the cron for three of its intervals. */
  isLate(now: number): boolean {
    return now - (this.#lastTick ?? this.#doubtSince(now)) > LATE;
  }

  #doubtSince(now: number): number {
    const since = this.#storage.get(DOUBT);
    if (typeof since === 'number') return since;
    this.#storage.put(DOUBT, now);
    return now;
  }
}
