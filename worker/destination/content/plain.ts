import { ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import type { Dialect } from '../../markup/write/markdown.ts';

/** Plain text, for chats without markup: an address stands in brackets behind the words that it was on. */
export const PLAIN: Dialect = {
  // An address that is no link by our reading is none by the chat's either.
  text: (text) => text.replaceAll('://', `:${ZERO_WIDTH_SPACE}//`),
  bold: null,
  italic: null,
  struck: null,
  underlined: null,
  code: null,
  bare: true,
  link: (href, label) => (label === null ? href : `${label} (${href})`),
  pre: null,
  quote: (line, depth) => `${'> '.repeat(depth)}${line}`.trimEnd(),
  bullet: (depth, number) => '  '.repeat(depth - 1) + (number === null ? '• ' : `${number}. `),
  heading: (line) => line,
  rule: '———',
  lineStart: (line) => line,
};
