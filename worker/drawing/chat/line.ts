import * as v from 'valibot';
import { linkified } from '../linkified.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';

const shape = v.object({ messages: v.array(v.object({ type: v.literal('text'), text: v.string() })) });

/** LINE: a bubble of plain text. */
export const line: Drawing = {
  name: 'LINE',
  theme: {
    font: SYSTEM_FONT,
    size: [14, 20],
    back: ['#8cabd8', '#1f2937'],
    text: ['#111111', '#f0f0f0'],
    muted: ['#323d4f', '#98a3b2'],
    link: ['#0a63c9', '#6fb1ff'],
    quote: ['#cccccc', '#444444'],
    code: ['#f2f2f2', '#2b2b2b'],
    border: ['#dddddd', '#333333'],
    card: ['#ffffff', '#303844'],
    ping: ['#e3f7e3', '#1c3d1c'],
    avatar: '#06c755',
    round: '50%',
    frame: 'bubble',
  },
  draw: (payload) => {
    const { messages } = v.parse(shape, payload);
    return { badge: null, note: null, shown: messages.flatMap(({ text }) => linkified(text)) };
  },
};
