import type { Markup } from '../../markup/tree.ts';
import { withWords, wordsOf } from '../../markup/text/map-text.ts';
import { fixMojibake } from './mojibake.ts';

/** What of a comment may be spoilt: what its author wrote. */
export type Words = { readonly author: string | null; readonly title: string | null; readonly markup: Markup };

/** Parts texts that are judged together; no text has it, since the markup is without control characters. */
const SEAM = '\u0001';

/** A name or title by which a comment speaks of another or of its post: judged as it is where that one says it itself. */
export function repairedName(name: string | null): string | null {
  return name === null ? null : (fixMojibake(name) ?? name);
}

/** The words with their mojibake repaired; `null` where there was none. Each is judged by itself, the text as a whole. */
export function repair(words: Words): Words | null {
  const author = words.author === null ? null : fixMojibake(words.author);
  const title = words.title === null ? null : fixMojibake(words.title);
  const texts = fixMojibake(wordsOf(words.markup).join(SEAM))?.split(SEAM) ?? null;
  if (author === null && title === null && texts === null) return null;
  const next = texts?.values();
  return {
    author: author ?? words.author,
    title: title ?? words.title,
    markup: next === undefined ? words.markup : withWords(words.markup, (text) => next.next().value ?? text),
  };
}
