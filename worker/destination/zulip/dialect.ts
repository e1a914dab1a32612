import { inertCodes } from '../../markup/text/inert.ts';
import { percentEncoded } from '../../markup/url.ts';
import { fenced } from '../../markup/write/commonmark.ts';
import { plainStart } from '../../markup/write/line-start.ts';
import type { Dialect } from '../../markup/write/markdown.ts';

/**
 * Signs of Zulip's markdown, in which a backslash escapes nothing, and an entity of HTML is read after all of them: mentions,
 * groups, channels, formulas, times, tables, code, and addresses with and without a scheme.
 * https://zulip.com/help/format-your-message-using-markdown, and zerver/lib/markdown of github.com/zulip/zulip
 */
const ALIVE = /&(?=#?\w+;)|[*`~^$[\]<>@#|\\!]|(?<=:)\/(?=\/)|\.(?=\p{L})/gu;

/** Characters that are read before a link is, or would end its target. */
const BREAKING = /[()<>[\]\\`"'|*$@\s]/g;

/** Zulip's markdown. */
export const MARKDOWN: Dialect = {
  text: (text) => text.replaceAll(ALIVE, entity),
  bold: '**',
  italic: '*',
  struck: '~~',
  underlined: null,
  code: (text) => `\`${text.replaceAll('`', 'ˋ')}\``,
  link: (href, label) => `[${label ?? MARKDOWN.text(inertCodes(href))}](${target(href)})`,
  // A fence counts only at the very beginning of a line, and so not within a quote. It names a language, since an organisation may
  // set one that is none: quotes, formulas.
  pre: (lines, isQuoted) =>
    isQuoted
      ? lines.map((line) => (line.trim() === '' ? '' : `\`${line.replaceAll('`', 'ˋ')}\``))
      : fenced(lines, 'text'),
  quote: (line, depth) => `${'> '.repeat(depth)}${line}`.trimEnd(),
  bullet: (depth, number) => `${'  '.repeat(depth - 1)}${number === null ? '-' : `${number}.`} `,
  heading: (line) => (line === '' || line.includes('**') ? line : `**${line}**`),
  rule: '***',
  lineStart: plainStart,
};

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}

/** Target of a link, in which nothing is an entity. */
export function target(href: string): string {
  return href.replaceAll(BREAKING, percentEncoded).replaceAll(/&(?=#?\w+;)/g, '&amp;');
}
