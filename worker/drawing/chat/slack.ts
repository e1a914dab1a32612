import * as v from 'valibot';
import { dateText } from '../moment.ts';
import { drawMrkdwn } from '../mrkdwn.ts';
import type { Drawing } from '../drawing.ts';
import { anchor, el, fault, lines, ping, orderedList } from '../element.ts';
import type { Child, Html } from '../../html.ts';

const style = v.optional(v.record(v.string(), v.boolean()), {});
const element = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string(), style }),
  v.object({ type: v.literal('link'), url: v.string(), text: v.optional(v.string()), style }),
  v.object({ type: v.literal('date'), timestamp: v.number() }),
  v.object({ type: v.literal('broadcast'), range: v.string() }),
  v.object({ type: v.literal('user'), user_id: v.string() }),
  v.object({ type: v.literal('usergroup'), usergroup_id: v.string() }),
]);
const elements = v.array(element);
const richSection = v.object({ type: v.literal('rich_text_section'), elements });
const part = v.variant('type', [
  richSection,
  v.object({ type: v.literal('rich_text_quote'), elements }),
  v.object({ type: v.literal('rich_text_preformatted'), elements }),
  v.object({
    type: v.literal('rich_text_list'),
    style: v.picklist(['bullet', 'ordered']),
    indent: v.number(),
    offset: v.optional(v.number(), 0),
    elements: v.array(richSection),
  }),
]);
const text = v.object({ type: v.literal('mrkdwn'), text: v.string() });
const block = v.variant('type', [
  v.object({ type: v.literal('rich_text'), elements: v.array(part) }),
  v.object({ type: v.literal('section'), text }),
  v.object({ type: v.literal('context'), elements: v.array(text) }),
]);
const shape = v.object({
  blocks: v.array(block),
  thread_ts: v.optional(v.string()),
  reply_broadcast: v.optional(v.boolean(), false),
  ts: v.optional(v.string()),
});

/** Slack: blocks of rich text and of mrkdwn. */
export const slack: Drawing = {
  name: 'Slack',
  theme: {
    font: "Lato, 'Slack-Lato', appleLogo, 'Noto Sans', 'Liberation Sans', sans-serif",
    size: [15, 22],
    back: ['#ffffff', '#1a1d21'],
    text: ['#1d1c1d', '#d1d2d3'],
    muted: ['#616061', '#ababad'],
    link: ['#1264a3', '#1d9bd1'],
    quote: ['#dddddd', '#35373b'],
    code: ['#f8f8f8', '#232529'],
    border: ['#dddddd', '#35373b'],
    card: ['#ffffff', '#222529'],
    ping: ['#fff2cc', '#4c3c14'],
    avatar: '#4a154b',
    round: '4px',
    frame: 'row',
  },
  draw: (payload) => {
    const { blocks, thread_ts, reply_broadcast, ts } = v.parse(shape, payload);
    const where = reply_broadcast ? 'replied to a thread, and to the channel' : 'in a thread';
    return {
      badge: 'APP',
      note: ts !== undefined ? 'in place of what was sent' : thread_ts === undefined ? null : where,
      shown: blocks.map(drawBlock),
    };
  },
};

function drawBlock(of: v.InferOutput<typeof block>): Html {
  switch (of.type) {
    case 'rich_text':
      return el('div', null, ...of.elements.map(drawPart));
    case 'section':
      return el('div', null, ...drawMrkdwn(of.text.text));
    case 'context':
      return el('div', 'small', ...of.elements.flatMap((one) => drawMrkdwn(one.text)));
  }
}

/** Deepest indent of a list. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/ */
const DEEPEST = 8;

function drawPart(of: v.InferOutput<typeof part>): Html {
  switch (of.type) {
    case 'rich_text_section':
      return el('div', null, ...of.elements.flatMap(drawElement));
    case 'rich_text_quote':
      return el('blockquote', null, ...of.elements.flatMap(drawElement));
    case 'rich_text_preformatted':
      return el('pre', null, ...of.elements.map((one) => ('text' in one ? (one.text ?? '') : fault(one.type))));
    case 'rich_text_list': {
      const items = of.elements.map((item) => el('li', null, ...item.elements.flatMap(drawElement)));
      const indent = of.indent === 0 ? null : `indent-${Math.min(of.indent, DEEPEST)}`;
      if (of.style === 'bullet') return el('ul', indent, ...items);
      return orderedList(of.offset + 1, items, indent);
    }
  }
}

function drawElement(of: v.InferOutput<typeof element>): readonly Child[] {
  switch (of.type) {
    case 'text':
      return [styled(of.style, lines(of.text))];
    case 'link':
      return [styled(of.style, [anchor(of.url, of.text ?? of.url)])];
    case 'date':
      return [dateText(of.timestamp)];
    case 'broadcast':
      return [ping(`@${of.range}`)];
    case 'user':
      return [ping(`@${of.user_id}`)];
    case 'usergroup':
      return [ping(`@${of.usergroup_id}`)];
  }
}

const TAGS = { bold: 'b', italic: 'em', strike: 'del', underline: 'u', code: 'code' } as const;

function styled(styles: Readonly<Record<string, boolean>>, children: readonly Child[]): Html {
  let drawn = el('span', null, ...children);
  for (const [name, tag] of Object.entries(TAGS)) if (styles[name] === true) drawn = el(tag, null, drawn);
  return drawn;
}
