import * as v from 'valibot';
import { email as common } from '../../../worker/drawing/chat/email.ts';
import type { Drawing } from '../../../worker/drawing/drawing.ts';
import { el } from '../../../worker/drawing/element.ts';
import { html } from '../../../worker/html.ts';

/** Height of a line and of all around the text of a mail, px: a frame without scripts cannot tell its own. */
const LINE = 20;
const AROUND = 75;
const MOST = 460;

const shape = v.object({
  subject: v.string(),
  from: v.object({ email: v.string(), name: v.string() }),
  to: v.array(v.string()),
  text: v.string(),
  html: v.string(),
  headers: v.record(v.string(), v.string()),
});

/** E-mail: who writes what to whom, the whole HTML in a frame of its own, the text below it. */
export const email: Drawing = {
  ...common,
  draw: (payload) => {
    const { subject, from, to, html: markup, text, headers } = v.parse(shape, payload);
    const rows = text
      .replaceAll(/<https?:[^>]*>/g, '')
      .split('\n')
      .reduce((sum, row) => sum + Math.max(1, Math.ceil(row.length / 62)), 0);
    const isAnswer = Object.keys(headers).some((name) => name.toLowerCase() === 'references');
    const height = `height:${Math.min(MOST, AROUND + rows * LINE)}px`;
    return {
      badge: null,
      note: null,
      shown: [
        el(
          'div',
          'card',
          el('div', 'title', subject),
          el('div', 'small', `${from.name} <${from.email}> → ${to.join(', ')}${isAnswer ? ' · in a thread' : ''}`),
          html`<iframe srcdoc="${markup}" sandbox="" title="${subject}" style="${height}"></iframe>`,
        ),
        el('pre', 'json', text),
      ],
    };
  },
};
