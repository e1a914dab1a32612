import { isBlank } from './blank.ts';
import { clip } from './clip.ts';

/** Control characters that are no white space, and what turns the direction of all text after it (UAX 9). */
const UNSEEN = /[^\P{Cc}\s\u0085]|[\u202a-\u202e\u2066-\u2069]/gu;

const SPACE = /[\s\u0085]+/g;

/** A stranger's name or title as one line of at most `max` UTF-16 units; `null` where it shows nothing. */
export function oneLine(text: string | null, max: number): string | null {
  const even = (text ?? '').toWellFormed().replaceAll(UNSEEN, '').replaceAll(SPACE, ' ').trim();
  return isBlank(even) ? null : clip(even, max);
}
