import * as v from 'valibot';
import { linkified } from '../linkified.ts';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { anchor, el } from '../element.ts';

const shape = v.object({
  topic: v.string(),
  title: v.optional(v.string()),
  message: v.string(),
  actions: v.optional(v.array(v.object({ label: v.string(), url: v.string() })), []),
});

/** ntfy: a notification with buttons. */
export const ntfy: Drawing = {
  name: 'ntfy',
  theme: {
    font: `Roboto, ${SYSTEM_FONT}`,
    size: [14, 20],
    back: ['#eceff1', '#121212'],
    text: ['#212121', '#e0e0e0'],
    muted: ['#676b6d', '#9e9e9e'],
    link: ['#318171', '#65b5a3'],
    quote: ['#cfd8dc', '#424242'],
    code: ['#f5f5f5', '#2a2a2a'],
    border: ['#dfe3e6', '#333333'],
    card: ['#ffffff', '#1e1e1e'],
    ping: ['#e0f2ef', '#1f3b36'],
    avatar: '#338574',
    round: '8px',
    frame: 'bubble',
  },
  draw: (payload) => {
    const { topic, title, message, actions } = v.parse(shape, payload);
    const buttons = actions.map(({ label, url }) => el('span', 'button', anchor(url, label)));
    return {
      badge: null,
      note: topic,
      shown: [
        title === undefined ? null : el('div', 'title', title),
        el('div', null, ...linkified(message)),
        buttons.length === 0 ? null : el('div', 'buttons', ...buttons),
      ],
    };
  },
};
