import type { Digest } from '../model.ts';
import { firstInstantOf, isZone, offsetAt } from './local-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const HOURS = /^([1-9]|1\d|2[0-4])h(?: (\S+))?$/;
const DAILY = /^(1d|sun|mon|tue|wed|thu|fri|sat)@([01]\d|2[0-3]):([0-5]\d)(?: (\S+))?$/;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Longest interval in hours: a day's is written as a time of day. */
const LONGEST_HOURS = 12;

/** Reads a digest's times as CONFIG has them (`"6h"`, `"1d@09:00 Europe/Berlin"`, `"mon@09:00"`); `null`: it is none. */
export function readDigest(text: string): Digest | null {
  const [, hours, ofHours] = HOURS.exec(text) ?? [];
  if (hours !== undefined) {
    const every = Number(hours);
    const zone = ofHours ?? 'UTC';
    if (24 % every !== 0 || every > LONGEST_HOURS || !isZone(zone)) return null;
    return { zone, minutes: Array.from({ length: 24 / every }, (_, at) => at * every * 60), weekday: null };
  }
  const [, day = '', hour, minute, zone = 'UTC'] = DAILY.exec(text) ?? [];
  if (hour === undefined || minute === undefined || !isZone(zone)) return null;
  return { zone, minutes: [Number(hour) * 60 + Number(minute)], weekday: day === '1d' ? null : WEEKDAYS.indexOf(day) };
}

/** Instant of the last cut at or before `now`, ms: what was accepted before it goes. */
export function lastCut(digest: Digest, now: number): number {
  return Math.max(...cutsAround(digest, now).filter((cut) => cut <= now));
}

/** Instant of the first cut after an instant, ms. */
export function nextCut(digest: Digest, after: number): number {
  return Math.min(...cutsAround(digest, after).filter((cut) => cut > after));
}

/** The cuts of the days around an instant: of enough days for one on both sides, also where a zone skips a day. */
function cutsAround({ zone, minutes, weekday }: Digest, instant: number): readonly number[] {
  const today = Math.floor((instant + offsetAt(zone, instant)) / DAY);
  const reach = weekday !== null ? 8 : minutes.length > 1 ? 1 : 2;
  return Array.from({ length: 2 * reach + 1 }, (_, at) => today - reach + at)
    .filter((day) => weekday === null || weekdayOf(day) === weekday)
    .flatMap((day) => minutes.map((minute) => firstInstantOf(day * DAY + minute * MINUTE, zone)));
}

/** 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
