import { decodeHTML } from 'entities/decode';
import type { EntryText } from '../parsed-feed.ts';

/** Gives the text that is compared to detect edits: tags stripped, white space collapsed. Linear, never shown. */
export function comparableText(content: EntryText | null): string {
  if (content === null) return '';
  const text = content.type === 'html' ? decodeHTML(content.value.replaceAll(/<[^<>]*>/g, ' ')) : content.value;
  return text.replaceAll(/\s+/g, ' ').trim();
}
