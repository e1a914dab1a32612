import { midnightOf, readDay } from './day.ts';
import { halfOf, monthOf, zoneOf } from './names.ts';
import { isNamedZone, isRuleName, minutesEast } from './time-zone.ts';
import { wordsOf } from './words.ts';

/** Longest text of a date. */
const MAX_LENGTH = 80;
const UNIX_TIME = /^\s*(\d{10})(\d{3})?\s*$/;
/** Dates that all exist, as every month has 28 days, in a year from FIRST_YEAR to LAST_YEAR. */
const ISO_UTC = /^(?:1[89]|2[01])\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Years from the first up to the last, which no calendar but the Gregorian counts today: 1405 is Persian, 2569 Thai. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/** Parts of a date found so far: milliseconds since midnight, minutes east of Greenwich or a zone's name, numbers left over. */
type DateParts = {
  midnight: number | null;
  time: number | null;
  zone: number | null;
  namedZone: string | null;
  afternoon: boolean | null;
  month: number | null;
  readonly numbers: string[];
};

/**
 * Reads a date as feeds write it, and gives it as ISO 8601 UTC: RFC 822 and 3339 and what is near them, W3C-DTF, ISO weeks and ordinal days,
 * RFC 9557, asctime, Unix time, month names of many languages. Without a zone it is UTC. `null` where it is unreadable or
 * impossible.
 */
export function readDate(text: string | null): string | null {
  if (text === null || text.length > MAX_LENGTH) return null;
  // Most are written so already.
  if (ISO_UTC.test(text)) return text;
  const [, seconds, milliseconds = '0'] = UNIX_TIME.exec(text) ?? [];
  if (seconds !== undefined) return iso(Number(seconds) * 1000 + Number(milliseconds));
  const parts: DateParts = {
    midnight: null,
    time: null,
    zone: null,
    namedZone: null,
    afternoon: null,
    month: null,
    numbers: [],
  };
  if (!wordsOf(text).every((word) => readWord(word, parts))) return null;
  if (parts.midnight !== null && parts.numbers.length > 0) return null;
  const midnight = parts.midnight ?? midnightOfNumbers(parts);
  const time = timeOf(parts);
  if (midnight === null || time === null) return null;
  const local = midnight + time;
  const zone = parts.zone ?? (parts.namedZone === null ? 0 : minutesEast(parts.namedZone, local));
  return iso(local - zone * MINUTE);
}

/** Writes the instant; `null` for a year of another calendar, or that stands for "no date", as .NET's year 1. */
function iso(time: number): string | null {
  const instant = new Date(time);
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? instant.toISOString().replace('.000Z', 'Z') : null;
}

/** Reads a word into the parts; false where it can be no part of a date. */
function readWord(word: string, parts: DateParts): boolean {
  const zone = readZone(word) ?? zoneOf(word);
  if (zone !== null && (parts.time !== null || parts.midnight !== null)) {
    parts.zone = zone;
    return true;
  }
  if (isNamedZone(word)) {
    parts.namedZone = word;
    return true;
  }
  // No zone that is known, so that it is taken as UTC, as any other.
  if (isRuleName(word)) return true;
  const half = halfOf(word);
  if (half !== null) {
    parts.afternoon = half === 'afternoon';
    return true;
  }
  if (parts.time === null && /^\d{1,2}:/.test(word)) return readTime(word, parts);
  if (parts.time === null && parts.midnight !== null) {
    return (
      readTime(
        word.replace(/^(\d\d)(\d\d)(\d\d)?/, (_, h, m, s = '00') => `${h}:${m}:${s}`),
        parts,
      ) || isWord(word)
    );
  }
  if (parts.midnight === null && /\d/.test(word)) {
    if (/^\d{1,2}(?:st|nd|rd|th|\.)?$|^\d{4}$/.test(word)) return parts.numbers.push(word.replace(/\D+$/, '')) <= 2;
    parts.midnight = readDay(word);
    return parts.midnight !== null;
  }
  const month = monthOf(word);
  if (month !== null) parts.month = month;
  // The weekday in front, in whatever language; an unknown zone behind, which is taken as UTC; words like "de" between.
  return isWord(word);
}

function isWord(word: string): boolean {
  return /^[\p{L}.'’/_-]+$/u.test(word);
}

/** Reads a time: `10:14`, `10:14:55.12`, with `am` and a zone glued to it, or without colons as in ISO 8601's basic format. */
function readTime(word: string, parts: DateParts): boolean {
  const [, hour, minute, second = '0', fraction = '', behind = ''] =
    /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.(\d+))?([a-z+-].*)?$/.exec(word) ?? [];
  if (hour === undefined || minute === undefined) return false;
  // America and AMT begin with no half of the day.
  const [, half, glued = behind] = (isZone(behind) ? null : /^(am|pm)(?![a-y]$)(.*)$/.exec(behind)) ?? [];
  const offset = readZone(glued) ?? zoneOf(glued);
  const isNamed = offset === null && isNamedZone(glued);
  if (glued !== '' && offset === null && !isNamed) return false;
  // RFC 3339, section 5.6: a second 60 may be a leap second. ISO 8601: 24:00 is the end of the day.
  const isMidnight = Number(hour) === 24 && Number(minute) + Number(second) === 0;
  if ((Number(hour) > 23 && !isMidnight) || Number(minute) > 59 || Number(second) > 60) return false;
  parts.time =
    (Number(hour) * 60 + Number(minute)) * MINUTE + Number(second) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  if (half !== undefined) parts.afternoon = half === 'pm';
  if (offset !== null) parts.zone = offset;
  if (isNamed) parts.namedZone = glued;
  return true;
}

function isZone(word: string): boolean {
  return readZone(word) !== null || zoneOf(word) !== null || isNamedZone(word);
}

/** Reads an offset (`+0100`, `-05:30`, `+2`, `gmt+2`): minutes east of Greenwich. */
function readZone(word: string): number | null {
  const [, sign, hours, minutes = '0'] = /^(?:gmt|utc?)?([+-])(\d\d?):?(\d\d)?$/.exec(word) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Milliseconds since midnight, the 12-hour clock resolved; `null` where it has no such hour. */
function timeOf({ time, afternoon }: DateParts): number | null {
  if (time === null) return 0;
  const hour = Math.floor(time / HOUR);
  if (afternoon === null || hour > 12) return time;
  if (hour === 0) return afternoon ? null : time;
  return time + (afternoon ? 12 : 0) * HOUR - (hour === 12 ? 12 * HOUR : 0);
}

/** Reads a day of which month, day and year came as words of their own: `28 May 2010`, `May 28 2010`, `2010`. */
function midnightOfNumbers({ month, numbers }: DateParts): number | null {
  const [first, second] = numbers;
  if (first === undefined) return null;
  if (month === null) return second === undefined && first.length === 4 ? midnightOf(first, 1, 1) : null;
  if (second === undefined) return first.length === 4 ? midnightOf(first, month, 1) : null;
  return first.length === 4 ? midnightOf(first, month, Number(second)) : midnightOf(second, month, Number(first));
}
