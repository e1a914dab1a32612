import { inertCodes, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { percentEncoded } from '../../markup/url.ts';
import { fenced, longestRun } from '../../markup/write/commonmark.ts';
import type { Dialect } from '../../markup/write/markdown.ts';
import { plainStart } from '../../markup/write/line-start.ts';

/**
 * Signs of Mattermost's markdown, and what it makes alive beside them: mentions and channels (read by the server whatever
 * stands before them), hashtags, LaTeX, HTML's entities, and addresses with any scheme (`feed:x` is one) or with none, and
 * emoticons that a colon makes with the bracket after it (`[see:](…)`). https://docs.mattermost.com/end-user-guide/collaborate/format-messages.html
 */
const ALIVE =
  /&(?=#?\w+;)|[<$]|[@~]|#(?=[\p{L}\p{N}_]|$)|[\\`*_[\]!|]|:(?=\/\/|-?$)|(?<=[a-z][a-z\d+.-]{0,30}):(?=\S)|(?<=www\d{0,3})\.|\.(?=\p{L}{2,4}\/)/giu;

/** Commands of Slack's, which the server translates before it reads any markdown. https://docs.mattermost.com/integrations-guide/incoming-webhooks.html */
const COMMAND = /<(?=[!@#]|https?:|mailto:)|@(?=(?:here|channel|all)\b)/gi;

/** Characters of an address that would end a link's target. */
const BREAKING = /[()<>[\]\\`"|\s]/g;

/** Mattermost's markdown. What begins a line is broken by an invisible character; headings are bold, not large. */
export const MARKDOWN: Dialect = {
  text: (text) => text.replaceAll(ALIVE, inactive),
  bold: '**',
  italic: '*',
  struck: '~~',
  underlined: null,
  code: (text) => {
    const signs = '`'.repeat(longestRun(text) + 1);
    const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
    return signs + space + withoutCommands(text) + space + signs;
  },
  link: (href, label) => `[${label ?? MARKDOWN.text(inertCodes(href))}](${target(href)})`,
  pre: (lines) => fenced(lines.map(withoutCommands)),
  quote: (line, depth) => `${'> '.repeat(depth)}${line}`.trimEnd(),
  bullet: (depth, number) => `${'   '.repeat(depth - 1)}${number === null ? '-' : `${number}.`} `,
  heading: (line) => (line === '' || line.includes('**') ? line : `**${line}**`),
  rule: '***',
  lineStart: plainStart,
};

function inactive(sign: string): string {
  switch (sign) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '$':
      return '&#36;';
    case '@':
    case '#':
    case ':':
      return sign + ZERO_WIDTH_SPACE;
    case '~':
      return `\\~${ZERO_WIDTH_SPACE}`;
    default:
      return `\\${sign}`;
  }
}

/** Target of a link, in which nothing is an entity. */
export function target(href: string): string {
  return href.replaceAll(BREAKING, percentEncoded).replaceAll(/&(?=#?\w+;)/g, '&amp;');
}

function withoutCommands(code: string): string {
  return code.replaceAll(COMMAND, (sign) => sign + ZERO_WIDTH_SPACE);
}
