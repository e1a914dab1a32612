import { midnightOf, readDay } from './day.ts';
import { halfOf, monthOf, withoutDiacritics, zoneOf } from './names.ts';

/** Longer text is no date. */
const MAX_LENGTH = 80;
const UNIX_TIME = /^\s*(\d{10})(\d{3})?\s*$/;
/** Any of these is an instant that there is, as every month has 28 days. */
const ISO_UTC = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What the words of a date say: milliseconds since midnight, minutes east of Greenwich, the numbers left over. */
type Reading = {
  midnight: number | null;
  time: number | null;
  zone: number | null;
  afternoon: boolean | null;
  month: number | null;
  readonly numbers: string[];
};

/**
 * A date as feeds write it, as ISO 8601 UTC: RFC 822 and 3339 and what is near them, W3C-DTF, ISO weeks and ordinal days,
 * RFC 9557, asctime, Unix time, month names of many languages. Without a zone it is UTC. `null` where it is unreadable or
 * impossible.
 */
export function readDate(text: string | null): string | null {
  if (text === null || text.length > MAX_LENGTH) return null;
  // Most are written so already.
  if (ISO_UTC.test(text)) return text;
  const [, seconds, milliseconds = '0'] = UNIX_TIME.exec(text) ?? [];
  if (seconds !== undefined) return iso(Number(seconds) * 1000 + Number(milliseconds));
  const reading: Reading = { midnight: null, time: null, zone: null, afternoon: null, month: null, numbers: [] };
  if (!wordsOf(text).every((word) => readWord(word, reading))) return null;
  if (reading.midnight !== null && reading.numbers.length > 0) return null;
  const midnight = reading.midnight ?? midnightOfNumbers(reading);
  const time = timeOf(reading);
  if (midnight === null || time === null) return null;
  return iso(midnight + time - (reading.zone ?? 0) * MINUTE);
}

/** `null` for years that ISO 8601 writes otherwise; .NET writes "no date" as the year 1. */
function iso(time: number): string | null {
  const instant = new Date(time);
  const year = instant.getUTCFullYear();
  return year >= 1000 && year <= 9999 ? instant.toISOString().replace('.000Z', 'Z') : null;
}

/**
 * Lower case, without diacritics, commas, RFC 822's comments and RFC 9557's suffixes; a time apart from the date that it is
 * glued to.
 */
function wordsOf(text: string): readonly string[] {
  const plain = isPlain(text)
    ? text.toLowerCase()
    : withoutDiacritics(text)
        .replace(/(\d)\s*[년年월月]\s*/g, '$1-')
        .replace(/(\d)\s*日/g, '$1 ')
        .replace(/(\d)\s*일/g, '$1 kst ');
  return plain
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(/(\d)t(?=\d)/, '$1 ')
    .replace(/^\s*(\d{8})(?=\d{6}(?!\d))/, '$1 ')
    .replace(/(:\d\d),(?=\d)/, '$1.')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Takes what a word says; false where it has no place in a date. */
function readWord(word: string, reading: Reading): boolean {
  const zone = readZone(word) ?? zoneOf(word);
  if (zone !== null && (reading.time !== null || reading.midnight !== null)) {
    reading.zone = zone;
    return true;
  }
  const half = halfOf(word);
  if (half !== null) {
    reading.afternoon = half === 'afternoon';
    return true;
  }
  if (reading.time === null && /^\d{1,2}:/.test(word)) return readTime(word, reading);
  if (reading.time === null && reading.midnight !== null) {
    return (
      readTime(
        word.replace(/^(\d\d)(\d\d)(\d\d)?/, (_, h, m, s = '00') => `${h}:${m}:${s}`),
        reading,
      ) || isWord(word)
    );
  }
  if (reading.midnight === null && /\d/.test(word)) {
    if (/^\d{1,2}(?:st|nd|rd|th|\.)?$|^\d{4}$/.test(word)) return reading.numbers.push(word.replace(/\D+$/, '')) <= 2;
    reading.midnight = readDay(word);
    return reading.midnight !== null;
  }
  const month = monthOf(word);
  if (month !== null) reading.month = month;
  // The weekday in front, in whatever language; an unknown zone behind, which is taken as UTC; words like "de" between.
  return isWord(word);
}

function isWord(word: string): boolean {
  return /^[\p{L}.'’/_-]+$/u.test(word);
}

/** `10:14`, `10:14:55.12`, with `am` and a zone glued to it, or without colons as in ISO 8601's basic format. */
function readTime(word: string, reading: Reading): boolean {
  const [, hour, minute, second = '0', fraction = '', half, zone] =
    /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.(\d+))?(am|pm)?([a-z+-].*)?$/.exec(word) ?? [];
  if (hour === undefined || minute === undefined) return false;
  const offset = zone === undefined ? null : (readZone(zone) ?? zoneOf(zone));
  if (zone !== undefined && offset === null) return false;
  // RFC 3339, section 5.6: a second 60 may be a leap second. ISO 8601: 24:00 is the end of the day.
  const isMidnight = Number(hour) === 24 && Number(minute) + Number(second) === 0;
  if ((Number(hour) > 23 && !isMidnight) || Number(minute) > 59 || Number(second) > 60) return false;
  reading.time =
    (Number(hour) * 60 + Number(minute)) * MINUTE + Number(second) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  if (half !== undefined) reading.afternoon = half === 'pm';
  if (offset !== null) reading.zone = offset;
  return true;
}

/** `+0100`, `-05:30`, `+2`, `gmt+2`: minutes east of Greenwich. */
function readZone(word: string): number | null {
  const [, sign, hours, minutes = '0'] = /^(?:gmt|utc?)?([+-])(\d\d?):?(\d\d)?$/.exec(word) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Milliseconds since midnight, the 12-hour clock resolved; `null` where it has no such hour. */
function timeOf({ time, afternoon }: Reading): number | null {
  if (time === null) return 0;
  const hour = Math.floor(time / HOUR);
  if (afternoon === null || hour > 12) return time;
  if (hour === 0) return afternoon ? null : time;
  return time + (afternoon ? 12 : 0) * HOUR - (hour === 12 ? 12 * HOUR : 0);
}

/** A day of which month, day and year came as words of their own: `28 May 2010`, `May 28 2010`, `2010`. */
function midnightOfNumbers({ month, numbers }: Reading): number | null {
  const [first, second] = numbers;
  if (first === undefined) return null;
  if (month === null) return second === undefined && first.length === 4 ? midnightOf(first, 1, 1) : null;
  if (second === undefined) return first.length === 4 ? midnightOf(first, month, 1) : null;
  return first.length === 4 ? midnightOf(first, month, Number(second)) : midnightOf(second, month, Number(first));
}
