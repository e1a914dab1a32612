import { inertCodes, ZERO_WIDTH_SPACE } from '../text/inert.ts';
import { stripControls } from '../text/strip-controls.ts';
import type { Dialect } from './markdown.ts';

/** Signs of markdown that work in any place, and characters that look like them. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['*', '∗'],
  ['`', 'ˋ'],
  ['~', '∼'],
  ['[', '［'],
  [']', '］'],
  ['_', '＿'],
]);

/** Those signs. An underscore between letters or digits is part of a name in every kind of markdown of today. */
const SIGN = /[*`~[\]]|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu;

/**
 * Places where what follows would be read together with a sign: a tag or an address behind `<`, a reference behind `&`, an
 * address of any scheme, a mention, and whatever a backslash may escape (at the end of the text that is our own sign).
 */
const APART = /<(?=\S|$)|&(?=#?[A-Za-z\d])|:(?=\/\/)|(?<![\p{L}\p{N}])@(?=\S)|\\(?=[!-/:-@[-`{-~\n]|$)|!(?=\[)/gu;

/** Ends of references in an address, and characters that end an address in markdown, or are signs in it. */
const IN_ADDRESS = /(?<=&[#A-Za-z\d]*);|[\s()<>[\]*`~"'\\|{}!]/g;

/** Text with nothing in it that is a sign of markdown, for platforms that document no way to escape one. Done last. */
export function unsigned(text: string): string {
  return stripControls(text)
    .replaceAll(APART, `$&${ZERO_WIDTH_SPACE}`)
    .replaceAll(SIGN, (sign) => LOOKALIKES.get(sign) ?? sign);
}

/** Tags and mentions in plain text, and the codes in brackets that chats of China show as emoji (`[微笑]`). */
const ALIVE = /<(?=[\p{L}/!@])|(?<![\p{L}\p{N}])@(?=\S)|\[(?=[\p{L}\p{N}]{1,12}\])/gu;

/** Text, as for `unsigned`, in which mentions, tags and emoji alone are broken: for platforms' plain text. */
export function unmentioned(text: string): string {
  return stripControls(text).replaceAll(ALIVE, `$&${ZERO_WIDTH_SPACE}`);
}

/** Link in which neither the label nor the address ends too early. */
function link(href: string, label: string | null): string {
  const shown = label ?? unsigned(inertCodes(href)).replace(`:${ZERO_WIDTH_SPACE}//`, '://');
  return `[${shown}](${href.replaceAll(IN_ADDRESS, percentEncoded)})`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Depth of quotes beyond which nobody sees a difference. */
const QUOTES = 3;

/**
 * Markdown of platforms that take what CommonMark calls emphasis, links, quotes and lists, and have no escape: signs in text are
 * replaced by characters that look like them. Images are links.
 */
export const UNESCAPED: Dialect = {
  text: unsigned,
  bold: '**',
  italic: '*',
  struck: null,
  underlined: null,
  code: null,
  link,
  pre: null,
  quote: (line, depth) => `${'> '.repeat(Math.min(depth, QUOTES))}${line}`.trimEnd(),
  bullet: (_depth, number) => (number === null ? '- ' : `${number}. `),
  columns: true,
  heading: null,
  // Hyphens right below a line would make a heading of it.
  rule: '———',
  lineStart: (line) =>
    line
      .replace(/^[ \t]+/, (spaces) => spaces.replaceAll('\t', '    ').replaceAll(' ', '\u00a0'))
      .replace(/^(\s*)(?=[-+#>=|:])/, `$1${ZERO_WIDTH_SPACE}`)
      .replace(/^(\s*\d+)(?=[.)])/, `$1${ZERO_WIDTH_SPACE}`),
};
