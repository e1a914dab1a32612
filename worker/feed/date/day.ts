import { monthOf } from './names.ts';

const DAY = 86_400_000;

/** Reads a day written as one word: midnight UTC, in milliseconds since the epoch; `null` where there is no such day. */
export function readDay(word: string): number | null {
  return yearFirst(word) ?? dayFirst(word) ?? isoWeek(word) ?? isoOrdinal(word) ?? isoShort(word);
}

/** Gives midnight UTC of a day, whose year is as written; `null` where there is no such day. */
export function midnightOf(year: string, month: number, day: number): number | null {
  const full = fullYear(year);
  const date = new Date(0);
  date.setUTCFullYear(full, month - 1, day);
  return full >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/** Year in full: two digits up to 49 are of this century, from 50 of the last (RFC 5322, section 4.3). */
function fullYear(year: string): number {
  const value = Number(year);
  if (year.length > 2) return value;
  return value < 50 ? 2000 + value : 1900 + value;
}

/** Reads `2003-12-31`, `2003/12/31`, `2003-Dec-31`, `20031231`, `2003-12`; a month of three digits as some write it. */
function yearFirst(word: string): number | null {
  const [, year, month, day] =
    /^(\d{4})([-/.])0?(\d{1,2}|\p{L}{3,})\2(\d{1,2})[.-]?$/u.exec(word)?.toSpliced(2, 1) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(word) ??
    /^(\d{4})-(\d\d)$/.exec(word) ??
    [];
  const number = month === undefined ? null : monthNumber(month);
  return year === undefined || number === null ? null : midnightOf(year, number, Number(day ?? 1));
}

/** Reads `31-Dec-03`, `31.12.2003`, and `12/31/2003` as Americans write it. */
function dayFirst(word: string): number | null {
  const [, first, mark, second, year] = /^(\d{1,2})([-/.])(\d{1,2}|\p{L}{3,})\2(\d{4}|\d\d)$/u.exec(word) ?? [];
  if (first === undefined || second === undefined || year === undefined) return null;
  const month = monthNumber(second);
  if (month === null || (year.length === 2 && /^\d/.test(second))) return null;
  const isAmerican = mark === '/' && Number(first) <= 12 && /^\d/.test(second);
  return isAmerican ? midnightOf(year, Number(first), Number(second)) : midnightOf(year, month, Number(first));
}

/** Reads ISO 8601's weeks: `2003-W01-5`, `2003W01`; week 1 is the one with January 4th. */
function isoWeek(word: string): number | null {
  const [, year, week, day = '1'] = /^(\d{4})-?w(\d\d)(?:-?([1-7]))?$/.exec(word) ?? [];
  if (year === undefined || Number(week) < 1) return null;
  const fourth = midnightOf(year, 1, 4);
  if (fourth === null) return null;
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  const monday = fourth + ((Number(week) - 1) * 7 - weekday) * DAY;
  const belongs = new Date(monday + 3 * DAY).getUTCFullYear() === Number(year);
  return belongs ? monday + (Number(day) - 1) * DAY : null;
}

/** Reads ISO 8601's ordinal days: `2003-365`, `2003365`. */
function isoOrdinal(word: string): number | null {
  const [, year, ordinal] = /^(\d{4})-?(\d{3})$/.exec(word) ?? [];
  const first = year === undefined ? null : midnightOf(year, 1, 1);
  if (first === null || Number(ordinal) < 1) return null;
  const midnight = first + (Number(ordinal) - 1) * DAY;
  return new Date(midnight).getUTCFullYear() === Number(year) ? midnight : null;
}

/** Reads ISO 8601:1988 without century: `03-12-31`, `-03-12`, `-0312`. */
function isoShort(word: string): number | null {
  const [, year, month, day = '1'] = /^(\d\d)-(\d\d)-(\d\d)$/.exec(word) ?? /^-(\d\d)-?(\d\d)$/.exec(word) ?? [];
  return year === undefined ? null : midnightOf(year, Number(month), Number(day));
}

function monthNumber(text: string): number | null {
  return /^\d/.test(text) ? Number(text) : monthOf(text);
}
