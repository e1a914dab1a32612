import { decodeHTML } from 'entities/decode';
import type { EntryText } from '../parsed-feed.ts';

/** What a comment says, to see whether it was edited: no tags, no difference of white space; linear, never shown. */
export function comparableText(content: EntryText | null): string {
  if (content === null) return '';
  const text = content.type === 'html' ? decodeHTML(content.value.replaceAll(/<[^<>]*>/g, ' ')) : content.value;
  return text.replaceAll(/\s+/g, ' ').trim();
}
