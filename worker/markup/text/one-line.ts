import { isBlank } from './blank.ts';
import { clip } from './clip.ts';

/** Control characters except white space, and those that change the direction of all text after them (UAX 9). */
const UNSAFE = /[^\P{Cc}\s\u0085]|[\u202a-\u202e\u2066-\u2069]/gu;

const SPACE = /[\s\u0085]+/g;

/** One line as it is: ASCII words with one space between them. Most are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Longest name or title that is read at a glance, in UTF-16 units. */
const GLANCE = 80;

/** A name or title as one line of at most `max` UTF-16 units; `null` where it shows nothing. */
export function oneLine(text: string | null, max = GLANCE): string | null {
  if (text !== null && PLAIN.test(text)) return clip(text, max);
  const line = (text ?? '').toWellFormed().replaceAll(UNSAFE, '').replaceAll(SPACE, ' ').trim();
  return isBlank(line) ? null : clip(line, max);
}
