import { type Drawing, SYSTEM_FONT } from '../drawing.ts';
import { el, Html } from '../../../scripts/gallery/html.ts';

/** Height of a line and of all around the text of a mail, px: a frame without scripts cannot tell its own. */
const LINE = 20;
const AROUND = 75;
const MOST = 460;

/** E-mail: who writes what to whom, the HTML in a frame of its own, the text below it. */
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
  draw: (request) => {
    if (request.kind !== 'email') throw new TypeError('no mail');
    const { subject, from, to, html, text, headers } = request;
    const rows = text
      .replaceAll(/<https?:[^>]*>/g, '')
      .split('\n')
      .reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / 62)), 0);
    const isAnswer = Object.keys(headers).some((name) => name.toLowerCase() === 'references');
    const frame = Html.element(
      'iframe',
      {
        srcdoc: html,
        sandbox: '',
        title: subject,
        style: `height:${Math.min(MOST, AROUND + rows * LINE)}px`,
      },
      [],
    );
    return {
      badge: null,
      note: null,
      shown: [
        el(
          'div',
          'card mail',
          el('div', 'title', subject),
          el('div', 'small', `${from.name} <${from.email}> → ${to.join(', ')}${isAnswer ? ' · in a thread' : ''}`),
          frame,
        ),
        el('pre', 'json', text),
      ],
    };
  },
};
