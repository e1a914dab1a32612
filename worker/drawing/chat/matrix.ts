import * as v from 'valibot';
import { drawHypertext } from '../hypertext.ts';
import type { Drawing } from '../drawing.ts';
import { el } from '../element.ts';

const text = v.object({ formatted_body: v.string() });
const shape = v.object({
  ...text.entries,
  'm.new_content': v.optional(text),
  'm.relates_to': v.optional(v.object({ rel_type: v.optional(v.string()) })),
});

/** Matrix, as Element shows it: HTML. */
export const matrix: Drawing = {
  name: 'Matrix',
  theme: {
    font: "Inter, 'Noto Sans', 'Liberation Sans', sans-serif",
    size: [15, 24],
    back: ['#ffffff', '#101317'],
    text: ['#1b1d22', '#ebeef2'],
    muted: ['#656d77', '#808994'],
    link: ['#0467dd', '#4187eb'],
    quote: ['#cdd3da', '#4a5058'],
    code: ['#f0f2f5', '#1d1f24'],
    border: ['#e1e6ec', '#323539'],
    card: ['#f0f2f5', '#1d1f24'],
    ping: ['#dff5ee', '#123a30'],
    avatar: '#0dbd8b',
    round: '50%',
    frame: 'row',
  },
  draw: (payload) => {
    const event = v.parse(shape, payload);
    const relation = event['m.relates_to']?.rel_type;
    const edit = relation === 'm.replace' ? 'in place of what was sent (edited)' : null;
    return {
      badge: null,
      note: relation === 'm.thread' ? 'in a thread' : edit,
      shown: [el('div', 'markdown', ...drawHypertext((event['m.new_content'] ?? event).formatted_body))],
    };
  },
};
