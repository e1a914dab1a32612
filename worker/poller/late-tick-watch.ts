import { TICK } from '../rules/schedule.ts';

/** Time without a tick after which the cron is late, ms. */
const LATE = 3 * TICK;

/** Key of the instant since which the cron is late, or was asked about without an answer, ms. */
const SUSPECTED = 'pulse.doubt';

/** Key of the instant of a tick, noted once a day, ms. */
const NOTED = 'pulse.noted';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Key of the hour, counted since the epoch, in which the hourly work was done last. */
const HOURLY = 'pulse.hour';

/**
 * Watches if the cron still runs. The last tick is kept in memory, since a tick without news writes nothing, and noted
 * once a day. An object that was just created knows no more than that note; where the cron may be on time, it notes since
 * when it is asked, and the next tick clears that.
 */
export class LateTickWatch {
  readonly #storage: SyncKvStorage;
  #lastTick: number | null = null;

  constructor(storage: SyncKvStorage) {
    this.#storage = storage;
  }

  /** Notes a tick at `now`. */
  noteTick(now: number): void {
    this.#lastTick = Math.max(now, this.#lastTick ?? now);
    if (this.#read(SUSPECTED) !== null) this.#storage.delete(SUSPECTED);
    const noted = this.#read(NOTED);
    if (noted === null || this.#lastTick - noted >= DAY) this.#storage.put(NOTED, this.#lastTick);
  }

  /** The last tick that is known of, ms: in an object that was just created that of the last hour, or of the last day. */
  get lastTick(): number | null {
    const hour = this.#read(HOURLY);
    const known = [this.#lastTick, this.#read(NOTED), hour === null ? null : hour * HOUR].filter((at) => at !== null);
    return known.length === 0 ? null : Math.max(...known);
  }

  /** True if there was no tick for three of the cron's intervals, as far as can be told. */
  isLate(now: number): boolean {
    const since = this.#read(SUSPECTED) ?? this.#lastTick ?? this.#notedBefore(now - DAY) ?? now;
    const isLate = now - since > LATE;
    // For the next object, should this one be evicted.
    if (isLate || this.#lastTick === null) this.#suspect(since);
    return isLate;
  }

  /** True if the hourly work is still to be done in this hour. */
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

  #suspect(since: number): void {
    if (this.#read(SUSPECTED) === null) this.#storage.put(SUSPECTED, since);
  }

  #read(key: string): number | null {
    const value = this.#storage.get(key);
    return typeof value === 'number' ? value : null;
  }
}
