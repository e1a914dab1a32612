import type { Quiet } from '../model.ts';
import { firstInstantOf, isZone, lastInstantOf, offsetAt } from './local-time.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY = DAY_MINUTES * MINUTE;

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)(?: (\S+))?$/;

/** Reads quiet hours as CONFIG has them (`"22:00-07:00 Europe/Berlin"`; without a zone UTC); `null`: they are none. */
export function readQuiet(text: string): Quiet | null {
  const [, fromHour, fromMinute, toHour, toMinute, zone = 'UTC'] = HOURS.exec(text) ?? [];
  if (fromHour === undefined || !isZone(zone)) return null;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  return from === to ? null : { zone, from, to };
}

/**
 * Instant at which the quiet hours end that hold `now`, ms; `null`: it is not quiet. A beginning that comes twice, as clocks
 * are put back, is the first, such an end the second, so that all of an hour that comes twice is quiet; one that is skipped
 * is the instant of the change.
 */
export function quietUntil({ zone, from, to }: Quiet, now: number): number | null {
  const today = Math.floor((now + offsetAt(zone, now)) / DAY);
  // Those that began yesterday may go on today; where clocks change at midnight, today is tomorrow as well.
  for (const day of [today - 1, today, today + 1]) {
    const lastDay = from < to ? day : day + 1;
    const begin = firstInstantOf(day * DAY + from * MINUTE, zone);
    const end = lastInstantOf(lastDay * DAY + to * MINUTE, zone);
    if (begin <= now && now < end) return end;
  }
  return null;
}

/** Share of a day in which messages may go, above 0. */
export function openShare({ from, to }: Quiet): number {
  return (from < to ? DAY_MINUTES - (to - from) : from - to) / DAY_MINUTES;
}
