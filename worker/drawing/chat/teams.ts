import * as v from 'valibot';
import { dateText } from '../moment.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { anchor, el, fault, ping } from '../element.ts';
import type { Child, Html } from '../../html.ts';

const placed = {
  spacing: v.optional(v.picklist(['None', 'Small', 'Default', 'Medium', 'Large']), 'Default'),
  separator: v.optional(v.boolean(), false),
};
const run = v.object({
  type: v.literal('TextRun'),
  text: v.string(),
  size: v.optional(v.string(), 'Default'),
  weight: v.optional(v.string()),
  isSubtle: v.optional(v.boolean(), false),
  italic: v.optional(v.boolean(), false),
  strikethrough: v.optional(v.boolean(), false),
  underline: v.optional(v.boolean(), false),
  fontType: v.optional(v.string()),
  selectAction: v.optional(v.object({ url: v.string() })),
});
const block = v.looseObject({ type: v.string(), ...placed });
const richText = v.object({ inlines: v.array(run) });
const textBlock = v.object({ text: v.string() });
const container = v.object({ items: v.array(block) });
const shape = v.object({
  attachments: v.tuple([
    v.object({
      content: v.object({
        body: v.array(block),
        actions: v.optional(v.array(v.object({ title: v.string(), url: v.string() })), []),
      }),
    }),
  ]),
});

type Block = v.InferOutput<typeof block>;

/** Microsoft Teams: an adaptive card. */
export const teams: Drawing = {
  name: 'Microsoft Teams',
  theme: {
    font: `'Segoe UI', ${SYSTEM_FONT}`,
    size: [14, 20],
    back: ['#f5f5f5', '#1f1f1f'],
    text: ['#242424', '#ffffff'],
    muted: ['#616161', '#adadad'],
    link: ['#5b5fc7', '#8086f5'],
    quote: ['#d1d1d1', '#525252'],
    code: ['#f0f0f0', '#333333'],
    border: ['#d1d1d1', '#525252'],
    card: ['#ffffff', '#292929'],
    ping: ['#e8ebfa', '#2f2f4a'],
    avatar: '#5b5fc7',
    round: '50%',
    frame: 'row',
  },
  draw: (payload) => {
    const { body, actions } = v.parse(shape, payload).attachments[0].content;
    const buttons = actions.map(({ title, url }) => el('span', 'button', anchor(url, title)));
    return {
      badge: null,
      note: null,
      shown: [el('div', 'card', ...drawBlocks(body), buttons.length === 0 ? null : el('div', 'buttons', ...buttons))],
    };
  },
};

function drawBlocks(blocks: readonly Block[]): readonly Child[] {
  return blocks.map((one, at) => {
    const { spacing, separator } = one;
    const above = `space-${spacing.toLowerCase()}${separator ? ' separated' : ''}`;
    return el('div', at === 0 ? null : above, drawBlock(one));
  });
}

function drawBlock(of: Block): Html {
  switch (of.type) {
    case 'RichTextBlock':
      return el('div', null, ...v.parse(richText, of).inlines.map(drawRun));
    case 'TextBlock':
      return el('div', null, ping(v.parse(textBlock, of).text.replaceAll(/<\/?at>/g, '')));
    case 'Container':
      return el('div', 'emphasis', ...drawBlocks(v.parse(container, of).items));
    default:
      return fault(of.type);
  }
}

const FUNCTION = /\{\{(DATE|TIME)\(([^),]+)(?:,\w+)?\)\}\}/g;

function drawRun(of: v.InferOutput<typeof run>): Html {
  // Teams' function of a time, which this shows as one.
  const text = of.text
    .replaceAll(/\{\{DATE\(([^),]+),SHORT\)\}\} \{\{TIME\(\1\)\}\}/g, (_, iso: string) =>
      dateText(Date.parse(iso) / 1000),
    )
    .replaceAll(FUNCTION, 'FUNCTION');
  const kind = [of.size.toLowerCase(), of.isSubtle ? 'muted' : '', of.fontType === 'Monospace' ? 'mono' : ''].join(' ');
  let drawn = el('span', kind, of.selectAction === undefined ? text : anchor(of.selectAction.url, text));
  if (of.weight === 'Bolder') drawn = el('b', null, drawn);
  if (of.italic) drawn = el('em', null, drawn);
  if (of.strikethrough) drawn = el('del', null, drawn);
  return of.underline ? el('u', null, drawn) : drawn;
}
