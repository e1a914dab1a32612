import { parse } from '@rocket.chat/message-parser';
import * as v from 'valibot';
import { bodyOf, type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { dateText } from '../moment.ts';
import { type Child, anchor, el, fault, Html } from '../../../scripts/gallery/html.ts';

const payload = v.pipe(v.string(), v.parseJson(), v.object({ text: v.string(), tmid: v.optional(v.string()) }));
const node = v.looseObject({ type: v.string(), value: v.unknown() });
const nodes = v.array(node);
const link = v.object({
  src: v.object({ value: v.string() }),
  label: v.union([
    nodes,
    v.pipe(
      node,
      v.transform((one) => [one]),
    ),
  ]),
});
const ordered = v.array(v.looseObject({ type: v.string(), value: v.unknown(), number: v.number() }));

type Node = v.InferOutput<typeof node>;

/** Rocket.Chat: its own dialect, as its own parser reads it. */
export const rocketchat: Drawing = {
  name: 'Rocket.Chat',
  theme: {
    font: `Inter, ${SYSTEM_FONT}`,
    size: [14, 20],
    back: ['#ffffff', '#1f2329'],
    text: ['#2f343d', '#e4e7ea'],
    muted: ['#6c727a', '#9ea2a8'],
    link: ['#095ad2', '#739ee6'],
    quote: ['#cbced1', '#4a4f57'],
    code: ['#f2f3f5', '#2f343d'],
    border: ['#e4e7ea', '#3c414a'],
    card: ['#f7f8fa', '#262931'],
    ping: ['#fff6d6', '#4c3c14'],
    avatar: '#f5455c',
    round: '4px',
    frame: 'row',
  },
  draw: (request) => {
    const { text, tmid } = v.parse(payload, bodyOf(request));
    return {
      badge: 'Bot',
      note: tmid === undefined ? null : 'in a thread',
      shown: [el('div', 'markdown', ...v.parse(nodes, parse(text)).map(drawNode))],
    };
  },
};

function drawNode(of: Node): Child {
  const inside = (): readonly Child[] => v.parse(nodes, of.value).map(drawNode);
  switch (of.type) {
    case 'PLAIN_TEXT':
      return String(of.value);
    case 'PARAGRAPH':
    case 'CODE_LINE':
      return el('div', null, ...(of.type === 'CODE_LINE' ? [drawNode(v.parse(node, of.value))] : inside()));
    case 'LINE_BREAK':
      return el('div', 'empty');
    case 'BOLD':
      return el('b', null, ...inside());
    case 'ITALIC':
      return el('em', null, ...inside());
    case 'STRIKE':
      return el('del', null, ...inside());
    case 'INLINE_CODE':
      return el('code', null, drawNode(v.parse(node, of.value)));
    case 'CODE':
      return el('pre', null, ...inside());
    case 'QUOTE':
    case 'BLOCKQUOTE':
      return el('blockquote', null, ...inside());
    case 'HEADING':
      return el('p', 'heading', ...inside());
    case 'HORIZONTAL_RULE':
      return el('hr', null);
    case 'UNORDERED_LIST':
      return el('ul', null, ...inside());
    case 'ORDERED_LIST': {
      const items = v.parse(ordered, of.value);
      return Html.element('ol', { start: String(items[0]?.number ?? 1) }, items.map(drawNode));
    }
    case 'LIST_ITEM':
      return el('li', null, ...inside());
    case 'LINK': {
      const { src, label } = v.parse(link, of.value);
      return anchor(src.value, ...label.map(drawNode));
    }
    case 'TIMESTAMP':
      return dateText(Number(v.parse(v.object({ timestamp: v.string() }), of.value).timestamp));
    case 'EMOJI':
      return typeof of['unicode'] === 'string' ? of['unicode'] : fault(of.type, JSON.stringify(of));
    case 'BIG_EMOJI':
      return el('span', 'big', ...inside());
    default:
      return fault(of.type, JSON.stringify(of.value));
  }
}
