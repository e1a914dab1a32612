import type { Line, Run, Styles } from '../../markup/run.ts';
import { inertCodes, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { escapedSigns } from '../../markup/write/mrkdwn-escape.ts';
import { type Row, shownIndent } from '../../markup/write/rows.ts';
import { contentRows } from '../content/content-rows.ts';
import type { Content } from '../content/content.ts';

/** Most bytes of a message, its text and cards together. https://developers.google.com/workspace/chat/create-messages */
const MESSAGE_BYTES = 32_000;

/** Longest address of a link in a comment, in bytes of UTF-8. */
const LINK_BYTES = 2_000;

/** Sign before a line of a quote, for each depth up to the last. */
const QUOTE = '▎';
const QUOTE_DEPTH = 4;

/** Space that is shown at the beginning of a line. */
const SPACE = '\u00a0';

/** Tags that a card knows for a style. https://developers.google.com/workspace/chat/format-messages#card-formatting */
const TAGS: readonly (readonly [keyof Styles, string])[] = [
  ['bold', 'b'],
  ['italic', 'i'],
  ['underlined', 'u'],
  ['struck', 's'],
];

/** Colour of the small print. */
const GREY = '#5f6368';

type Widget =
  | { readonly textParagraph: { readonly text: string } }
  | { readonly buttonList: { readonly buttons: readonly Button[] } };
type Button = { readonly text: string; readonly onClick: { readonly openLink: { readonly url: string } } };

/** Body of a request that posts a message. `text`: the owner's pings alone, since in cards there are none. */
export type ChatMessage = {
  readonly text?: string;
  readonly cardsV2: readonly [
    {
      readonly cardId: 'earshot';
      readonly card: { readonly sections: readonly [{ readonly widgets: readonly Widget[] }] };
    },
  ];
  readonly fallbackText: string;
  readonly thread?: { readonly threadKey: string };
};

/** Things about a message beside its content: whom it pings (`users/…`), and its thread. */
export type Envelope = { readonly mentions: readonly string[]; readonly threadKey: string | null };

/** True if Google Chat takes a message with this content. */
export function fitsMessage(content: Content, envelope: Envelope): boolean {
  return utf8Length(JSON.stringify(chatMessage(content, envelope))) <= MESSAGE_BYTES;
}

/** Message with this content. */
export function chatMessage(content: Content, { mentions, threadKey }: Envelope): ChatMessage {
  const rows = contentRows(content, { fits: (href) => utf8Length(href) <= LINK_BYTES });
  const buttons = content.foot.flatMap(buttonsOf);
  const small = content.foot.filter((line) => buttonsOf(line).length === 0).map(lineHtml);
  const paragraphs = [
    content.head.map(lineHtml).join('<br>'),
    rows.map((row, at) => (row.isApart && at > 0 ? '<br>' : '') + rowHtml(row)).join('<br>'),
    small.length === 0 ? '' : `<font color="${GREY}">${small.join(' · ')}</font>`,
  ];
  return {
    ...(mentions.length === 0 ? {} : { text: mentions.map((user) => `<${user}>`).join(' ') }),
    cardsV2: [
      {
        cardId: 'earshot',
        card: {
          sections: [
            {
              widgets: [
                ...paragraphs.filter((text) => text !== '').map((text) => ({ textParagraph: { text } })),
                ...(buttons.length === 0 ? [] : [{ buttonList: { buttons } }]),
              ],
            },
          ],
        },
      },
    ],
    // In plain text `<users/all>` would ping, and `<address|text>` be a link.
    fallbackText: content.preview.replaceAll('<', `<${ZERO_WIDTH_SPACE}`),
    ...(threadKey === null ? {} : { thread: { threadKey } }),
  };
}

/** Button of a line that is nothing but a link. */
function buttonsOf([only, ...others]: Line): readonly Button[] {
  if (only === undefined || only.href === null || others.length > 0) return [];
  return [{ text: only.text, onClick: { openLink: { url: only.href } } }];
}

function rowHtml({ kind, runs, quote, list, bullet }: Row): string {
  const line =
    kind === 'heading' ? runs.map((one) => ({ ...one, styles: { ...one.styles, bold: true as const } })) : runs;
  const written = kind === 'rule' ? '———' : kind === 'code' ? shownIndent(lineHtml(line)) : lineHtml(line);
  const quoted = quote === 0 ? '' : `${QUOTE.repeat(Math.min(quote, QUOTE_DEPTH))} `;
  if (list === 0) return quoted + written;
  const sign = bullet === null ? SPACE.repeat(3) : bullet.number === null ? '• ' : `${bullet.number}. `;
  return quoted + SPACE.repeat(3 * (list - 1)) + sign + written;
}

function lineHtml(line: Line): string {
  return line.map(runHtml).join('');
}

function runHtml({ text, styles, href }: Run): string {
  // A card's HTML knows these three escapes. An address that shows itself may have an emoji code in it.
  const shown = escapedSigns(inertCodes(text));
  const linked = href === null ? shown : `<a href="${attribute(href)}">${shown}</a>`;
  return TAGS.reduce((html, [style, tag]) => (styles[style] === true ? `<${tag}>${html}</${tag}>` : html), linked);
}

/** Address within quotation marks. */
function attribute(href: string): string {
  return escapedSigns(href.replaceAll('"', '%22'));
}
