import { joinRuns, type Line, type Run, run } from '../../markup/run.ts';
import { isDeceptiveLink } from '../../markup/text/address.ts';
import { isBlank } from '../../markup/text/blank.ts';
import type { Row } from '../../markup/write/rows.ts';

// Text as a value: whatever stands in it, only other kinds of element are links, mentions or emoji.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

type Style = { bold?: true; italic?: true; strike?: true; underline?: true; code?: true };

/** Stretch of rich text. An empty `text` is refused, so that there is none. */
export type RichTextElement =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'link'; readonly url: string; readonly text?: string; readonly style?: Style }
  | { readonly type: 'date'; readonly timestamp: number; readonly format: string; readonly fallback: string }
  | { readonly type: 'broadcast'; readonly range: string }
  | { readonly type: 'user'; readonly user_id: string }
  | { readonly type: 'usergroup'; readonly usergroup_id: string };

/** Lines of text. */
export type RichTextSection = { readonly type: 'rich_text_section'; readonly elements: readonly RichTextElement[] };

/** Part of a block of rich text. None has an empty list of elements, which Slack refuses. */
export type RichTextPart =
  | RichTextSection
  | { readonly type: 'rich_text_quote' | 'rich_text_preformatted'; readonly elements: readonly RichTextElement[] }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly indent: number;
      /** Number of the first item, less one. */
      readonly offset?: number;
      readonly elements: readonly RichTextSection[];
    };

/** Format of a time in each reader's own zone. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const DATE_FORMAT = '{date_short_pretty} {time}';

/** Longest address of a link that Slack's clients were seen to take, in UTF-16 units. */
const LINK_LENGTH = 2_048;

/** True if an address is short enough for a link. */
export function isShortLink(href: string): boolean {
  return href.length <= LINK_LENGTH;
}

/** The line with links that show where they lead, should their text name another address. */
export function honest(line: Line): Line {
  return line.flatMap((one) => {
    const { text, styles, href } = one;
    if (href === null || !isDeceptiveLink(text, href)) return [one];
    return [run(`${text} (`, styles), run(href, styles, href), run(')', styles)];
  });
}

/** Seconds since the epoch of an instant (ISO 8601); `null` where Slack would not take them. */
export function secondsOf(iso: string): number | null {
  const seconds = Math.floor(Date.parse(iso) / 1_000);
  return seconds > 0 ? seconds : null;
}

/** Lines as elements, with a line break between them. */
export function elementsOf(lines: readonly Line[]): readonly RichTextElement[] {
  const runs = lines.flatMap((line, index) => (index === 0 ? line : [run('\n'), ...line]));
  return joinRuns(runs).map(elementOf);
}

/** Section of lines, in a list; an empty list where they show nothing. */
export function sectionOf(lines: readonly Line[]): readonly RichTextSection[] {
  const elements = shownElements(lines);
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements }];
}

/** Elements of the lines; none where they show nothing, which Slack would refuse. */
export function shownElements(lines: readonly Line[]): readonly RichTextElement[] {
  const isShown = lines.some((line) => line.some(({ text, href }) => href !== null || !isBlank(text)));
  return isShown ? elementsOf(lines) : [];
}

/** Rows that lines are made of, each with an empty line before it where it begins a block. */
export function spacedLines(rows: readonly Row[], lineOf: (row: Row) => Line): readonly Line[] {
  return rows.flatMap((row, index) => (row.isApart && index > 0 ? [[], lineOf(row)] : [lineOf(row)]));
}

function elementOf({ text, styles, href, time }: Run): RichTextElement {
  const timestamp = time === undefined ? null : secondsOf(time);
  if (timestamp !== null) return { type: 'date', timestamp, format: DATE_FORMAT, fallback: text };
  const { bold, italic, struck, underlined, code } = styles;
  const style: Style = {
    ...(bold && { bold }),
    ...(italic && { italic }),
    ...(struck && { strike: true }),
    ...(underlined && { underline: true }),
    ...(code && { code }),
  };
  const styled = Object.keys(style).length === 0 ? {} : { style };
  if (href === null) return { type: 'text', text, ...styled };
  return { type: 'link', url: href, ...(text === href ? {} : { text }), ...styled };
}
