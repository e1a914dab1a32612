import type { Markup } from '../../markup/tree.ts';
import { withWords, wordsOf } from '../../markup/text/map-text.ts';
import { fixMojibake } from './mojibake.ts';

/** Words of a comment's author, which may be spoilt. */
export type CommentWords = { readonly author: string | null; readonly title: string | null; readonly markup: Markup };

/** Separator of texts that are judged together; no text has it, since the markup is without control characters. */
const SEAM = '\u0001';

/** Repairs a name or title of another comment or of the post, as where that one states it itself. */
export function repairedName(name: string | null): string | null {
  return name === null ? null : (fixMojibake(name) ?? name);
}

/** Repairs mojibake in the words; `null` where there was none. Each is judged by itself, the text as a whole. */
export function repair(words: CommentWords): CommentWords | null {
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
