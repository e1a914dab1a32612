import { anchor, lines } from './element.ts';
import type { Child } from '../html.ts';

/** Addresses of which chats make links in plain text. */
const ADDRESS = /(https?:\/\/[^\s<>"“”]*[^\s<>"“”.,:;!?)\]}。，])/i;

/** Draws plain text as chats do that make links of its addresses. */
export function linkified(text: string): readonly Child[] {
  return text.split(ADDRESS).flatMap((part, at) => (at % 2 === 1 ? [anchor(part, part)] : lines(part)));
}
