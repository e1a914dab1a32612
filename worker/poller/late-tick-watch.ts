import { TICK } from '../rules/schedule.ts';

/** The cron is late when it has not run for three of its intervals. */
const LATE = 3 * TICK;

/** Since when the cron is late, or somebody has asked in vain whether it runs, ms. */
const DOUBT = 'pulse.doubt';

/** When it ran, as it is noted once a day, ms. */
const NOTED = 'pulse.noted';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** In which hour, counted since the epoch, what is done hourly was done last. */
const HOURLY = 'pulse.hour';

/**
 * Whether the cron still runs. When it last did is kept in memory, since a tick without news writes nothing, and noted
 * once a day. An object that is asked when it has just come into being knows no more than that; where it may be on time,
 * it notes since when it is asked, and the next tick clears that.
 */
export class LateTickWatch {
  readonly #storage: SyncKvStorage;
  #lastTick: number | null = null;

  constructor(storage: SyncKvStorage) {
    this.#storage = storage;
  }

  /** The cron runs, at `now`. */
  noteTick(now: number): void {
    this.#lastTick = Math.max(now, this.#lastTick ?? now);
    if (this.#read(DOUBT) !== null) this.#storage.delete(DOUBT);
    const noted = this.#read(NOTED);
    if (noted === null || this.#lastTick - noted >= DAY) this.#storage.put(NOTED, this.#lastTick);
  }

  /** Whether nothing was heard of the cron for three of its intervals, as far as can be told. */
  isLate(now: number): boolean {
    const since = this.#read(DOUBT) ?? this.#lastTick ?? this.#notedBefore(now - DAY) ?? now;
    const isLate = now - since > LATE;
    // For the object that comes after this one.
    if (isLate || this.#lastTick === null) this.#doubt(since);
    return isLate;
  }

  /** Whether what is done hourly is still to be done in this hour. */
  isHourDue(now: number): boolean {
    return Math.floor(now / HOUR) > (this.#read(HOURLY) ?? 0);
  }

  /** Notes that it is done: one row an hour. */
  noteHour(now: number): void {
    if (this.isHourDue(now)) this.#storage.put(HOURLY, Math.floor(now / HOUR));
  }

  #notedBefore(instant: number): number | null {
    const noted = this.#read(NOTED);
    return noted !== null && noted < instant - LATE ? noted : null;
  }

  #doubt(since: number): void {
    if (this.#read(DOUBT) === null) this.#storage.put(DOUBT, since);
  }

  #read(key: string): number | null {
    const value = this.#storage.get(key);
    return typeof value === 'number' ? value : null;
  }
}
