import { oneLine } from '../../markup/text/one-line.ts';

/** Line of a quote in a comment's plain text. */
const QUOTED = /^>(?: .*)?$/gm;

/** Address of a link behind its words in plain text, and the space that keeps a mark apart from it. */
const ADDRESS = / \((?:https?:\/\/|mailto:)[^\s()]*\)(?: (?=[,.;:!?]))?/g;

/** Beginning of a comment's own words in one line, at most `max` UTF-16 units: without quotes and links' addresses, where it has more. */
export function excerpt(text: string | null, max: number): string | null {
  if (text === null) return null;
  return oneLine(text.replaceAll(QUOTED, '').replaceAll(ADDRESS, ''), max) ?? oneLine(text, max);
}
