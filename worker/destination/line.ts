import { clip } from '../markup/text/clip.ts';

/** White space of any kind, control characters, and the marks that change the direction of all text after them. */
const UNEVEN = /[\s\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** Longest name or title, in UTF-16 units: they are read at a glance. */
const NAME_LENGTH = 80;

/** A fact as one line of at most `max` UTF-16 units, a name's length unless said; `null` where it says nothing. */
export function line(text: string | null, max = NAME_LENGTH): string | null {
  const even = (text ?? '').toWellFormed().replaceAll(UNEVEN, ' ').trim();
  return even === '' ? null : clip(even, max);
}

/** A time (ISO 8601 UTC) as every chat can show it: `2007-02-19 23:25 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
