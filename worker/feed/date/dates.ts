import { childOf, type Element, trimmedTextOf } from '../xml/element.ts';
import { readDate } from './date.ts';

/** Finds the first of these elements that holds a readable date, as ISO 8601 UTC. */
export function firstDateOf(parent: Element, names: readonly string[]): string | null {
  for (const name of names) {
    const date = readDate(trimmedTextOf(childOf(parent, name)));
    if (date !== null) return date;
  }
  return null;
}

/** Longest time from a change back to the writing, in ms: beyond it the year is of another calendar (2083 is Nepal's 2026). */
const AFTER_UPDATE = 366 * 86_400_000;

/** Gives the time of writing, where it can be one beside `updated`; else `null`. Both as ISO 8601. */
export function believablePublished(published: string | null, updated: string | null): string | null {
  if (published === null || updated === null) return published;
  return Date.parse(published) - Date.parse(updated) > AFTER_UPDATE ? null : published;
}

/** Year before which nothing on the web was commented on: 1970 and 1899 are how programs write "no date". */
const FIRST_COMMENTS = '1990';

/** Gives the time of a comment, where it can be one; else `null`. As ISO 8601. */
export function commentTime(time: string | null): string | null {
  return time === null || time < FIRST_COMMENTS ? null : time;
}
