import { parse } from '@rocket.chat/message-parser';
import * as v from 'valibot';
import { rocketchat as common } from '../../../worker/drawing/chat/rocketchat.ts';
import type { Drawing } from '../../../worker/drawing/drawing.ts';
import { dateText } from '../../../worker/drawing/moment.ts';
import { anchor, el, fault, orderedList } from '../../../worker/drawing/element.ts';
import type { Child } from '../../../worker/html.ts';

const shape = v.object({ text: v.string(), tmid: v.optional(v.string()) });
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
  ...common,
  draw: (payload) => {
    const { text, tmid } = v.parse(shape, payload);
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
      return orderedList(items[0]?.number ?? 1, items.map(drawNode));
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
