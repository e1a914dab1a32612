import type { Line, Run } from '../../markup/run.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { type Row, shownIndent } from '../../markup/write/rows.ts';
import { contentRows } from '../content/content-rows.ts';
import type { Content } from '../content/content.ts';
import { plainText, type OpenUrl, type Placed, type RichText, richText } from './rich-text.ts';

/**
 * Most bytes of a body: Teams refuses a message of about 28 KB after the flow has accepted it, with no sign to us.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
const BODY_BYTES = 24_000;

/** Longest address of a link in a comment, in bytes of UTF-8. */
const LINK_BYTES = 2_000;

/** Depth of boxes in boxes for quotes in quotes; deeper ones are shown in the innermost. */
const QUOTE_DEPTH = 3;

/** Indent of a list's line for each level: leading spaces are not shown. */
const INDENT = '\u2003';

type Quote = Placed & { readonly type: 'Container'; readonly style: 'emphasis'; readonly items: readonly Block[] };
/** Text with the pings: the one block in which `<at>` is read, with the card's entities beside it. */
type Pings = { readonly type: 'TextBlock'; readonly text: string; readonly wrap: true };
type Block = RichText | Quote | Pings;

type Mention = {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
};

/** Body of a request that posts one message with a card. */
export type CardMessage = {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: {
        readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
        readonly type: 'AdaptiveCard';
        readonly version: '1.4';
        readonly msteams: { readonly width: 'Full'; readonly entities?: readonly Mention[] };
        readonly body: readonly Block[];
        readonly actions?: readonly (OpenUrl & { readonly title: string })[];
      };
    },
  ];
};

/** True if Teams takes a message with this content and these pings. */
export function fitsCard(content: Content, mentions: readonly string[]): boolean {
  return utf8Length(JSON.stringify(cardMessage(content, mentions))) <= BODY_BYTES;
}

/** Message with this content that pings these users. */
export function cardMessage(content: Content, mentions: readonly string[]): CardMessage {
  const [headline = [], ...head] = content.head;
  const rows = contentRows(content, { fits: (href) => utf8Length(href) <= LINK_BYTES });
  const actions = content.foot.flatMap(actionsOf);
  const small = content.foot.filter((line) => actionsOf(line).length === 0);
  const print = small.flatMap((line, at) => (at === 0 ? line : [SEPARATOR, ...line]));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full', ...(mentions.length === 0 ? {} : { entities: mentions.map(mentionOf) }) },
          body: [
            ...(mentions.length === 0 ? [] : [pings(mentions)]),
            richText(headline, { size: 'Medium' }, {}),
            ...head.map((line) => richText(line, {}, { spacing: 'Small' })),
            ...blocksOf(rows, 0),
            ...(print.length === 0 ? [] : [richText(print, { size: 'Small', isSubtle: true }, { spacing: 'Medium' })]),
          ],
          ...(actions.length === 0 ? {} : { actions }),
        },
      },
    ],
  };
}

const SEPARATOR: Run = { text: ' · ', styles: {}, href: null };

/** Button of a line that is nothing but a link. */
function actionsOf([only, ...others]: Line): readonly (OpenUrl & { readonly title: string })[] {
  if (only === undefined || only.href === null || others.length > 0) return [];
  return [{ type: 'Action.OpenUrl', title: plainText(only.text), url: only.href }];
}

function mentionOf(id: string): Mention {
  return { type: 'mention', text: `<at>${id}</at>`, mentioned: { id, name: id } };
}

function pings(mentions: readonly string[]): Pings {
  return { type: 'TextBlock', text: mentions.map((id) => mentionOf(id).text).join(' '), wrap: true };
}

/** Blocks of rows that stand in `depth` quotes already: one a line, a box for each quote. */
function blocksOf(rows: readonly Row[], depth: number): readonly Block[] {
  const blocks: Block[] = [];
  let wasRule = false;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined) break;
    if (row.kind === 'rule' && row.quote <= depth) {
      wasRule = true;
      continue;
    }
    const first = depth === 0 && blocks.length === 0;
    const placed: Placed = {
      ...(first ? { spacing: 'Medium' } : row.isApart || wasRule ? {} : { spacing: 'None' }),
      ...(wasRule ? { separator: true } : {}),
    };
    wasRule = false;
    if (row.quote > depth && depth < QUOTE_DEPTH) {
      const end = rows.findIndex(({ quote }, other) => other > at && quote <= depth);
      const quoted = rows.slice(at, end === -1 ? rows.length : end);
      const items = blocksOf(quoted, depth + 1);
      if (items.length > 0) blocks.push({ type: 'Container', style: 'emphasis', ...placed, items });
      at += quoted.length - 1;
    } else if (row.kind !== 'rule') {
      blocks.push(richText(lineOf(row), row.kind === 'heading' ? { size: 'Medium', weight: 'Bolder' } : {}, placed));
    }
  }
  return blocks;
}

/** Runs of a row with its bullet or indent before them. */
function lineOf({ kind, runs, list, bullet }: Row): Line {
  const line = kind === 'code' ? runs.map((one) => ({ ...one, text: shownIndent(one.text) })) : runs;
  if (list === 0) return line;
  const sign = bullet === null ? INDENT : bullet.number === null ? '• ' : `${bullet.number}. `;
  return [{ text: INDENT.repeat(Math.max(0, list - 1)) + sign, styles: {}, href: null }, ...line];
}
