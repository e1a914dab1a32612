import * as v from 'valibot';
import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { el } from '../element.ts';
import { drawHypertext } from '../hypertext.ts';

const shape = v.object({ subject: v.string(), html: v.string() });

/** HTML of a mail without what is around its text, which clients do not show. */
const BODY = /<body[^>]*>([^]*)<\/body>/;

/** E-mail: its subject, and of its HTML what clients show. */
export const email: Drawing = {
  name: 'E-mail',
  theme: {
    font: SYSTEM_FONT,
    size: [14, 20],
    back: ['#f6f8fc', '#131314'],
    text: ['#1f1f1f', '#e3e3e3'],
    muted: ['#5e5e5e', '#a0a0a0'],
    link: ['#0b57d0', '#a8c7fa'],
    quote: ['#c4c7c5', '#444746'],
    code: ['#f2f2f2', '#222222'],
    border: ['#dfe1e5', '#3c4043'],
    card: ['#ffffff', '#1f1f1f'],
    ping: ['#e8f0fe', '#1b304d'],
    avatar: '#0b57d0',
    round: '50%',
    frame: 'bare',
  },
  draw: (payload) => {
    const { subject, html } = v.parse(shape, payload);
    const shown = el('div', 'markdown', ...drawHypertext(BODY.exec(html)?.[1] ?? html));
    return { badge: null, note: null, shown: [el('div', 'card', el('div', 'title', subject), shown)] };
  },
};
