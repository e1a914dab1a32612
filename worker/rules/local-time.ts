import { zoneOffset } from '../zone-offset.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** True if the runtime knows a zone of that name (IANA's). */
export function isZone(name: string): boolean {
  return zoneOffset(name, 0) !== null;
}

/** Offset of a zone that was checked when CONFIG was read, ms, east positive. */
export function offsetAt(zone: string, instant: number): number {
  return zoneOffset(zone, instant) ?? 0;
}

/**
 * Instant of a local time (ms, as if it were UTC). One that comes twice, as clocks are put back, is the first; one that is
 * skipped is the next that exists, the instant of the change.
 */
export function firstInstantOf(local: number, zone: string): number {
  return Math.min(...instantsOf(local, zone));
}

/** The same, but of one that comes twice the second. */
export function lastInstantOf(local: number, zone: string): number {
  return Math.max(...instantsOf(local, zone));
}

function instantsOf(local: number, zone: string): readonly number[] {
  const before = local - offsetAt(zone, local - DAY);
  const after = local - offsetAt(zone, local + DAY);
  const valid = [before, after].filter((instant) => instant + offsetAt(zone, instant) === local);
  return valid.length > 0 ? valid : [changeBetween(after, before, zone)];
}

/** Instant at which the zone's offset changes between two others, to the minute. */
function changeBetween(from: number, to: number, zone: string): number {
  const offset = offsetAt(zone, from);
  let [low, high] = [Math.floor(from / MINUTE), Math.ceil(to / MINUTE)];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsetAt(zone, middle * MINUTE) === offset) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}
