import { ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { LINK_LEFT_OUT } from '../../markup/url.ts';
import type { Dialect } from '../../markup/write/markdown.ts';

/** Longest address of a link, in UTF-16 units as written: three of them leave room in one message. */
const LINK_LENGTH = 700;

/** Text whose brackets close each other. */
const PAIRED = /^(?:\[[^[\]]*\]|[^[\]])*$/;

/** Deepest quote that is told from the one around it: Discord's own do not nest. */
const QUOTE_DEPTH = 4;

/** Signs that are markup wherever they stand; a backslash makes any punctuation text, but not within a link's label. */
const SIGNS = /[\\*_~`|<>[\]]/g;

/** Mention that pings wherever it stands, behind a backslash too: what it may ping is for `allowed_mentions`, too. */
const MENTION = /@(?=everyone|here)/gi;

/** Invitation, which shows a card without any scheme before it. */
const INVITATION = /(discord)(?=(?:app)?\.(?:gg|com\/invite)\/)/gi;

/** Beginning of a line that is a heading, small print, a list or a quote. */
const LINE_START = /^(\s*)(?=[-#+>])/;
const NUMBERED = /^(\s*\d+)(?=[.)])/;

/** Characters of an address that would end it, its link or the emphasis around that. */
const UNSAFE = /[\s()<>[\]\\|`*]|~(?=~)|_(?=_)|@(?=everyone|here)/gi;

/** Discord's markdown. https://support.discord.com/hc/articles/210298617 */
export const dialect: Dialect = {
  text: discordText,
  bold: '**',
  italic: '*',
  struck: '~~',
  underlined: '__',
  code: discordCode,
  link,
  pre: (lines) => ['```', ...lines.map((line) => unfenced(line)), '```'],
  quote: (line, depth) => `> ${'│ '.repeat(Math.min(depth, QUOTE_DEPTH) - 1)}${line}`,
  bullet: (_depth, number) => (number === null ? '- ' : `${number}. `),
  columns: true,
  // A heading of Discord's is as large as one of the message itself would be.
  heading: null,
  rule: '──────────',
  lineStart: (line) => line.replace(LINE_START, '$1\\').replace(NUMBERED, '$1\\'),
  // https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
  time,
  small: (line) => `-# ${line}`,
};

/** True if a link to this address is one in Discord's markdown. */
export function fitsLink(href: string): boolean {
  return safe(href).length <= LINK_LENGTH;
}

function discordText(text: string): string {
  return (
    dead(text)
      .replaceAll('://', `:${ZERO_WIDTH_SPACE}//`)
      .replaceAll('](', `]${ZERO_WIDTH_SPACE}(`)
      .replaceAll(SIGNS, String.raw`\$&`)
      // Behind a sign of emphasis as well, since there a line begins for some.
      .replace(LINE_START, '$1\\')
      .replace(NUMBERED, '$1\\')
  );
}

/** Text in which nothing pings, also where a backslash is none. */
function dead(text: string): string {
  return text.replaceAll(MENTION, `@${ZERO_WIDTH_SPACE}`).replaceAll(INVITATION, `$1${ZERO_WIDTH_SPACE}`);
}

/**
 * Text for code, where there is no escape: three backticks would end it, and a bracket that closes none of its own could
 * close the label of a link that stands before the code.
 */
function unfenced(text: string): string {
  return dead(text)
    .replaceAll(/(\[[^\]]*\])|\](?=\()/g, (bracket, pair?: string) => pair ?? bracket + ZERO_WIDTH_SPACE)
    .replaceAll(/`(?=`)/g, `\`${ZERO_WIDTH_SPACE}`);
}

function discordCode(code: string): string {
  const text = unfenced(code);
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Link; in angle brackets no picture of its page is shown below. Discord makes links to pages alone. */
function link(href: string, written: string | null): string {
  const target = safe(href);
  // In a label a backslash is none: a bracket has to close there, or it closes the label.
  const label =
    written === null || PAIRED.test(written) ? written : written.replaceAll('\\[', '(').replaceAll('\\]', ')');
  if (!/^https?:/i.test(href)) return label === null ? discordText(href) : `${label} (${discordText(href)})`;
  if (target.length > LINK_LENGTH) return `${label ?? ''} ${LINK_LEFT_OUT}`.trimStart();
  return label === null ? `<${target}>` : `[${label}](<${target}>)`;
}

function safe(href: string): string {
  return href.replaceAll(UNSAFE, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function time(iso: string): string {
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? discordText(iso) : `<t:${Math.floor(instant / 1_000)}:f>`;
}
