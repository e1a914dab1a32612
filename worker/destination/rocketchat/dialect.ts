import { inertCodes, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { percentEncoded } from '../../markup/url.ts';
import { plainStart } from '../../markup/write/line-start.ts';
import type { Dialect } from '../../markup/write/markdown.ts';

/**
 * Characters that look like signs which have no escape that works everywhere: within emphasis a backslash is none.
 * https://docs.rocket.chat/docs/message-formatting, and the grammar of github.com/RocketChat/fuselage
 */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ', $: '﹩', '[': '［' };

/** Signs of emphasis, code, formulas, and of links, which a label opens lines before; `_` within a word is text. */
const SIGNS = /[*~`$[]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Signs that would be alive but for an invisible character behind it: mentions, channels and colours, images, Slack's links,
 * times, spoilers, formulas, escapes, links' targets, addresses with a scheme, and hosts without one.
 */
const ALIVE = /@|#(?=\S|$)|!(?=$)|<|\|(?=\|)|\\|\](?=\()|:(?=\/\/)|\.(?=\p{L})|(?<=\d)\.(?=\d+\.\d)/gu;

/** Characters that end a target where they stand, punctuation at its end, and signs that one in the label could close. */
const BREAKING = /[()<>[\]\\`"|*$\s]|[.,;:!?']$|(?<![\p{L}\p{N}])[_~]|[_~](?![\p{L}\p{N}])/gu;

/** Rocket.Chat's markup, which is not markdown: `*bold*`, `_italic_`, `~struck~`, lists and quotes of one level. */
export const MARKUP: Dialect = {
  text: (text) =>
    text.replaceAll(ALIVE, (sign) => sign + ZERO_WIDTH_SPACE).replaceAll(SIGNS, (sign) => LOOKALIKES[sign] ?? sign),
  bold: '*',
  italic: '_',
  struck: '~',
  underlined: null,
  lax: true,
  code: (text) => `\`${text.replaceAll('`', 'ˋ')}\``,
  link: (href, label) => `[${label ?? MARKUP.text(inertCodes(href)).replaceAll('_', 'ˍ')}](${target(href)})`,
  // A fence within a quote is none: what it is to keep from being read would be alive.
  pre: (lines, isQuoted) =>
    isQuoted ? lines.map((line) => (line.trim() === '' ? '' : `\`${line.replaceAll('`', 'ˋ')}\``)) : fenced(lines),
  // A quote has no quotes in it.
  quote: (line, depth) => (line === '' ? '>' : `> ${'› '.repeat(depth - 1)}${line}`),
  bullet: (depth, number) => {
    const sign = number === null ? '•' : `${number}${ZERO_WIDTH_SPACE}.`;
    // A list has no lists in it: those are lines with a bullet of their own.
    return depth === 1 ? `${number === null ? '-' : `${number}.`} ` : `${'\u2003'.repeat(depth - 1)}${sign} `;
  },
  heading: (line) => (line === '' || line.includes('*') ? line : `*${line}*`),
  rule: '---',
  lineStart: plainStart,
};

function fenced(lines: readonly string[]): readonly string[] {
  return ['```', ...lines.map((line) => line.replaceAll('```', 'ˋˋˋ')), '```'];
}

/** Target of a link, read as a whole. */
export function target(href: string): string {
  return href.replaceAll(BREAKING, percentEncoded);
}
