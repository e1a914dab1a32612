import { isBlank } from './blank.ts';
import { clip } from './clip.ts';
import { seen } from './inert.ts';

/** Control characters except white space. */
const CONTROLS = /[^\P{Cc}\s]/gu;

const SPACE = /\s+/g;

/** One line as it is: ASCII words with one space between them. Most are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Longest name or title that is read at a glance, in UTF-16 units. */
const GLANCE = 80;

/** A name or title as one line of at most `max` UTF-16 units; `null` where it shows nothing. */
export function oneLine(text: string | null, max = GLANCE): string | null {
  if (text !== null && PLAIN.test(text)) return clip(text, max);
  const line = seen((text ?? '').toWellFormed())
    .replaceAll(CONTROLS, '')
    .replaceAll(SPACE, ' ')
    .trim();
  return isBlank(line) ? null : clip(line, max);
}
