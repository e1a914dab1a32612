import { childOf, type Element, trimmedTextOf } from '../xml/element.ts';
import { readDate } from './date.ts';

/** The first of these elements that holds a readable date, as ISO 8601 UTC. */
export function firstDateOf(parent: Element, names: readonly string[]): string | null {
  for (const name of names) {
    const date = readDate(trimmedTextOf(childOf(parent, name)));
    if (date !== null) return date;
  }
  return null;
}
