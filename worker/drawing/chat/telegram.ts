import * as v from 'valibot';
import { dateText } from '../moment.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { anchor, el, fault, lines, ping } from '../element.ts';
import type { Child, Html } from '../../html.ts';

const entity = v.looseObject({
  type: v.string(),
  offset: v.number(),
  length: v.number(),
  url: v.optional(v.string(), ''),
  unix_time: v.optional(v.number(), 0),
});
const shape = v.object({
  text: v.string(),
  entities: v.optional(v.array(entity), []),
  reply_parameters: v.optional(v.object({ message_id: v.number() })),
  message_id: v.optional(v.number()),
});

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);

type Entity = v.InferOutput<typeof entity>;

/** Telegram: text with entities. */
export const telegram: Drawing = {
  name: 'Telegram',
  theme: {
    font: SYSTEM_FONT,
    size: [15, 20],
    back: ['#8dbb92', '#0e1621'],
    text: ['#000000', '#f5f5f5'],
    muted: ['#2f4734', '#81919f'],
    link: ['#147bb6', '#71bafa'],
    quote: ['#168acd', '#71bafa'],
    code: ['#f0f3f5', '#1c2834'],
    border: ['#dfe5e8', '#101921'],
    card: ['#ffffff', '#182533'],
    ping: ['#e3f1fb', '#1f3b55'],
    avatar: '#3390ec',
    round: '50%',
    frame: 'bubble',
  },
  draw: (payload) => {
    const { text, entities, reply_parameters, message_id } = v.parse(shape, payload);
    const note = message_id === undefined ? null : 'in place of what was sent (edited)';
    return {
      badge: null,
      note: reply_parameters === undefined ? note : `reply to message ${reply_parameters.message_id}`,
      shown: drawRange(text, 0, text.length, entities),
    };
  },
};

/** Draws a stretch of the text with the entities within it, outermost first. */
function drawRange(text: string, from: number, to: number, entities: readonly Entity[]): readonly Child[] {
  const drawn: Child[] = [];
  let at = from;
  for (let index = 0; index < entities.length;) {
    const outer = entities[index];
    if (outer === undefined) break;
    const end = outer.offset + outer.length;
    const next = entities.findIndex((one, other) => other > index && one.offset >= end);
    const within = entities.slice(index + 1, next === -1 ? entities.length : next);
    drawn.push(...lines(text.slice(at, outer.offset)), drawEntity(outer, drawRange(text, outer.offset, end, within)));
    // A block ends its line by itself.
    at = BLOCKS.has(outer.type) && text.startsWith('\n', end) ? end + 1 : end;
    index = next === -1 ? entities.length : next;
  }
  return [...drawn, ...lines(text.slice(at, Math.max(at, to)))];
}

function drawEntity({ type, url, unix_time }: Entity, inside: readonly Child[]): Html {
  switch (type) {
    case 'bold':
      return el('b', null, ...inside);
    case 'italic':
      return el('em', null, ...inside);
    case 'underline':
      return el('u', null, ...inside);
    case 'strikethrough':
      return el('del', null, ...inside);
    case 'code':
      return el('code', null, ...inside);
    case 'pre':
      return el('pre', null, ...inside);
    case 'blockquote':
    case 'expandable_blockquote':
      return el('blockquote', null, ...inside);
    case 'text_link':
      return anchor(url, ...inside);
    case 'date_time':
      return el('span', 'time', dateText(unix_time));
    case 'text_mention':
      return ping('a user');
    default:
      return fault(type, ...inside);
  }
}
