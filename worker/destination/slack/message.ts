import { mrkdwnLink, mrkdwnText } from '../../markup/write/mrkdwn-escape.ts';
import { rowsOf } from '../../markup/write/rows.ts';
import { type Line, type Run, run } from '../../markup/run.ts';
import type { CommentMessage } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import type { Content, Section } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { leftText } from '../content/markdown-content.ts';
import { bodyParts } from './body.ts';
import {
  DATE_FORMAT,
  elementsOf,
  honest,
  isShortLink,
  type RichTextElement,
  type RichTextPart,
  secondsOf,
  sectionOf,
} from './rich-text.ts';

/** Most blocks of a message. https://docs.slack.dev/reference/block-kit/blocks */
const MAX_BLOCKS = 50;

/**
 * Most characters of a message's texts and addresses. Slack publishes none: 11,341 of rich text were refused, and a
 * maintainer speaks of 12,000 with their containers (github.com/slackapi/bolt-js/issues/2867 and /2509).
 */
const MAX_TEXT = 9_000;

/** Most characters of a message with its containers; about 13,200 were seen to be refused. */
const MAX_WHOLE = 12_000;

/** Longest text of small print. https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const MAX_CONTEXT = 3_000;

type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

type Block =
  | { readonly type: 'rich_text'; readonly elements: readonly RichTextPart[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

/** Message as both a webhook and the Web API take it. `text` is for notifications and screen readers, and mrkdwn, too. */
type SlackMessage = { readonly text: string; readonly blocks: readonly Block[] };

/**
 * Gives a writer of messages that fit, and a count of the comments that one shows. `mentions`: ids and broadcasts that the
 * owner wants pinged.
 */
export function writer(mentions: readonly string[]) {
  const fits = (content: Content): boolean => fitsSlack(writeMessage(content, mentions));
  return {
    written: (content: Content): SlackMessage => writeMessage(fit(content, fits), mentions),
    capacity: (comments: readonly CommentMessage[]): number => capacityOf(comments, fits),
  };
}

function writeMessage(content: Content, mentions: readonly string[]): SlackMessage {
  const { preview, head, body, isCut, rest, sections, left, foot } = content;
  const words = [
    ...bodyParts(rowsOf(body, { fits: isShortLink })),
    ...(isCut && rest !== null ? sectionOf([honest([rest])]) : []),
  ];
  const small = foot.map(mrkdwnLine).join(' · ');
  return {
    text: mrkdwnText(preview),
    blocks: [
      ...richText([...headOf(head, mentions)]),
      ...richText(words),
      ...sections.flatMap((section) => richText(listOf(section))),
      ...richText(left === 0 ? [] : sectionOf([[run(leftText(left))]])),
      // Else Slack would make links and mentions of what is plain text.
      ...(small === ''
        ? []
        : [{ type: 'context', elements: [{ type: 'mrkdwn', text: small, verbatim: true }] } as const]),
    ],
  };
}

/** True if Slack takes a message, as far as its limits are known. */
function fitsSlack({ text, blocks }: SlackMessage): boolean {
  const small = blocks.flatMap((block) => (block.type === 'context' ? block.elements : []));
  return (
    blocks.length <= MAX_BLOCKS &&
    small.every((element) => element.text.length <= MAX_CONTEXT) &&
    JSON.stringify({ text, blocks }).length <= MAX_WHOLE &&
    textLength({ text, blocks }) <= MAX_TEXT
  );
}

/** Length of all texts and addresses in a value. */
function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + textLength(inner), 0);
}

function richText(elements: readonly RichTextPart[]): readonly Block[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function headOf(head: readonly Line[], mentions: readonly string[]): readonly RichTextPart[] {
  const pings = mentions.flatMap((id) => [mentionOf(id), { type: 'text', text: ' ' } as const]);
  const elements = [...pings, ...elementsOf(head.map(honest))];
  // A message in its owner's words has nothing on top, and Slack refuses a section of nothing.
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements }];
}

function mentionOf(id: string): RichTextElement {
  if (id.startsWith('@')) return { type: 'broadcast', range: id.slice(1) };
  return id.startsWith('S') ? { type: 'usergroup', usergroup_id: id } : { type: 'user', user_id: id };
}

/** Title and list of a section. */
function listOf({ title, items }: Section): readonly RichTextPart[] {
  const elements = items.flatMap((item) => sectionOf([honest(item)]));
  const list: readonly RichTextPart[] =
    elements.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', indent: 0, elements }];
  return [...sectionOf([honest(title)]), ...list];
}

function mrkdwnLine(line: Line): string {
  return honest(line).map(mrkdwnRun).join('');
}

/** Run in mrkdwn. A time is shown in each reader's own zone. */
function mrkdwnRun({ text, href, time }: Run): string {
  const seconds = time === undefined ? null : secondsOf(time);
  if (seconds !== null) return `<!date^${seconds}^${DATE_FORMAT}|${mrkdwnText(text)}>`;
  return href === null ? mrkdwnText(text) : mrkdwnLink(href, text);
}
