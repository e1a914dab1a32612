import { TICK } from '../rules/schedule.ts';
import type { Notes } from './store/notes.ts';

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
  readonly #notes: Notes;
  #lastTick: number | null = null;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** Notes a tick at `now`. */
  noteTick(now: number): void {
    this.#lastTick = Math.max(now, this.#lastTick ?? now);
    if (this.#notes.number(SUSPECTED) !== null) this.#notes.delete(SUSPECTED);
    const noted = this.#notes.number(NOTED);
    if (noted === null || this.#lastTick - noted >= DAY) this.#notes.put(NOTED, this.#lastTick);
  }

  /** The last tick that is known of, ms: in an object that was just created that of the last hour, or of the last day. */
  get lastTick(): number | null {
    const hour = this.#notes.number(HOURLY);
    const known = [this.#lastTick, this.#notes.number(NOTED), hour === null ? null : hour * HOUR].filter(
      (at) => at !== null,
    );
    return known.length === 0 ? null : Math.max(...known);
  }

  /** True if there was no tick for three of the cron's intervals, as far as can be told. */
  isLate(now: number): boolean {
    const since = this.#notes.number(SUSPECTED) ?? this.#lastTick ?? this.#notedBefore(now - DAY) ?? now;
    const isLate = now - since > LATE;
    // For the next object, should this one be evicted.
    if (isLate || this.#lastTick === null) this.#suspect(since);
    return isLate;
  }

  /** True if the hourly work is still to be done in this hour. */
  isHourDue(now: number): boolean {
    return Math.floor(now / HOUR) > (this.#notes.number(HOURLY) ?? 0);
  }

  /** Notes that it is done: one row an hour. */
  noteHour(now: number): void {
    if (this.isHourDue(now)) this.#notes.put(HOURLY, Math.floor(now / HOUR));
  }

  #notedBefore(instant: number): number | null {
    const noted = this.#notes.number(NOTED);
    return noted !== null && noted < instant - LATE ? noted : null;
  }

  #suspect(since: number): void {
    if (this.#notes.number(SUSPECTED) !== null) return;
    try {
      this.#notes.put(SUSPECTED, since);
    } catch {
      // Storage takes no writes: whoever asks is answered all the same.
    }
  }
}
